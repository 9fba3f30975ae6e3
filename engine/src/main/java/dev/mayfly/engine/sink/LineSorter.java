package dev.mayfly.engine.sink;

import dev.mayfly.engine.file.TemporaryFolders;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/**
 * Sorts lines by their bytes within a bounded memory: lines are gathered up to a limit, sorted, and written as a run;
 * runs are merged, a bounded number at a time, until one pass over the rest yields the result. Runs are files in a
 * folder of their own that {@link #close} deletes. Used by one thread.
 */
final class LineSorter implements AutoCloseable {
    private static final int OVERHEAD = 24;
    private static final int BUFFER = 1 << 16;

    /**
     * What a sort may use.
     *
     * @param memory bytes of lines held at once
     * @param openRuns files merged at once, at least 2
     */
    record Limits(long memory, int openRuns) {
        static final Limits AUTOMATIC =
                new Limits(Math.min(64L << 20, Runtime.getRuntime().maxMemory() / 8), 64);
    }

    /** Takes lines in order. */
    @FunctionalInterface
    interface Receiver {
        void accept(byte[] line) throws IOException;
    }

    private final boolean unique;
    private final Limits limits;
    private final List<byte[]> held = new ArrayList<>();
    private final Deque<Path> runs = new ArrayDeque<>();
    private long heldBytes;
    private int made;
    private @Nullable TemporaryFolders folders;

    LineSorter(boolean unique, Limits limits) {
        this.unique = unique;
        this.limits = limits;
    }

    void add(byte[] line) throws IOException {
        held.add(line);
        heldBytes += line.length + OVERHEAD;
        if (heldBytes >= limits.memory()) {
            spill();
        }
    }

    /** Passes on every line in order, and returns how many; to be called once. */
    long drain(Receiver receiver) throws IOException {
        Distinct distinct = new Distinct(receiver);
        if (runs.isEmpty()) {
            sortHeld(distinct);
            return distinct.passed;
        }
        spill();
        while (runs.size() > limits.openRuns()) {
            List<Path> some = new ArrayList<>();
            while (some.size() < limits.openRuns()) {
                some.add(runs.removeFirst());
            }
            writeRun(merged -> merge(some, new Distinct(merged)));
            for (Path run : some) {
                Files.delete(run);
            }
        }
        merge(List.copyOf(runs), distinct);
        return distinct.passed;
    }

    private void spill() throws IOException {
        if (!held.isEmpty()) {
            writeRun(run -> sortHeld(new Distinct(run)));
        }
    }

    private void sortHeld(Distinct out) throws IOException {
        held.sort(Arrays::compareUnsigned);
        for (byte[] line : held) {
            out.accept(line);
        }
        held.clear();
        heldBytes = 0;
    }

    @FunctionalInterface
    private interface Run {
        void writeTo(Receiver run) throws IOException;
    }

    private void writeRun(Run content) throws IOException {
        Path file = folder().resolve("run-" + made++);
        try (DataOutputStream out =
                new DataOutputStream(new BufferedOutputStream(Files.newOutputStream(file), BUFFER))) {
            content.writeTo(line -> {
                out.writeInt(line.length);
                out.write(line);
            });
        }
        runs.addLast(file);
    }

    private static void merge(List<Path> files, Distinct out) throws IOException {
        PriorityQueue<RunReader> heads =
                new PriorityQueue<>(Comparator.comparing((RunReader reader) -> reader.line, Arrays::compareUnsigned));
        List<RunReader> open = new ArrayList<>();
        try {
            for (Path file : files) {
                RunReader reader = new RunReader(Files.newInputStream(file));
                open.add(reader);
                if (reader.advance()) {
                    heads.add(reader);
                }
            }
            long count = 0;
            for (RunReader least = heads.poll(); least != null; least = heads.poll()) {
                Cancellation.check(count++);
                out.accept(least.line);
                if (least.advance()) {
                    heads.add(least);
                }
            }
        } finally {
            for (RunReader reader : open) {
                reader.in.close();
            }
        }
    }

    /** A folder that vanishes with this process, also when it is killed. */
    private Path folder() throws IOException {
        if (folders == null) {
            folders = TemporaryFolders.standard();
        }
        return folders.path();
    }

    @Override
    public void close() {
        held.clear();
        if (folders != null) {
            folders.close();
            folders = null;
        }
    }

    /** Counts what it passes on, and keeps back the equals of the line before where lines are to be unique. */
    private final class Distinct implements Receiver {
        private final Receiver next;
        private byte @Nullable [] last;
        private long passed;

        Distinct(Receiver next) {
            this.next = next;
        }

        @Override
        public void accept(byte[] line) throws IOException {
            if (unique && last != null && Arrays.equals(last, line)) {
                return;
            }
            last = line;
            passed++;
            next.accept(line);
        }
    }

    private static final class RunReader {
        private final DataInputStream in;
        private byte[] line = {};

        RunReader(InputStream stored) {
            this.in = new DataInputStream(new BufferedInputStream(stored, BUFFER));
        }

        boolean advance() throws IOException {
            int first = in.read();
            if (first < 0) {
                return false;
            }
            int length = first << 24 | in.readUnsignedByte() << 16 | in.readUnsignedShort();
            line = in.readNBytes(length);
            if (line.length < length) {
                throw new IOException("a temporary file of the sort is cut short: is the disk full?");
            }
            return true;
        }
    }
}
