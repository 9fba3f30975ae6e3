package dev.mayfly.engine.source;

import java.util.ArrayList;
import java.util.List;

/** Splits a line into cells by RFC 4180. */
final class CsvLine {
    private CsvLine() {}

    static List<String> split(String line) {
        List<String> cells = new ArrayList<>();
        int at = 0;
        while (true) {
            if (at < line.length() && line.charAt(at) == '"') {
                int end = quoted(line, at, cells);
                if (end == line.length()) {
                    return cells;
                }
                at = end + 1;
            } else {
                int comma = line.indexOf(',', at);
                String cell = comma < 0 ? line.substring(at) : line.substring(at, comma);
                if (cell.indexOf('"') >= 0) {
                    throw new BadRecordException("column " + (cells.size() + 1)
                            + " has a quote within text that is not quoted: " + BadRecordException.quote(cell));
                }
                cells.add(cell);
                if (comma < 0) {
                    return cells;
                }
                at = comma + 1;
            }
        }
    }

    /** Adds the quoted cell that opens at {@code open}; returns where the comma after it is, or the line's end. */
    private static int quoted(String line, int open, List<String> cells) {
        StringBuilder cell = new StringBuilder();
        int at = open + 1;
        while (true) {
            int quote = line.indexOf('"', at);
            if (quote < 0) {
                throw new BadRecordException(
                        "column " + (cells.size() + 1) + " has an opening quote and no closing one: "
                                + BadRecordException.quote(line.substring(open)));
            }
            cell.append(line, at, quote);
            int next = quote + 1;
            if (next == line.length() || line.charAt(next) == ',') {
                cells.add(cell.toString());
                return next;
            }
            if (line.charAt(next) != '"') {
                throw new BadRecordException("column " + (cells.size() + 1) + " has text after its closing quote: "
                        + BadRecordException.quote(line.substring(open)));
            }
            cell.append('"');
            at = next + 1;
        }
    }
}
