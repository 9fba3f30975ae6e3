package dev.mayfly.kernel.cell;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPOutputStream;

/** Access logs in gzip files, the same in each run, with their lines at hand for an independent count. */
final class SampleLogs {
    private static final String[] PATHS = {"/", "/img/logo.png", "/cart/7", "/cart/81", "/search?q=a"};
    private static final int[] STATUSES = {200, 200, 304, 404, 500, 503, 502, 200};
    private static final int FILES = 3;
    private static final int LINES = 400;

    private final List<String> lines = new ArrayList<>();

    private SampleLogs() {}

    /** Writes {@code 0.gz} to {@code 2.gz}. Some lines lack their last two fields, and some come more than once. */
    static SampleLogs in(Path folder) throws IOException {
        SampleLogs logs = new SampleLogs();
        for (int file = 0; file < FILES; file++) {
            List<String> some = new ArrayList<>();
            for (int i = 0; i < LINES; i++) {
                some.add(line(file * LINES + i));
            }
            gzip(folder.resolve(file + ".gz"), some);
            logs.lines.addAll(some);
        }
        return logs;
    }

    private static String line(int i) {
        int mixed = Math.floorMod(i * 7919 + (i >> 3) * 31, 1009);
        String start = "10.0.0.%d - - [10/Oct/2025:13:%02d:36 +0000] \"GET %s HTTP/1.1\" %d"
                .formatted(mixed % 3, mixed % 4, PATHS[mixed % PATHS.length], STATUSES[mixed % STATUSES.length]);
        return mixed % 50 == 0 ? start : start + " %d %d".formatted(100 + mixed % 7, mixed % 90);
    }

    static void gzip(Path file, List<String> lines) throws IOException {
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(file))) {
            for (String line : lines) {
                out.write((line + "\n").getBytes(StandardCharsets.UTF_8));
            }
        }
    }

    List<String> lines() {
        return List.copyOf(lines);
    }
}
