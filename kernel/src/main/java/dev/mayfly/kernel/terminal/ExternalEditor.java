package dev.mayfly.kernel.terminal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** The person's editor: {@code $VISUAL}, else {@code $EDITOR}, else {@code vi}. */
final class ExternalEditor {
    private final Foreground foreground;
    private final Map<String, String> environment;

    ExternalEditor(Foreground foreground, Map<String, String> environment) {
        this.foreground = foreground;
        this.environment = environment;
    }

    /**
     * Opens a text in the editor.
     *
     * @return the text as it was left, without line breaks at its end; nothing where the editor failed
     * @throws IOException if the editor cannot be started; the message names it
     */
    Optional<String> edit(String text) throws IOException {
        // Temporary files are their owner's alone, and an editor knows Java by the name.
        Path file = Files.createTempFile("mayfly-cell-", ".java");
        try {
            Files.writeString(file, text.endsWith("\n") || text.isEmpty() ? text : text + "\n");
            int code = foreground.run(editor(), file);
            if (code == Foreground.NOT_FOUND) {
                throw new IOException("The editor " + editor() + " cannot be started: set EDITOR to one that can");
            }
            return code == 0 ? Optional.of(Files.readString(file).stripTrailing()) : Optional.empty();
        } finally {
            Files.deleteIfExists(file);
        }
    }

    private String editor() {
        String visual = environment.getOrDefault("VISUAL", "").strip();
        String editor = environment.getOrDefault("EDITOR", "").strip();
        return !visual.isEmpty() ? visual : !editor.isEmpty() ? editor : "vi";
    }
}
