package dev.mayfly.provisioner.local;

import java.io.BufferedReader;
import java.io.EOFException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What an {@link Agent} is told at its start besides its tags, by its standard input: a line for each setting, and an
 * empty one behind the last.
 *
 * @param runtime what its programs need; empty for a node that runs none
 */
record NodeSettings(Optional<LocalRuntime> runtime, Path javaHome, LocalSize size) {
    /** As it is told. */
    String text() {
        List<String> lines = new ArrayList<>();
        lines.add("home=" + javaHome);
        lines.add("cores=" + size.cores());
        lines.add("megabytes=" + size.megabytes());
        runtime.ifPresent(told -> {
            lines.add("version=" + told.version());
            lines.add("spark=" + told.sparkHome());
            told.jars().forEach(jar -> lines.add("jar=" + jar));
            told.flags().forEach(flag -> lines.add("flag=" + flag));
        });
        return String.join("\n", lines) + "\n\n";
    }

    /**
     * As it was told.
     *
     * @throws EOFException if whoever tells it went away before the end
     */
    static NodeSettings read(BufferedReader in) throws IOException {
        Map<String, String> single = new TreeMap<>();
        List<Path> jars = new ArrayList<>();
        List<String> flags = new ArrayList<>();
        for (String line = in.readLine(); line == null || !line.isEmpty(); line = in.readLine()) {
            if (line == null) {
                throw new EOFException("whoever started the node went away");
            }
            int equals = line.indexOf('=');
            String value = line.substring(equals + 1);
            switch (line.substring(0, equals)) {
                case "jar" -> jars.add(Path.of(value));
                case "flag" -> flags.add(value);
                default -> single.put(line.substring(0, equals), value);
            }
        }
        Optional<LocalRuntime> runtime = Optional.ofNullable(single.get("spark"))
                .map(spark -> new LocalRuntime(single.getOrDefault("version", ""), Path.of(spark), jars, flags));
        return new NodeSettings(
                runtime,
                Path.of(single.getOrDefault("home", "")),
                new LocalSize(number(single, "cores"), number(single, "megabytes")));
    }

    private static int number(Map<String, String> lines, String key) {
        return Integer.parseInt(lines.getOrDefault(key, "0"));
    }
}
