package dev.mayfly.engine.source;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The day that a name of a file or a key tells. */
final class KeyDate {
    /** {@code 2026-11-22}, {@code 2026/11/22}, {@code 20261122}, {@code year=2026/month=11/day=22}, in longer names. */
    private static final Pattern DAY = Pattern.compile("(?<![0-9])((?:19|20)[0-9]{2})"
            + "(?:([-_./]?)([01][0-9])\\2([0-3][0-9])|/month=([01]?[0-9])/day=([0-3]?[0-9]))(?![0-9])");

    private KeyDate() {}

    /** The last day in a name: the folders before it may tell when the data was copied. */
    static Optional<LocalDate> of(String name) {
        Optional<LocalDate> day = Optional.empty();
        Matcher matcher = DAY.matcher(name);
        while (matcher.find()) {
            String month = matcher.group(3) == null ? matcher.group(5) : matcher.group(3);
            String date = matcher.group(4) == null ? matcher.group(6) : matcher.group(4);
            try {
                day = Optional.of(LocalDate.of(
                        Integer.parseInt(matcher.group(1)), Integer.parseInt(month), Integer.parseInt(date)));
            } catch (DateTimeException e) {
                // Digits that are no day, such as 20261399, tell nothing.
            }
        }
        return day;
    }
}
