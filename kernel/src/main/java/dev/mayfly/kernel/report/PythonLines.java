package dev.mayfly.kernel.report;

import java.util.ArrayList;
import java.util.List;

/** Splits text where nbformat does: at every line end that Python's {@code str.splitlines} knows. */
final class PythonLines {
    private PythonLines() {}

    /** The lines with their ends; joined they are the text again. */
    static List<String> of(String text) {
        List<String> lines = new ArrayList<>();
        int start = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean pair = c == '\r' && i + 1 < text.length() && text.charAt(i + 1) == '\n';
            if (pair) {
                i++;
            }
            if (pair || endsLine(c)) {
                lines.add(text.substring(start, i + 1));
                start = i + 1;
            }
        }
        if (start < text.length()) {
            lines.add(text.substring(start));
        }
        return lines;
    }

    private static boolean endsLine(char c) {
        return (c >= '\n' && c <= '\r') || (c >= 0x1C && c <= 0x1E) || c == 0x85 || c == 0x2028 || c == 0x2029;
    }
}
