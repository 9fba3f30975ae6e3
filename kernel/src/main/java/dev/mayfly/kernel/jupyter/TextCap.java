package dev.mayfly.kernel.jupyter;

import dev.mayfly.engine.file.TemporaryFolders;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Bounds the text of one cell: a notebook that holds more of it can hardly be opened. What goes beyond the limit goes to a
 * file instead, and the cell says so, once, with the file's name. Safe for any thread.
 */
final class TextCap {
    /** So much that 100 MB of lines still arrive whole. */
    static final long STANDARD = 128L << 20;

    private static final String VARIABLE = "MAYFLY_MAX_OUTPUT_MB";

    private final Supplier<TemporaryFolders> folders;
    private final String name;
    private long left;
    private @Nullable Writer rest;
    private boolean failed;

    /**
     * @param limit in characters
     * @param folders where the rest goes
     * @param name of the rest's file
     */
    TextCap(long limit, Supplier<TemporaryFolders> folders, String name) {
        this.left = limit;
        this.folders = folders;
        this.name = name;
    }

    /** What the environment says, or else the standard. */
    static long limit(Map<String, String> environment) {
        String megabytes = environment.getOrDefault(VARIABLE, "");
        return megabytes.matches("[1-9]\\d{0,5}") ? Long.parseLong(megabytes) << 20 : STANDARD;
    }

    /** Gives text to whoever publishes it, up to the limit. */
    synchronized void accept(String text, Consumer<String> publish, Consumer<String> note) {
        int shown = (int) Math.min(left, text.length());
        if (shown > 0) {
            left -= shown;
            publish.accept(shown == text.length() ? text : text.substring(0, shown));
        }
        if (shown < text.length()) {
            keep(text.substring(shown), note);
        }
    }

    private void keep(String text, Consumer<String> note) {
        if (failed) {
            return;
        }
        try {
            Writer writer = rest;
            if (writer == null) {
                Path file = folders.get().path().resolve(name);
                writer = Files.newBufferedWriter(file, StandardCharsets.UTF_8);
                rest = writer;
                note.accept("\n… the output of this cell is cut here; all that follows goes to " + file
                        + ", which is there until the session ends\n");
            }
            writer.write(text);
        } catch (IOException | UncheckedIOException e) {
            failed = true;
            note.accept("\n… the output of this cell is cut here, and what follows is lost: " + e + "\n");
        }
    }

    /** Makes what was kept so far readable; more may follow. */
    synchronized void flush() {
        try {
            if (rest != null) {
                rest.flush();
            }
        } catch (IOException e) {
            failed = true;
        }
    }

    /** Ends what was kept; nothing more is. */
    synchronized void end() {
        try {
            if (rest != null) {
                rest.close();
            }
        } catch (IOException e) {
            // The folder is about to go.
        }
        failed = true;
    }
}
