package dev.mayfly.engine.spill;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;
import net.openhft.posix.MAdviseFlag;
import net.openhft.posix.PosixAPI;

/**
 * Keeps the pages of mapped files from piling up in the process. A page that was touched stays resident until the system
 * needs it, and counts as memory of the process: whoever limits that would see a job take what it has spilled. So every
 * few megabytes all of them are handed back: the system keeps what they hold, as it does for any file. Where the system
 * is not Linux nothing is done. For one thread.
 */
final class MappedPages {
    private static final Path MAPPINGS = Path.of("/proc/self/maps");
    private static final long MOST_BYTES = 64L << 20;

    private final Supplier<List<File>> files;
    private final long mostBytes;
    private boolean works = Files.isReadable(MAPPINGS);
    private long bytes;

    /** @param files those that are mapped now */
    MappedPages(Supplier<List<File>> files) {
        this(files, MOST_BYTES);
    }

    /** @param mostBytes what may be touched before pages are handed back */
    MappedPages(Supplier<List<File>> files, long mostBytes) {
        this.files = files;
        this.mostBytes = mostBytes;
    }

    /** Says that some bytes of the files were written or read. */
    void touched(long count) {
        bytes += count;
        if (bytes >= mostBytes) {
            bytes = 0;
            advise(files.get(), MAdviseFlag.MADV_DONTNEED);
        }
    }

    /** Says that a file will be read here and there: a byte of it should not make two megabytes resident. */
    void scattered(File file) {
        advise(List.of(file), MAdviseFlag.MADV_NOHUGEPAGE);
    }

    private void advise(List<File> mapped, MAdviseFlag advice) {
        if (!works) {
            return;
        }
        try {
            for (Range range : ranges(mapped)) {
                PosixAPI.posix().madvise(range.from(), range.to() - range.from(), advice);
            }
        } catch (IOException | RuntimeException | LinkageError e) {
            // It is an optimisation: without it all is as right, and larger.
            works = false;
        }
    }

    private record Range(long from, long to) {}

    /** Where files are mapped: lines of {@code /proc/self/maps} are {@code 7f00a000-7f00b000 rw-s 0 08:01 42 /tmp/file}. */
    private static List<Range> ranges(List<File> mapped) throws IOException {
        List<String> names = new ArrayList<>();
        for (File file : mapped) {
            names.add(" " + file.toPath().toRealPath());
        }
        List<Range> ranges = new ArrayList<>();
        try (Stream<String> lines = Files.lines(MAPPINGS)) {
            lines.filter(line -> names.stream().anyMatch(line::endsWith)).forEach(line -> {
                int dash = line.indexOf('-');
                long from = Long.parseUnsignedLong(line, 0, dash, 16);
                ranges.add(new Range(from, Long.parseUnsignedLong(line, dash + 1, line.indexOf(' '), 16)));
            });
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
        return ranges;
    }
}
