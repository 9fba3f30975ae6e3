package dev.mayfly.kernel.cell;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A piece of a cell: Java, or a magic. Each knows where it stands, so that errors name the cell's own lines. */
sealed interface CellPart {
    /** Where the piece starts, in UTF-16 units. */
    int start();

    /** Where it ends. */
    int end();

    /**
     * Java between magics.
     *
     * @param firstLine how many lines of the cell stand before it
     * @param code its text
     */
    record Java(int start, int firstLine, String code) implements CellPart {
        @Override
        public int end() {
            return start + code.length();
        }

        /** The text, on the line on which it stands in the cell. */
        String placed() {
            return "\n".repeat(firstLine) + code;
        }
    }

    /**
     * A magic: {@code %name arguments}, or {@code %%name arguments} with the rest of the cell below it.
     *
     * @param firstLine how many lines of the cell stand before it
     * @param line the line that it stands on
     * @param column where in that line its first {@code %} is
     * @param body the lines below a cell magic; empty for a line magic
     * @param whole whether it is a cell magic
     */
    record Magic(
            int start,
            int end,
            int firstLine,
            String line,
            int column,
            String name,
            String arguments,
            String body,
            boolean whole)
            implements CellPart {
        /** The name as typed. */
        String called() {
            return (whole ? "%%" : "%") + name;
        }

        /** The arguments as Java, at the place where they stand in the cell. */
        String placedArguments() {
            int from = line.indexOf(arguments, column + called().length());
            return "\n".repeat(firstLine) + " ".repeat(Math.max(0, from)) + arguments;
        }
    }

    Pattern LINE = Pattern.compile("\\h*%([A-Za-z]\\w*)(?:\\h+(.*?))?\\h*");
    Pattern CELL = Pattern.compile("\\h*%%([A-Za-z]\\w*)(?:\\h+(.*?))?\\h*");

    /**
     * Cuts a cell at its magics.
     *
     * @param isWhole whether Java text could end here. A {@code %} after text that goes on is the remainder operator, or
     *     inside a text block
     */
    static List<CellPart> split(String cell, Predicate<String> isWhole) {
        List<CellPart> parts = new ArrayList<>();
        int javaStart = 0;
        int javaLine = 0;
        int line = 0;
        for (int start = 0; start < cell.length(); line++) {
            int end = cell.indexOf('\n', start);
            int next = end < 0 ? cell.length() : end + 1;
            String text = cell.substring(start, end < 0 ? cell.length() : end).replace("\r", "");
            String before = cell.substring(javaStart, start);
            Matcher whole = CELL.matcher(text);
            if (parts.isEmpty() && before.isBlank() && whole.matches()) {
                parts.add(magic(start, cell.length(), line, text, whole, cell.substring(next), true));
                return parts;
            }
            Matcher magic = LINE.matcher(text);
            if (magic.matches() && (before.isBlank() || isWhole.test(before))) {
                addJava(parts, javaStart, javaLine, before);
                parts.add(magic(start, next, line, text, magic, "", false));
                javaStart = next;
                javaLine = line + 1;
            }
            start = next;
        }
        addJava(parts, javaStart, javaLine, cell.substring(javaStart));
        return parts;
    }

    private static void addJava(List<CellPart> parts, int start, int line, String code) {
        if (!code.isBlank()) {
            parts.add(new Java(start, line, code));
        }
    }

    private static Magic magic(int start, int end, int line, String text, Matcher match, String body, boolean whole) {
        String arguments = match.group(2) == null ? "" : match.group(2);
        return new Magic(start, end, line, text, text.indexOf('%'), match.group(1), arguments, body, whole);
    }
}
