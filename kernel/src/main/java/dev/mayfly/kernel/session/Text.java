package dev.mayfly.kernel.session;

/** Lines and columns of positions in code. */
final class Text {
    private Text() {}

    /** The line that holds a position, from 1. */
    static int line(String code, int position) {
        return (int) code.substring(0, position).chars().filter(c -> c == '\n').count() + 1;
    }

    /** Where the line that holds a position starts. */
    static int lineStart(String code, int position) {
        return code.lastIndexOf('\n', position - 1) + 1;
    }

    /** Where the line that holds a position ends, without its line break. */
    static int lineEnd(String code, int position) {
        int end = code.indexOf('\n', position);
        end = end < 0 ? code.length() : end;
        return end > 0 && end > position && code.charAt(end - 1) == '\r' ? end - 1 : end;
    }

    /** Where the name that ends at a position starts. */
    static int nameStart(String code, int position) {
        int start = position;
        while (start > 0 && Character.isJavaIdentifierPart(code.charAt(start - 1))) {
            start--;
        }
        return start;
    }

    /** Whether code ends in a semicolon, whatever white space and comments follow it. */
    static boolean endsInSemicolon(String code) {
        return lastSignificant(code) == ';';
    }

    /** Whether code ends where a snippet must end: in a semicolon or a closing brace. */
    static boolean isWhole(String code) {
        char last = lastSignificant(code);
        return last == ';' || last == '}';
    }

    /** Where code starts behind white space and comments; 0 where there is nothing else. */
    static int firstSignificant(String code) {
        int at = 0;
        while (at < code.length()) {
            if (code.startsWith("//", at)) {
                at = after(code, "\n", at + 2);
            } else if (code.startsWith("/*", at)) {
                at = after(code, "*/", at + 2);
            } else if (Character.isWhitespace(code.charAt(at))) {
                at++;
            } else {
                return at;
            }
        }
        return 0;
    }

    private static char lastSignificant(String code) {
        char last = ' ';
        int at = 0;
        while (at < code.length()) {
            int next = at + 1;
            if (code.startsWith("//", at)) {
                next = after(code, "\n", at + 2);
            } else if (code.startsWith("/*", at)) {
                next = after(code, "*/", at + 2);
            } else if (!Character.isWhitespace(code.charAt(at))) {
                last = code.charAt(at);
                next = code.startsWith("\"\"\"", at)
                        ? afterQuote(code, "\"\"\"", at + 3)
                        : last == '"' || last == '\'' ? afterQuote(code, String.valueOf(last), at + 1) : next;
            }
            at = next;
        }
        return last;
    }

    private static int after(String code, String end, int from) {
        int found = code.indexOf(end, from);
        return found < 0 ? code.length() : found + end.length();
    }

    private static int afterQuote(String code, String quote, int from) {
        int at = from;
        while (at < code.length() && !code.startsWith(quote, at)) {
            at += code.charAt(at) == '\\' ? 2 : 1;
        }
        return Math.min(code.length(), at + quote.length());
    }
}
