package dev.mayfly.kernel.samples;

import dev.mayfly.engine.file.AtomicFile;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * A day of a content delivery network's access log, as an analyst would get it: gzip files, one for every four hours,
 * 120,000 requests in all, about 2 MB. The lines are invented but not at random: the same on every machine and Java
 * version. They are in Apache's combined format, followed by what the cache did and the latency in milliseconds:
 *
 * <pre>{@code
 * 203.0.113.7 - - [01/Nov/2026:09:13:02 +0000] "GET /img/shoe-1.jpg HTTP/2.0" 200 48213 "-" "Mozilla/5.0 (...)" HIT 12
 * }</pre>
 */
public final class SampleLog {
    /** Names the system property that overrides {@link #folder}. */
    public static final String FOLDER = "mayfly.samples";

    static final int LINES = 20_000;

    /** When each file begins. */
    private static final List<String> HOURS = List.of("00", "04", "08", "12", "16", "20");

    private static final String EDITION = "cdn-1";

    private SampleLog() {}

    /**
     * The folder with the log, for {@code files(SampleLog.folder())}. The first call writes it, in about a second; files
     * that are there already stay. It is {@code mayfly/samples/cdn-1} in the user's cache folder, unless the system
     * property {@value #FOLDER} names another one.
     *
     * @throws UncheckedIOException if the folder cannot be written: the message names it
     */
    public static String folder() {
        Path folder = root().resolve(EDITION).toAbsolutePath();
        for (int i = 0; i < HOURS.size(); i++) {
            int part = i;
            Path file = folder.resolve("access-2026-11-01-" + HOURS.get(part) + ".log.gz");
            if (!Files.exists(file)) {
                try {
                    AtomicFile.write(file, out -> write(part, out));
                } catch (IOException e) {
                    throw new UncheckedIOException(
                            "Cannot write the sample log to " + folder + ": " + e.getMessage()
                                    + "; name another folder by -D" + FOLDER + "=...",
                            e);
                }
            }
        }
        return folder.toString();
    }

    private static Path root() {
        return Optional.ofNullable(System.getProperty(FOLDER)).map(Path::of).orElseGet(() -> Optional.ofNullable(
                        System.getenv("XDG_CACHE_HOME"))
                .filter(cache -> !cache.isBlank())
                .map(Path::of)
                .orElseGet(() -> Path.of(System.getProperty("user.home"), ".cache"))
                .resolve("mayfly")
                .resolve("samples"));
    }

    private static void write(int part, OutputStream out) throws IOException {
        Traffic traffic = new Traffic(part, HOURS.size(), LINES);
        Writer lines = new BufferedWriter(new OutputStreamWriter(out, StandardCharsets.UTF_8));
        for (int i = 0; i < LINES; i++) {
            lines.write(traffic.next());
            lines.write('\n');
        }
        lines.flush();
    }
}
