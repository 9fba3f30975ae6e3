package dev.mayfly.kernel.display;

import dev.mayfly.engine.Chart;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.Optional;

/** What the horizontal axis of a chart measures. */
enum Axis {
    NUMBERS,
    TIMES,
    CATEGORIES;

    static Axis of(Chart chart) {
        if (chart.points().stream().allMatch(p -> p.x() instanceof Number)) {
            return NUMBERS;
        }
        return chart.points().stream().allMatch(p -> time(p.x()).isPresent()) ? TIMES : CATEGORIES;
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

    /** Where a point lies on this axis. */
    double position(Chart.Point point, int index) {
        return switch (this) {
            case NUMBERS -> ((Number) point.x()).doubleValue();
            case TIMES -> time(point.x()).orElseThrow().toEpochMilli();
            case CATEGORIES -> index;
        };
    }
}
