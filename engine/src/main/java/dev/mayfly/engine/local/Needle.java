package dev.mayfly.engine.local;

import java.util.Optional;

/**
 * A text that every match of a regular expression holds: what stands between its variable parts, the longest of it. So a
 * line can be passed over by a plain search before anything is made of it, as GNU grep and ripgrep do.
 *
 * <p>Cautious: an expression with anything unusual has none.
 */
final class Needle {
    private static final int SHORTEST = 3;
    /** Escapes of one letter that stand for a variable part, or for none. */
    private static final String VARIABLE = "dDwWsSbBhHvVRAzZGtnrfae";

    private final String regex;
    private final StringBuilder run = new StringBuilder();
    private String longest = "";
    private int at;

    private Needle(String regex) {
        this.regex = regex;
    }

    /** The text, of ASCII characters and no control characters; empty where there is none worth a search. */
    static Optional<String> of(String regex) {
        Needle needle = new Needle(regex);
        return needle.scan() && needle.longest.length() >= SHORTEST ? Optional.of(needle.longest) : Optional.empty();
    }

    /** Goes over the expression; false where it has something unusual. */
    private boolean scan() {
        while (at < regex.length()) {
            char c = regex.charAt(at++);
            boolean known =
                    switch (c) {
                        case '\\' -> escape();
                        case '[' -> bracket();
                        case '(' -> group();
                        case '.', '^', '$' -> variable();
                        case '?', '*', '{' -> optional(c);
                        case '+' -> variable();
                        case '|', ')', ']', '}' -> false;
                        default -> literal(c);
                    };
            if (!known) {
                return false;
            }
        }
        return variable();
    }

    private boolean literal(char c) {
        if (c < ' ' || c > '~') {
            return variable();
        }
        run.append(c);
        return true;
    }

    /** Ends the text that was gathered. */
    private boolean variable() {
        if (run.length() > longest.length()) {
            longest = run.toString();
        }
        run.setLength(0);
        return true;
    }

    /** The character before may be missing. */
    private boolean optional(char quantifier) {
        run.setLength(Math.max(0, run.length() - 1));
        if (quantifier == '{') {
            int end = regex.indexOf('}', at);
            if (end < 0) {
                return false;
            }
            at = end + 1;
        }
        return variable();
    }

    private boolean escape() {
        if (at == regex.length()) {
            return false;
        }
        char c = regex.charAt(at++);
        if (VARIABLE.indexOf(c) >= 0) {
            return variable();
        }
        boolean alphanumeric = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
        return !alphanumeric && literal(c);
    }

    /** Passes a class of characters. */
    private boolean bracket() {
        variable();
        int first = regex.startsWith("^", at) ? at + 1 : at;
        if (regex.startsWith("]", first)) {
            return false;
        }
        while (at < regex.length()) {
            char c = regex.charAt(at++);
            if (c == ']') {
                return true;
            }
            if (c == '[' || c == '&') {
                return false;
            }
            if (c == '\\') {
                at++;
            }
        }
        return false;
    }

    /** Passes a group whole; only one that captures or groups: flags change what follows. */
    private boolean group() {
        variable();
        if (regex.startsWith("?", at) && !regex.startsWith("?:", at)) {
            return false;
        }
        for (int depth = 1; at < regex.length(); ) {
            char c = regex.charAt(at++);
            if (c == '\\') {
                if (regex.startsWith("Q", at)) {
                    return false;
                }
                at++;
            } else if (c == '[') {
                if (!bracket()) {
                    return false;
                }
            } else if (c == '(') {
                if (regex.startsWith("?", at) && !regex.startsWith("?:", at)) {
                    return false;
                }
                depth++;
            } else if (c == ')' && --depth == 0) {
                return true;
            }
        }
        return false;
    }
}
