package dev.mayfly.kernel.display;

import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.time.Duration;
import java.util.Locale;

/** Numbers as a person reads them: grouped, with decimal units, the same in every locale. */
final class Figures {
    private static final String[] UNITS = {"B", "kB", "MB", "GB", "TB", "PB", "EB"};

    private Figures() {}

    /** {@code 1,234,567}. */
    static String count(long n) {
        return format("#,##0", n);
    }

    /** {@code 1 row}, {@code 1,234 rows}. */
    static String count(long n, String noun) {
        return count(n) + " " + (n == 1 ? noun : noun + "s");
    }

    /** {@code 12.3 MB}: decimal units, three digits. */
    static String bytes(long n) {
        double value = n;
        int unit = 0;
        while (value >= 999.5 && unit < UNITS.length - 1) {
            value /= 1000;
            unit++;
        }
        return format(unit == 0 || value >= 99.95 ? "0" : "0.0", value) + " " + UNITS[unit];
    }

    /** {@code 0.04 s}, {@code 9.8 s}, {@code 2 min 3 s}, {@code 3 h 4 min}. */
    static String time(Duration time) {
        double seconds = time.toNanos() / 1e9;
        if (seconds < 0.995) {
            return format("0.00", seconds) + " s";
        }
        if (seconds < 59.95) {
            return format("0.0", seconds) + " s";
        }
        long whole = Math.round(seconds);
        return whole < 3600
                ? whole / 60 + " min " + whole % 60 + " s"
                : whole / 3600 + " h " + whole % 3600 / 60 + " min";
    }

    /** {@code $0.0031}, {@code $1.20}. */
    static String dollars(double dollars) {
        return "$" + format(dollars < 0.1 ? "0.0000" : "#,##0.00", dollars);
    }

    /** A number in a table: whole ones grouped, others with at most six decimals unless that would lose all of them. */
    static String number(Number number) {
        if (number instanceof Long
                || number instanceof Integer
                || number instanceof Short
                || number instanceof Byte
                || number instanceof java.math.BigInteger) {
            return format("#,##0", number);
        }
        if (number instanceof Double || number instanceof Float) {
            double value = number.doubleValue();
            double size = Math.abs(value);
            boolean plain = size == 0 || (size >= 1e-3 && size < 1e15);
            return plain ? format("#,##0.######", value) : number.toString();
        }
        if (number instanceof java.math.BigDecimal exact && Math.abs(exact.scale()) <= 30) {
            DecimalFormat grouped = new DecimalFormat("#,##0", DecimalFormatSymbols.getInstance(Locale.ROOT));
            grouped.setMinimumFractionDigits(Math.max(0, exact.scale()));
            return grouped.format(exact);
        }
        return number.toString();
    }

    private static String format(String pattern, Number number) {
        return new DecimalFormat(pattern, DecimalFormatSymbols.getInstance(Locale.ROOT)).format(number);
    }
}
