package dev.mayfly.kernel.session;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The names that JShell gives to the classes of snippets: {@code REPL.$JShell$11B}, {@code REPL.$JShell$12$Hit}. */
final class SnippetNames {
    /** The method that holds an expression, a statement or an initialiser. */
    static final String DO_IT = "do_it$";

    private static final Pattern CLASS = Pattern.compile("(?<outer>REPL\\.\\$JShell\\$[0-9A-Z_]+)(?:\\$(?<inner>.*))?");

    private SnippetNames() {}

    static boolean isSnippet(String className) {
        return className.startsWith("REPL.$JShell$");
    }

    /** The class that wraps the snippet which a class belongs to. */
    static Optional<String> outer(String className) {
        Matcher matcher = CLASS.matcher(className);
        return matcher.matches() ? Optional.of(matcher.group("outer")) : Optional.empty();
    }

    /** The name of a class as its author wrote it; empty for the wrapper of a snippet. */
    static String asWritten(String className) {
        Matcher matcher = CLASS.matcher(className);
        if (!matcher.matches()) {
            return className;
        }
        String inner = matcher.group("inner");
        return inner == null ? "" : inner.replace('$', '.');
    }
}
