package dev.mayfly.engine.local;

import dev.mayfly.engine.source.DecodeMemory;
import dev.mayfly.engine.source.FileInput;
import dev.mayfly.engine.source.LineReader;
import dev.mayfly.engine.source.Split;
import dev.mayfly.engine.spill.Codec;
import dev.mayfly.engine.spill.Codecs;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;

/**
 * What one line and one emitted pair cost: nanoseconds each. Run {@code main} with the test class path and the JVM flags of
 * the engine.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 3, time = 1)
@Fork(1)
@State(Scope.Thread)
public class InnerLoops {
    private static final int EMITTED = 1 << 20;
    private static final int LINES = 100_000;
    /** Keys of a table that fits the caches of one core. */
    private static final int HOT = 10_000;

    private static final int PARTITION_BITS = 8;

    /** Distinct keys: within the nearest cache, and beyond all of them. */
    @Param({"100", "1000000"})
    int distinct;

    private final String[] keys = new String[EMITTED];
    private Path folder = Path.of("");
    private Path log = Path.of("");
    private Codec<String> codec = new Codecs().keys();

    public static void main(String[] args) throws RunnerException {
        new Runner(new OptionsBuilder().include(InnerLoops.class.getName()).build()).run();
    }

    @Setup(Level.Trial)
    public void prepare() throws IOException {
        Random random = new Random(1);
        for (int i = 0; i < EMITTED; i++) {
            keys[i] = "/catalog/item/" + random.nextInt(distinct) + ".html";
        }
        codec = new Codecs().keys();
        folder = Files.createTempDirectory("mayfly-bench");
        log = folder.resolve("log.gz");
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(log))) {
            for (int i = 0; i < LINES; i++) {
                out.write(("10.0.0." + i % 250 + " - - [01/Nov/2026:00:00:00 +0000] \"GET " + keys[i]
                                + " HTTP/1.1\" 200 " + random.nextInt(100_000) + " \"-\" \"Mozilla/5.0 (X11)\" "
                                + random.nextInt(500) + "\n")
                        .getBytes(StandardCharsets.ISO_8859_1));
            }
        }
    }

    @TearDown(Level.Trial)
    public void delete() throws IOException {
        Files.delete(log);
        Files.delete(folder);
    }

    /** The engine's table behind {@code emit}. */
    @Benchmark
    @OperationsPerInvocation(EMITTED)
    public int emitToTable() {
        KeyTable table = new KeyTable();
        emit(table, new Counts(), null);
        return table.count();
    }

    /** The engine's table with a log for the keys that are not among its first, added up in the end. */
    @Benchmark
    @OperationsPerInvocation(EMITTED)
    public int emitToLog() {
        KeyTable table = new KeyTable();
        Counts counts = new Counts();
        ColdLog log = new ColdLog(PARTITION_BITS);
        emit(table, counts, log);
        int keys = table.count();
        for (int partition = 0; partition < 1 << PARTITION_BITS; partition++) {
            KeyTable part = new KeyTable();
            log.addTo(partition, part, counts.fresh());
            keys += part.count();
        }
        return keys;
    }

    private void emit(KeyTable table, Counts counts, @Nullable ColdLog log) {
        KeyBatch batch = new KeyBatch();
        for (String key : keys) {
            int start = batch.start();
            codec.write(key, batch.keys());
            int length = batch.keys().length() - start;
            if (batch.add(KeyTable.hash(batch.keys().array(), start, length), 1)) {
                batch.addTo(table, counts, table.count() < HOT ? null : log);
            }
        }
        batch.addTo(table, counts, log);
    }

    /** What one would write by hand. */
    @Benchmark
    @OperationsPerInvocation(EMITTED)
    public int mergeToHashMap() {
        Map<String, Long> counts = new HashMap<>();
        for (String key : keys) {
            // A key that comes out of a line has no hash yet.
            counts.merge(new String(key.toCharArray()), 1L, Long::sum);
        }
        return counts.size();
    }

    /** Decoding and cutting into lines. */
    @Benchmark
    @OperationsPerInvocation(LINES)
    public long readLines() throws IOException {
        Split split = new Split(new FileInput(log), 0, 0, Long.MAX_VALUE);
        long length = 0;
        try (LineReader lines = LineReader.open(split, DecodeMemory.ofLimit(64 << 20), 1 << 20)) {
            for (String line = lines.next(); line != null; line = lines.next()) {
                length += line.length();
            }
        }
        return length;
    }
}
