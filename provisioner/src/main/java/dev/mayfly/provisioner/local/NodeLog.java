package dev.mayfly.provisioner.local;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The last lines that the programs of a node printed, in memory. Safe for use by many threads. */
final class NodeLog {
    private static final int MOST_LINES = 2_000;
    private static final int LONGEST = 2_000;
    /** What tells most comes first. */
    private static final List<Pattern> REASONS = Stream.of(
                    "Address already in use|BindException",
                    "Could not reserve|insufficient memory|OutOfMemoryError|No space left",
                    "UnsupportedClassVersionError|ClassNotFoundException|NoClassDefFoundError",
                    "Exception|Error|ERROR",
                    ".")
            .map(Pattern::compile)
            .toList();

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
        return REASONS.stream()
                .flatMap(pattern -> own.stream()
                        .filter(line -> pattern.matcher(line).find())
                        .limit(1))
                .findFirst()
                .orElse("it said nothing");
    }
}
