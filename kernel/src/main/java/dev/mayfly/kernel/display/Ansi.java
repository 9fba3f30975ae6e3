package dev.mayfly.kernel.display;

import java.util.regex.Pattern;

/** Colours of terminals, and of Jupyter's tracebacks. */
enum Ansi {
    ERROR("1;31"),
    PLACE("36"),
    MARK("1;33"),
    DIM("2");

    private static final Pattern SEQUENCE = Pattern.compile("\u001b\\[[0-9;]*m");

    private final String code;

    Ansi(String code) {
        this.code = code;
    }

    String of(String text) {
        return text.isEmpty() ? "" : "\u001b[" + code + "m" + text + "\u001b[0m";
    }

    static String strip(String text) {
        return SEQUENCE.matcher(text).replaceAll("");
    }
}
