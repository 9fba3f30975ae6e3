package dev.mayfly.provisioner.local;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.regex.Pattern;

/** The last lines that the programs of a node printed, in memory. Safe for use by many threads. */
final class NodeLog {
    private static final int MOST_LINES = 2_000;
    private static final int LONGEST = 2_000;
    private static final Pattern REASON = Pattern.compile(
            "Address already in use|BindException|Could not reserve|insufficient memory|OutOfMemoryError|"
                    + "^Error|UnsupportedClassVersionError|No space left");
    private static final Pattern TROUBLE = Pattern.compile("Exception|Error|ERROR");

    private final Deque<String> lines = new ArrayDeque<>();

    synchronized void add(String program, String line) {
        if (lines.size() == MOST_LINES) {
            lines.removeFirst();
        }
        lines.addLast(program + ": " + (line.length() > LONGEST ? line.substring(0, LONGEST) + "..." : line));
    }

    synchronized List<String> lines() {
        return List.copyOf(lines);
    }

    /** The line that says best why a program ended. */
    String reason(String program) {
        List<String> own = lines().stream()
                .filter(line -> line.startsWith(program + ": ") && !line.isBlank())
                .map(line -> line.substring(program.length() + 2).strip())
                .toList();
        return own.stream()
                .filter(line -> REASON.matcher(line).find())
                .findFirst()
                .or(() -> own.stream()
                        .filter(line -> TROUBLE.matcher(line).find())
                        .findFirst())
                .or(() -> own.isEmpty() ? java.util.Optional.empty() : java.util.Optional.of(own.get(own.size() - 1)))
                .orElse("it said nothing");
    }
}
