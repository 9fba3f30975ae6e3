package dev.mayfly.kernel.cli;

import java.util.List;
import java.util.stream.Collectors;

/** Java source for values that come from outside. */
final class JavaText {
    private JavaText() {}

    /** {@code String[] name = {...};} */
    static String declaration(String name, List<String> values) {
        return values.stream()
                .map(JavaText::literal)
                .collect(Collectors.joining(", ", "String[] " + name + " = {", "};"));
    }

    /** A string literal that means exactly this text, whatever is in it. */
    static String literal(String text) {
        StringBuilder literal = new StringBuilder("\"");
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                literal.append('\\').append(c);
            } else if (c < ' ' || c > '~') {
                // An octal escape, and never a line break as a Unicode escape, which the compiler would read as one.
                literal.append(c < 256 ? "\\%03o".formatted((int) c) : "\\u%04x".formatted((int) c));
            } else {
                literal.append(c);
            }
        }
        return literal.append('"').toString();
    }
}
