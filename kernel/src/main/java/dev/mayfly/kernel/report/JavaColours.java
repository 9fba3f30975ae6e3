package dev.mayfly.kernel.report;

import dev.mayfly.kernel.display.Html;
import java.util.Set;

/** Java source as HTML: escaped, with a span around each keyword, string, comment, number, type, annotation and magic. */
final class JavaColours {
    private static final Set<String> KEYWORDS = Set.of(
            ("abstract assert boolean break byte case catch char class const continue default do double else enum"
                            + " extends false final finally float for goto if implements import instanceof int interface"
                            + " long native new null package permits private protected public record return sealed short"
                            + " static strictfp super switch synchronized this throw throws transient true try var void"
                            + " volatile while yield")
                    .split(" "));

    private final String code;
    private final StringBuilder html = new StringBuilder();

    private JavaColours(String code) {
        this.code = code;
    }

    static String of(String code) {
        JavaColours colours = new JavaColours(code);
        int at = 0;
        while (at < code.length()) {
            at = colours.token(at);
        }
        return colours.html.toString();
    }

    /** Writes the token that starts here; returns where it ends. */
    private int token(int at) {
        char c = code.charAt(at);
        if (code.startsWith("//", at)) {
            return span("c", at, lineEnd(at));
        }
        if (code.startsWith("/*", at)) {
            return span("c", at, after("*/", at + 2));
        }
        if (code.startsWith("\"\"\"", at)) {
            return span("s", at, textBlockEnd(at + 3));
        }
        if (c == '"' || c == '\'') {
            return span("s", at, quoteEnd(at + 1, c));
        }
        if (c == '%' && isLineStart(at)) {
            return span("m", at, lineEnd(at));
        }
        if (c == '@' && at + 1 < code.length() && Character.isJavaIdentifierStart(code.charAt(at + 1))) {
            return span("a", at, nameEnd(at + 1));
        }
        if (Character.isJavaIdentifierStart(c)) {
            return name(at);
        }
        if (c >= '0' && c <= '9') {
            return span("n", at, numberEnd(at));
        }
        html.append(Html.escape(String.valueOf(c)));
        return at + 1;
    }

    private int name(int at) {
        int end = nameEnd(at);
        String name = code.substring(at, end);
        if (KEYWORDS.contains(name) && (at == 0 || code.charAt(at - 1) != '.')) {
            return span("k", at, end);
        }
        if (Character.isUpperCase(name.charAt(0))) {
            return span("t", at, end);
        }
        html.append(Html.escape(name));
        return end;
    }

    private int span(String kind, int from, int to) {
        html.append("<span class=\"").append(kind).append("\">");
        html.append(Html.escape(code.substring(from, to))).append("</span>");
        return to;
    }

    private boolean isLineStart(int at) {
        return code.substring(code.lastIndexOf('\n', at - 1) + 1, at).isBlank();
    }

    private int lineEnd(int at) {
        int end = code.indexOf('\n', at);
        return end < 0 ? code.length() : end;
    }

    private int after(String what, int from) {
        int found = code.indexOf(what, from);
        return found < 0 ? code.length() : found + what.length();
    }

    private int textBlockEnd(int from) {
        int at = from;
        while (at < code.length() && !code.startsWith("\"\"\"", at)) {
            at += code.charAt(at) == '\\' ? 2 : 1;
        }
        return Math.min(code.length(), at + 3);
    }

    private int quoteEnd(int from, char quote) {
        int at = from;
        while (at < code.length() && code.charAt(at) != quote && code.charAt(at) != '\n') {
            at += code.charAt(at) == '\\' ? 2 : 1;
        }
        boolean closed = at < code.length() && code.charAt(at) == quote;
        return Math.min(code.length(), closed ? at + 1 : at);
    }

    private int nameEnd(int from) {
        int at = from;
        while (at < code.length() && Character.isJavaIdentifierPart(code.charAt(at))) {
            at++;
        }
        return at;
    }

    private int numberEnd(int from) {
        int at = from;
        while (at < code.length()
                && (Character.isLetterOrDigit(code.charAt(at))
                        || code.charAt(at) == '_'
                        || (code.charAt(at) == '.'
                                && at + 1 < code.length()
                                && Character.isDigit(code.charAt(at + 1))))) {
            at++;
        }
        return at;
    }
}
