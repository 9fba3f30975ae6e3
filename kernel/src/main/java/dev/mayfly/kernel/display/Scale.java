package dev.mayfly.kernel.display;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * An axis that measures: from values to places, 0 at its start and 1 at its end, with ticks at round values.
 *
 * @param low the value at the start; on a logarithmic scale its decimal logarithm
 */
record Scale(Kind kind, double low, double high, List<Tick> ticks) {
    /** How values become places. */
    enum Kind {
        LINEAR,
        LOG,
        TIME
    }

    /** A value that is written beside the axis. */
    record Tick(double place, String label) {}

    private static final List<Double> UNITS = List.of(1e12, 1e9, 1e6);

    private static final List<Duration> STEPS = List.of(
            Duration.ofMillis(1),
            Duration.ofMillis(10),
            Duration.ofMillis(100),
            Duration.ofSeconds(1),
            Duration.ofSeconds(5),
            Duration.ofSeconds(15),
            Duration.ofSeconds(30),
            Duration.ofMinutes(1),
            Duration.ofMinutes(5),
            Duration.ofMinutes(15),
            Duration.ofMinutes(30),
            Duration.ofHours(1),
            Duration.ofHours(3),
            Duration.ofHours(6),
            Duration.ofHours(12),
            Duration.ofDays(1),
            Duration.ofDays(2),
            Duration.ofDays(7),
            Duration.ofDays(14));

    /** Round numbers around the values, about so many ticks. */
    static Scale linear(double low, double high, int about) {
        double from = low;
        double to = high;
        if (from == to) {
            from -= from == 0 ? 1 : Math.abs(from) / 2;
            to += to == 0 ? 1 : Math.abs(to) / 2;
        }
        double step = niceStep((to - from) / about);
        double start = Math.floor(from / step + 1e-9) * step;
        double end = Math.ceil(to / step - 1e-9) * step;
        List<Tick> ticks = new ArrayList<>();
        for (long i = 0; start + i * step <= end + step / 2; i++) {
            double value = Math.abs(start + i * step) < step / 1e6 ? 0 : start + i * step;
            ticks.add(new Tick((value - start) / (end - start), number(value, step)));
        }
        return new Scale(Kind.LINEAR, start, end, ticks);
    }

    /** Whole powers of ten around values above 0. */
    static Scale log(double low, double high) {
        int from = (int) Math.floor(Math.log10(low));
        int to = Math.max(from + 1, (int) Math.ceil(Math.log10(high) - 1e-9));
        int every = Math.max(1, (to - from) / 6);
        List<Tick> ticks = new ArrayList<>();
        for (int i = from; i <= to; i++) {
            if ((i - from) % every == 0) {
                ticks.add(new Tick((double) (i - from) / (to - from), number(Math.pow(10, i), Math.pow(10, i))));
            }
        }
        return new Scale(Kind.LOG, from, to, ticks);
    }

    /** Round times between two moments, in milliseconds since 1970, UTC. */
    static Scale time(double low, double high, int about) {
        double to = high > low ? high : low + 1000;
        List<Tick> ticks = new ArrayList<>();
        double span = to - low;
        for (long tick : timeTicks((long) low, (long) to, span / about)) {
            ticks.add(new Tick((tick - low) / span, time(tick, span)));
        }
        return new Scale(Kind.TIME, low, to, ticks);
    }

    private static List<Long> timeTicks(long low, long high, double apart) {
        List<Long> ticks = new ArrayList<>();
        for (Duration step : STEPS) {
            if (step.toMillis() >= apart) {
                for (long tick = -Math.floorDiv(-low, step.toMillis()) * step.toMillis();
                        tick <= high;
                        tick += step.toMillis()) {
                    ticks.add(tick);
                }
                return ticks;
            }
        }
        int months = apart <= 31 * 86_400_000.0 ? 1 : apart <= 93 * 86_400_000.0 ? 3 : 12;
        int years = months < 12 ? 1 : (int) Math.max(1, niceStep(apart / (366 * 86_400_000.0)));
        LocalDate date =
                Instant.ofEpochMilli(low).atZone(ZoneOffset.UTC).toLocalDate().withDayOfYear(1);
        for (; millis(date) <= high; date = date.plusMonths((long) months * years)) {
            if (millis(date) >= low) {
                ticks.add(millis(date));
            }
        }
        return ticks;
    }

    private static long millis(LocalDate date) {
        return date.atStartOfDay().toInstant(ZoneOffset.UTC).toEpochMilli();
    }

    private static String time(long millis, double span) {
        double days = span / 86_400_000;
        String pattern = days > 1100
                ? "uuuu"
                : days > 120 ? "MMM uuuu" : days > 2 ? "d MMM" : days > 0.003 ? "HH:mm" : "HH:mm:ss";
        return DateTimeFormatter.ofPattern(pattern, Locale.ENGLISH)
                .withZone(ZoneOffset.UTC)
                .format(Instant.ofEpochMilli(millis));
    }

    /** One, two or five times a power of ten, no less than asked. */
    static double niceStep(double step) {
        double power = Math.pow(10, Math.floor(Math.log10(step)));
        double first = step / power;
        return power * (first <= 1 + 1e-9 ? 1 : first <= 2 + 1e-9 ? 2 : first <= 5 + 1e-9 ? 5 : 10);
    }

    double place(double value) {
        double at = kind == Kind.LOG ? Math.log10(value) : value;
        return (at - low) / (high - low);
    }

    private static String number(double value, double step) {
        double size = Math.abs(value);
        if (size >= 1e15 || (size > 0 && step < 1e-6)) {
            return String.format(Locale.ROOT, "%.1e", value);
        }
        for (int i = 0; i < UNITS.size(); i++) {
            double unit = UNITS.get(i);
            if (size >= unit) {
                return Figures.number(Math.round(value / unit * 100) / 100.0) + "TGM".charAt(i);
            }
        }
        int decimals = step >= 1 ? 0 : (int) Math.ceil(-Math.log10(step) - 1e-9);
        return String.format(Locale.ROOT, "%,." + decimals + "f", value);
    }
}
