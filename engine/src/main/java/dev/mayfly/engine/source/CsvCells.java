package dev.mayfly.engine.source;

import org.jspecify.annotations.Nullable;

/** The cells of a line, one after the other, by RFC 4180. A cell is a part of the line where it can be. For one thread. */
final class CsvCells {
    private final String line;
    private final char separator;
    /** Where the next cell starts; behind the line's end once there is none. */
    private int next;

    private int number;
    private String text;
    private int from;
    private int to;

    CsvCells(String line, char separator) {
        this.line = line;
        this.separator = separator;
        this.text = line;
    }

    /**
     * Moves to the next cell; false behind the last.
     *
     * @throws BadRecordException if its quotes are none
     */
    boolean next() {
        if (next > line.length()) {
            return false;
        }
        number++;
        if (next < line.length() && line.charAt(next) == '"') {
            quoted(next);
        } else {
            plain();
        }
        return true;
    }

    /** The text that holds the cell, from {@link #from} to {@link #to}. */
    String text() {
        return text;
    }

    int from() {
        return from;
    }

    int to() {
        return to;
    }

    boolean isEmpty() {
        return from == to;
    }

    String cell() {
        return text.substring(from, to);
    }

    private void plain() {
        int end = line.indexOf(separator, next);
        text = line;
        from = next;
        to = end < 0 ? line.length() : end;
        next = to + 1;
        for (int i = from; i < to; i++) {
            if (line.charAt(i) == '"') {
                throw new BadRecordException("column " + number + " has a quote within text that is not quoted: "
                        + BadRecordException.quote(cell()));
            }
        }
    }

    private void quoted(int open) {
        @Nullable StringBuilder unescaped = null;
        int at = open + 1;
        while (true) {
            int quote = line.indexOf('"', at);
            if (quote < 0) {
                throw bad(open, "an opening quote and no closing one");
            }
            int behind = quote + 1;
            if (behind == line.length() || line.charAt(behind) == separator) {
                next = behind + 1;
                end(open, at, quote, unescaped);
                return;
            }
            if (line.charAt(behind) != '"') {
                throw bad(open, "text after its closing quote");
            }
            if (unescaped == null) {
                unescaped = new StringBuilder();
            }
            unescaped.append(line, at, behind);
            at = behind + 1;
        }
    }

    private void end(int open, int at, int quote, @Nullable StringBuilder unescaped) {
        if (unescaped == null) {
            text = line;
            from = open + 1;
            to = quote;
        } else {
            text = unescaped.append(line, at, quote).toString();
            from = 0;
            to = text.length();
        }
    }

    private BadRecordException bad(int open, String what) {
        return new BadRecordException(
                "column " + number + " has " + what + ": " + BadRecordException.quote(line.substring(open)));
    }
}
