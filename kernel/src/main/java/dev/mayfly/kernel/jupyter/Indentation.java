package dev.mayfly.kernel.jupyter;

import java.util.List;

/** How far the next line of unfinished Java is indented: as far as the last, and one step more after an open bracket. */
final class Indentation {
    private static final String STEP = "    ";

    private Indentation() {}

    static String after(String code) {
        List<String> lines = code.lines().filter(line -> !line.isBlank()).toList();
        if (lines.isEmpty()) {
            return "";
        }
        String last = lines.get(lines.size() - 1);
        String indent = last.substring(0, last.length() - last.stripLeading().length());
        return last.stripTrailing().matches(".*[{(\\[]") ? indent + STEP : indent;
    }
}
