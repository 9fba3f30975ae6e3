package dev.mayfly.kernel.display;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** A table as aligned text no wider than asked: long texts are cut, numbers never; columns that do not fit are named. */
final class TextTable {
    /** The most rows in text, where a screen is short. */
    static final int MOST_ROWS = 24;

    private static final String GAP = "  ";
    private static final int NARROWEST = 8;

    private final List<String> lines = new ArrayList<>();

    private TextTable() {}

    static String of(Table table, int width) {
        return whole(table.atMost(MOST_ROWS), width);
    }

    /** All rows that the table holds. */
    static String whole(Table table, int width) {
        TextTable text = new TextTable();
        int columns = table.columns().names().size();
        List<List<String>> rows = new ArrayList<>();
        rows.add(table.columns().names().stream().map(CellText::oneLine).toList());
        for (int r = 0; r < table.shown(); r++) {
            int row = r;
            rows.add(IntStream.range(0, columns)
                    .mapToObj(column -> table.text(row, column))
                    .toList());
        }
        boolean[] numeric = new boolean[columns];
        int[] widths = new int[columns];
        for (int i = 0; i < columns; i++) {
            int column = i;
            numeric[i] = table.isNumeric(i);
            widths[i] = rows.stream()
                    .mapToInt(row -> TextWidth.of(row.get(column)))
                    .max()
                    .orElse(0);
        }
        int fitting = fit(widths, numeric, Math.max(width, NARROWEST));
        for (int r = 0; r < rows.size(); r++) {
            if (r == table.head() + 1 && table.cut() > 0) {
                text.lines.add("⋮");
            }
            text.row(rows.get(r), widths, numeric, fitting);
            if (r == 0) {
                text.rule(widths, fitting);
            }
        }
        if (table.head() == table.shown() && table.cut() > 0) {
            text.lines.add("⋮");
        }
        if (fitting < columns) {
            text.lines.add(TextWidth.cut(
                    "… " + Figures.count(columns - fitting, "more column") + ": "
                            + String.join(", ", rows.get(0).subList(fitting, columns)),
                    width));
        }
        return String.join("\n", text.lines);
    }

    /** Narrows the widest texts to one width, so that the columns fit, and says how many columns do. */
    private static int fit(int[] widths, boolean[] numeric, int width) {
        int narrowest = NARROWEST;
        int widest = Math.max(narrowest, IntStream.of(widths).max().orElse(0));
        while (narrowest < widest) {
            int middle = (narrowest + widest + 1) / 2;
            if (total(narrowed(widths, numeric, middle), widths.length) <= width) {
                narrowest = middle;
            } else {
                widest = middle - 1;
            }
        }
        int[] narrow = narrowed(widths, numeric, narrowest);
        int left = width - total(narrow, widths.length);
        for (int i = widths.length - 1; i >= 0; i--) {
            boolean cut = narrow[i] < widths[i] && left > 0;
            left -= cut ? 1 : 0;
            widths[i] = narrow[i] + (cut ? 1 : 0);
        }
        int fitting = widths.length;
        while (fitting > 1 && total(widths, fitting) > width) {
            fitting--;
        }
        return fitting;
    }

    private static int[] narrowed(int[] widths, boolean[] numeric, int most) {
        int[] narrowed = widths.clone();
        for (int i = 0; i < widths.length; i++) {
            narrowed[i] = numeric[i] ? widths[i] : Math.min(widths[i], most);
        }
        return narrowed;
    }

    private static int total(int[] widths, int columns) {
        int sum = GAP.length() * Math.max(0, columns - 1);
        for (int i = 0; i < columns; i++) {
            sum += widths[i];
        }
        return sum;
    }

    private void row(List<String> cells, int[] widths, boolean[] numeric, int fitting) {
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < fitting; i++) {
            String cell = TextWidth.cut(cells.get(i), widths[i]);
            line.append(i == 0 ? "" : GAP)
                    .append(numeric[i] ? TextWidth.padLeft(cell, widths[i]) : TextWidth.padRight(cell, widths[i]));
        }
        lines.add(line.toString().stripTrailing());
    }

    private void rule(int[] widths, int fitting) {
        lines.add(java.util.Arrays.stream(widths)
                .limit(fitting)
                .mapToObj("─"::repeat)
                .collect(Collectors.joining(GAP)));
    }
}
