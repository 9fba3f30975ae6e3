package dev.mayfly.kernel.display;

import dev.mayfly.engine.Chart;
import dev.mayfly.engine.Chart.Mark;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/**
 * What of a chart can be drawn, sorted out for every form of it alike.
 *
 * @param chart what it was made of
 * @param points those that lie on the axes; along a line in the order of x
 * @param axis what lies across
 * @param categories the texts across, in the order of the points, where the axis has them
 * @param groups in the order in which they first occur; one empty text where there are none
 * @param facets likewise
 * @param left how many points lie on no axis, or belong to a picture too many
 */
record ChartData(
        Chart chart,
        List<Chart.Point> points,
        Axis axis,
        List<String> categories,
        List<String> groups,
        List<String> facets,
        int left) {
    /** More pictures in one are too small to read. */
    static final int MOST_FACETS = 12;

    static ChartData of(Chart chart) {
        List<Chart.Point> all = chart.points();
        boolean histogram = chart.mark() == Mark.HISTOGRAM;
        List<Chart.Point> drawn = new ArrayList<>();
        Set<String> facets = new LinkedHashSet<>();
        for (Chart.Point point : all) {
            boolean facet = facets.contains(point.facet()) || facets.size() < MOST_FACETS;
            boolean across = !(point.x() instanceof Number x) || (Double.isFinite(x.doubleValue()) && aboveX(chart, x));
            boolean numberAcross = !histogram
                    || point.x() instanceof Number
                    || Axis.time(point.x()).isPresent();
            boolean up = Double.isFinite(point.y()) && !(chart.look().logY() && !histogram && point.y() <= 0);
            if (facet && across && numberAcross && up) {
                facets.add(point.facet());
                drawn.add(point);
            }
        }
        Axis axis = Axis.of(chart.mark(), drawn);
        if (axis != Axis.CATEGORIES && (chart.mark() == Mark.LINE || chart.mark() == Mark.AREA)) {
            drawn.sort(java.util.Comparator.comparingDouble(point -> Axis.position(point.x())));
        }
        return new ChartData(
                chart,
                List.copyOf(drawn),
                axis,
                axis == Axis.CATEGORIES ? distinct(drawn, point -> label(point.x())) : List.of(),
                distinct(drawn, Chart.Point::group),
                List.copyOf(facets),
                all.size() - drawn.size());
    }

    private static boolean aboveX(Chart chart, Number x) {
        return !chart.look().logX() || x.doubleValue() > 0;
    }

    private static List<String> distinct(List<Chart.Point> points, Function<Chart.Point, String> of) {
        return points.stream().map(of).distinct().toList();
    }

    /** A category as it is written. */
    static String label(Object x) {
        return CellText.oneLine(CellText.clip(x.toString()));
    }

    boolean isGrouped() {
        return groups.size() > 1 || !groups.contains("");
    }

    boolean isFaceted() {
        return facets.size() > 1 || !facets.contains("");
    }

    /** The points of one small picture. */
    List<Chart.Point> in(String facet) {
        return points.stream().filter(point -> point.facet().equals(facet)).toList();
    }

    /** The points of one group among some. */
    static List<Chart.Point> of(List<Chart.Point> points, String group) {
        return points.stream().filter(point -> point.group().equals(group)).toList();
    }

    int index(Object x) {
        return categories.indexOf(label(x));
    }

    /** Whether bars and areas stand on each other. */
    boolean isStacked() {
        return isGrouped()
                && !chart.look().logY()
                && (chart.mark() == Mark.HISTOGRAM || (chart.look().stacked() && chart.mark() != Mark.LINE));
    }
}
