package dev.mayfly.engine.bench;

import dev.mayfly.engine.JobFacts;
import dev.mayfly.engine.MapReduce;
import dev.mayfly.engine.Pair;
import dev.mayfly.engine.Result;
import dev.mayfly.engine.local.LocalBackend;
import dev.mayfly.engine.local.LocalOptions;
import dev.mayfly.engine.local.OneBackend;
import dev.mayfly.engine.source.Inputs;
import java.io.BufferedWriter;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/**
 * Percentiles of more values than the heap holds: {@code BeyondMemory <hot|few|keys> <folder> <values>}, to be run with a
 * small heap such as {@code -Xmx512m}. {@code hot} has all values, all different, under one key; {@code few} has ten
 * thousand different values under one key; {@code keys} has a key for each value. The answer is compared with a formula;
 * printed is what it cost.
 */
public final class BeyondMemory {
    private static final int PER_LINE = 1000;
    private static final double P = 0.95;
    private static final int FEW = 10_000;
    /** Coprime to every number of values that is asked for: multiplication shuffles them. */
    private static final long PRIME = 1_000_000_007;

    private BeyondMemory() {}

    public static void main(String[] args) throws IOException {
        Path folder = Path.of(args[1]);
        long count = Long.parseLong(args[2]) / PER_LINE * PER_LINE;
        Path input = folder.resolve("numbers.txt");
        try (BufferedWriter out = Files.newBufferedWriter(input)) {
            for (long i = 0; i < count; i += PER_LINE) {
                out.write(i + "\n");
            }
        }
        Path spill = Files.createDirectories(folder.resolve("spill"));
        try (LocalBackend backend = LocalBackend.create(LocalOptions.automatic().withFolder(spill))) {
            MapReduce<Long> numbers = MapReduce.over(Inputs.files(input.toString()), new OneBackend(backend))
                    .flatMap(line -> {
                        long first = Long.parseLong(line);
                        return LongStream.range(first, first + PER_LINE).boxed();
                    });
            long start = System.nanoTime();
            switch (args[0]) {
                case "hot" -> hot(numbers, count, count, 1_000_003);
                case "few" -> hot(numbers, count, FEW, 1);
                case "keys" -> keys(numbers, count);
                default -> throw new IllegalArgumentException("no such job: " + args[0]);
            }
            System.out.printf(Locale.ROOT, "%.1f s, ", (System.nanoTime() - start) / 1e9);
        } finally {
            Files.delete(input);
        }
        try (Stream<Path> left = Files.walk(spill)) {
            require(left.noneMatch(Files::isRegularFile), "files are left in " + spill);
        }
        System.out.println("right; CPU " + cpuSeconds() + " s, peak of resident memory " + peakMegabytes() + " MB");
    }

    /** Each of {@code distinct} values equally often, under one key. */
    private static void hot(MapReduce<Long> numbers, long count, long distinct, long factor) {
        Result<Pair<String, Long>> result =
                numbers.groupBy(i -> "hot").percentile(i -> Math.floorMod(i * PRIME, distinct) * factor, P);
        try (result;
                Stream<Pair<String, Long>> rows = result.stream()) {
            long rank = (count * 95 + 99) / 100;
            Pair<String, Long> expected = new Pair<>("hot", (rank - 1) / (count / distinct) * factor);
            require(rows.toList().equals(List.of(expected)), "expected " + expected);
            print(result.facts());
        }
    }

    private static void keys(MapReduce<Long> numbers, long count) {
        Result<Pair<String, Integer>> result =
                numbers.groupBy(i -> "key " + i).percentile(i -> (int) Math.floorMod(i * PRIME, 100_000L), P);
        try (result;
                Stream<Pair<String, Integer>> rows = result.stream()) {
            require(result.count() == count, "expected " + count + " rows, got " + result.count());
            rows.forEach(row -> {
                long i = Long.parseLong(row.key().substring("key ".length()));
                require(row.value() == Math.floorMod(i * PRIME, 100_000L), "wrong: " + row);
            });
            print(result.facts());
        }
    }

    private static void print(JobFacts facts) {
        double seconds = facts.time().toNanos() / 1e9;
        System.out.printf(
                Locale.ROOT,
                "%,d values, %,d keys, %,d MB spilled at %.0f MB/s of the whole job's time%n",
                facts.emitted(),
                facts.keys(),
                facts.spilledBytes() >> 20,
                facts.spilledBytes() / 1e6 / seconds);
    }

    private static void require(boolean rule, String otherwise) {
        if (!rule) {
            throw new AssertionError(otherwise);
        }
    }

    private static long cpuSeconds() {
        return ManagementFactory.getPlatformMXBean(com.sun.management.OperatingSystemMXBean.class)
                        .getProcessCpuTime()
                / 1_000_000_000;
    }

    /** The most memory that was resident at a time, mapped files included; 0 where the system does not say. */
    private static long peakMegabytes() throws IOException {
        Path status = Path.of("/proc/self/status");
        if (!Files.exists(status)) {
            return 0;
        }
        try (Stream<String> lines = Files.lines(status)) {
            return lines.filter(line -> line.startsWith("VmHWM:"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) >> 10)
                    .findFirst()
                    .orElse(0);
        }
    }
}
