package dev.mayfly.kernel.display;

import java.lang.reflect.Array;
import java.util.Collection;
import java.util.Iterator;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/** A value in one line, bounded, and harmless to a terminal: control characters are shown, not sent. */
final class CellText {
    /** Longer texts are cut. */
    static final int MOST_CHARACTERS = 400;

    private static final int MOST_ELEMENTS = 20;

    private CellText() {}

    static String of(@Nullable Object value) {
        if (value == null) {
            return "null";
        }
        return clip(oneLine(value instanceof Number number ? Figures.number(number) : nested(value)));
    }

    /** Like {@code toString}, but arrays show their elements, and long collections are cut. */
    static String nested(@Nullable Object value) {
        if (value != null && value.getClass().isArray()) {
            return array(value);
        }
        if (value instanceof Collection<?> collection && collection.size() > MOST_ELEMENTS) {
            StringJoiner some = new StringJoiner(", ", "[", "]");
            Iterator<?> elements = collection.iterator();
            for (int i = 0; i < MOST_ELEMENTS && elements.hasNext(); i++) {
                some.add(clip(String.valueOf(elements.next())));
            }
            return some.add("… " + Figures.count(collection.size() - MOST_ELEMENTS) + " more")
                    .toString();
        }
        return String.valueOf(value);
    }

    private static String array(Object array) {
        int length = Array.getLength(array);
        StringJoiner some = new StringJoiner(", ", "[", "]");
        for (int i = 0; i < Math.min(length, MOST_ELEMENTS); i++) {
            some.add(clip(nested(Array.get(array, i))));
        }
        return length > MOST_ELEMENTS
                ? some.add("… " + Figures.count(length - MOST_ELEMENTS) + " more")
                        .toString()
                : some.toString();
    }

    static String clip(String text) {
        if (text.length() <= MOST_CHARACTERS) {
            return text;
        }
        int end = Character.isHighSurrogate(text.charAt(MOST_CHARACTERS - 1)) ? MOST_CHARACTERS - 1 : MOST_CHARACTERS;
        return text.substring(0, end) + "…";
    }

    static String oneLine(String text) {
        if (text.chars().noneMatch(Character::isISOControl)) {
            return text;
        }
        StringBuilder line = new StringBuilder(text.length() + 8);
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '\n' -> line.append("\\n");
                case '\r' -> line.append("\\r");
                case '\t' -> line.append("\\t");
                default -> {
                    if (Character.isISOControl(c)) {
                        line.append("\\u").append("%04x".formatted((int) c));
                    } else {
                        line.append(c);
                    }
                }
            }
        }
        return line.toString();
    }
}
