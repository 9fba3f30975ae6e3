package dev.mayfly.kernel.terminal;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.jline.builtins.Less;
import org.jline.builtins.Source;
import org.jline.terminal.Terminal;

/** Long text, a screen at a time: in {@code $PAGER}, or where there is none in a pager of our own. */
final class Pager {
    private final Terminal terminal;
    private final Foreground foreground;
    private final Map<String, String> environment;

    Pager(Terminal terminal, Foreground foreground, Map<String, String> environment) {
        this.terminal = terminal;
        this.foreground = foreground;
        this.environment = environment;
    }

    /** Shows a text until the person leaves it. */
    void show(String title, String text) throws IOException {
        String pager = environment.getOrDefault("PAGER", "").strip();
        if (pager.isEmpty() || !external(pager, text)) {
            own(title, text);
        }
    }

    private boolean external(String pager, String text) throws IOException {
        Path file = Files.createTempFile("mayfly-output-", ".txt");
        try {
            // A pager such as cat leaves the cursor where the text ends.
            Files.writeString(file, text.endsWith("\n") ? text : text + "\n");
            return foreground.run(pager, file) != Foreground.NOT_FOUND;
        } finally {
            Files.deleteIfExists(file);
        }
    }

    private void own(String title, String text) throws IOException {
        Less less = new Less(terminal, Path.of(""));
        less.chopLongLines = true;
        try {
            less.run(new Text(title, text));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private record Text(String name, String content) implements Source {
        @Override
        public String getName() {
            return name;
        }

        @Override
        public InputStream read() {
            return new ByteArrayInputStream(content.getBytes(StandardCharsets.UTF_8));
        }

        @Override
        public Long lines() {
            return content.lines().count();
        }
    }
}
