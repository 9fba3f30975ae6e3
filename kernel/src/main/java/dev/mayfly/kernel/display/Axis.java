package dev.mayfly.kernel.display;

import dev.mayfly.engine.Chart;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.Collection;
import java.util.Optional;

/** What the horizontal axis of a chart measures. */
enum Axis {
    NUMBERS,
    TIMES,
    CATEGORIES;

    static Axis of(Chart.Mark mark, Collection<Chart.Point> points) {
        if (mark == Chart.Mark.HEAT_MAP || mark == Chart.Mark.BOX) {
            return CATEGORIES;
        }
        if (points.stream().allMatch(p -> p.x() instanceof Number)) {
            return mark == Chart.Mark.BAR ? CATEGORIES : NUMBERS;
        }
        boolean times = points.stream().allMatch(p -> time(p.x()).isPresent());
        return times && mark != Chart.Mark.BAR ? TIMES : CATEGORIES;
    }

    /** The moment that a value stands for, times without a zone taken as UTC. */
    static Optional<Instant> time(Object x) {
        if (x instanceof Instant instant) {
            return Optional.of(instant);
        }
        if (x instanceof LocalDate date) {
            return Optional.of(date.atStartOfDay().toInstant(ZoneOffset.UTC));
        }
        if (x instanceof LocalDateTime local) {
            return Optional.of(local.toInstant(ZoneOffset.UTC));
        }
        if (x instanceof ZonedDateTime zoned) {
            return Optional.of(zoned.toInstant());
        }
        return x instanceof OffsetDateTime offset ? Optional.of(offset.toInstant()) : Optional.empty();
    }

    /** Where a value lies on an axis that measures. */
    static double position(Object x) {
        return x instanceof Number number
                ? number.doubleValue()
                : time(x).orElseThrow().toEpochMilli();
    }
}
