package dev.mayfly.engine.local;

import dev.mayfly.engine.Aggregate;
import dev.mayfly.engine.file.TemporaryFolders;
import dev.mayfly.engine.spill.BlockGroup;
import dev.mayfly.engine.spill.BlockReader;
import dev.mayfly.engine.spill.BlockStore;
import dev.mayfly.engine.spill.Spaces;
import dev.mayfly.engine.spill.SpillSpace;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Random;

/**
 * Compares the spill with that to a plain file, in turns: {@code SpillRates <folder> <megabytes> [rounds]}. First blocks
 * are written and read, and then the values of a job, whose answer is compared with a formula. The first map of the
 * process, which takes seconds, is made before.
 */
public final class SpillRates {
    private static final int BLOCK = BlockStore.BLOCK_BYTES;
    private static final int KEYS = 1000;
    private static final int VALUE = 1000;
    private static final long TABLE = 32L << 20;

    private SpillRates() {}

    public static void main(String[] args) throws IOException {
        Path folder = Files.createDirectories(Path.of(args[0]));
        int megabytes = Integer.parseInt(args[1]);
        int rounds = args.length > 2 ? Integer.parseInt(args[2]) : 2;
        try (TemporaryFolders folders = TemporaryFolders.below(folder)) {
            try (SpillSpace first = Spaces.inFolder(folders.newJob(), 0)) {
                blocks("first map", first, 1);
            }
            for (int i = 0; i < rounds; i++) {
                try (SpillSpace map = Spaces.inFolder(folders.newJob(), 0);
                        SpillSpace file = Spaces.inFile(folder.resolve("plain"), 0)) {
                    blocks("map", map, megabytes);
                    blocks("file", file, megabytes);
                }
            }
            for (int i = 0; i < rounds; i++) {
                job("file", Spaces.inFile(folder.resolve("plain"), 0), megabytes);
                job("map", Spaces.inFolder(folders.newJob(), 0), megabytes);
            }
        }
    }

    private static void blocks(String what, SpillSpace space, int megabytes) {
        byte[] block = new byte[BLOCK];
        new Random(1).nextBytes(block);
        int count = (int) (((long) megabytes << 20) / BLOCK);
        BlockGroup group = space.store().newGroup();
        long start = System.nanoTime();
        for (int i = 0; i < count; i++) {
            block[0] = (byte) i;
            group.append(block, BLOCK);
        }
        // What is queued is written before the last block can be read from the disk.
        require(group.block(count - 1)[0] == (byte) (count - 1), "the last block is another");
        double written = (System.nanoTime() - start) / 1e9;
        start = System.nanoTime();
        BlockReader reader = group.read();
        for (int i = 0; i < count; i++) {
            byte[] read = reader.next();
            require(read != null && read[0] == (byte) i, "block " + i + " is another");
        }
        double read = (System.nanoTime() - start) / 1e9;
        double size = (double) count * BLOCK / 1e6;
        System.out.printf(Locale.ROOT, "%s: %.0f MB/s written, %.0f MB/s read%n", what, size / written, size / read);
        group.release();
    }

    /** Gives reducers so many megabytes of text. */
    private static void job(String what, SpillSpace space, int megabytes) {
        int count = (int) (((long) megabytes << 20) / VALUE);
        Aggregate.Reduce<Integer, String, Long> characters = new Aggregate.Reduce<>((key, values) -> {
            long sum = 0;
            for (String value : values) {
                sum += value.length();
            }
            return sum;
        });
        String rest = "x".repeat(VALUE - 10);
        long start = System.nanoTime();
        long cpu = cpu();
        try (Pipeline<Integer, String> pipeline = new Pipeline<>(characters, 1, space, TABLE, 6)) {
            for (int i = 0; i < count; i++) {
                pipeline.emit(0, i % KEYS, (1_000_000_000L + i + rest));
            }
            Map<Integer, Object> results = pipeline.results();
            require(results.size() == KEYS, KEYS + " keys expected");
            results.forEach((key, sum) -> {
                long values = ((long) count - key + KEYS - 1) / KEYS;
                require(sum.equals(values * VALUE), "key " + key + " has " + sum + " characters");
            });
            require(pipeline.spilledBytes() > (long) megabytes * 900_000, "too little was spilled");
        }
        System.out.printf(
                Locale.ROOT,
                "job with %s: %.1f s, CPU %.1f s%n",
                what,
                (System.nanoTime() - start) / 1e9,
                (cpu() - cpu) / 1e9);
    }

    private static long cpu() {
        return ManagementFactory.getPlatformMXBean(com.sun.management.OperatingSystemMXBean.class)
                .getProcessCpuTime();
    }

    private static void require(boolean rule, String otherwise) {
        if (!rule) {
            throw new AssertionError(otherwise);
        }
    }
}
