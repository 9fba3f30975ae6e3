package dev.mayfly.kernel.report;

/**
 * A Java string literal for any text. The text can neither end the literal nor break its line: quotes, backslashes and
 * control characters are escaped, and so is whatever an editor would not show (bidirectional controls, half surrogate
 * pairs). Line ends are octal, because javac turns a Unicode escape into the character before it reads the literal.
 */
final class JavaLiteral {
    private JavaLiteral() {}

    static String of(String text) {
        StringBuilder literal = new StringBuilder("\"");
        text.codePoints().forEach(c -> append(literal, c));
        return literal.append('"').toString();
    }

    private static void append(StringBuilder literal, int c) {
        switch (c) {
            case '"' -> literal.append("\\\"");
            case '\\' -> literal.append("\\\\");
            case '\n' -> literal.append("\\n");
            case '\r' -> literal.append("\\r");
            case '\t' -> literal.append("\\t");
            default -> {
                if (c < ' ') {
                    literal.append(String.format("\\%03o", c));
                } else if (isPlain(c)) {
                    literal.appendCodePoint(c);
                } else {
                    for (char unit : Character.toChars(c)) {
                        literal.append(String.format("\\u%04x", (int) unit));
                    }
                }
            }
        }
    }

    private static boolean isPlain(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> false;
            default -> true;
        };
    }
}
