package dev.mayfly.engine.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mayfly.engine.JobCancelledException;
import dev.mayfly.engine.JobException;
import dev.mayfly.engine.JobFacts;
import dev.mayfly.engine.MapReduce;
import dev.mayfly.engine.Pair;
import dev.mayfly.engine.Result;
import dev.mayfly.engine.source.Input;
import dev.mayfly.engine.source.Inputs;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A compressed input cannot be divided: one thread reads it, and all map it. */
@Timeout(60)
class OneLargeInputTest {
    private static final int COUNT = 60_000;
    private static final List<String> LINES = IntStream.range(0, COUNT)
            .mapToObj(i -> i % 97 + " line " + i + " " + "x".repeat(i % 61))
            .toList();

    private final Path folder;
    private final LocalOptions options;

    OneLargeInputTest(@TempDir Path folder) throws IOException {
        this.folder = folder;
        this.options = LocalOptions.automatic().withFolder(Files.createDirectory(folder.resolve("spill")));
    }

    @AfterEach
    void nothingIsLeft() throws IOException {
        try (Stream<Path> left = Files.walk(folder.resolve("spill"))) {
            assertThat(left.filter(Files::isRegularFile)).isEmpty();
        }
    }

    @Test
    void itIsMappedByThreadsThatHaveNothingToRead() throws IOException {
        Path input = gzip("large.gz", LINES);
        Set<Thread> mappers = ConcurrentHashMap.newKeySet();
        CountDownLatch both = new CountDownLatch(2);
        try (LocalBackend backend = LocalBackend.create(options.withThreads(2))) {
            over(input, backend)
                    .filter(line -> {
                        if (mappers.add(Thread.currentThread())) {
                            both.countDown();
                        }
                        if (line.startsWith("0 line 0 ") && !isHelping()) {
                            // The reader has a block, and the other thread finds nothing to read.
                            while (!oneWaitsForBlocks()) {
                                Thread.onSpinWait();
                            }
                        } else if (mappers.size() < 2 && line.startsWith("0 ") && isHelping()) {
                            both.await(1, TimeUnit.SECONDS);
                        }
                        return false;
                    })
                    .count();
        }
        assertThat(both.getCount()).isZero();
    }

    private static boolean isHelping() {
        return Arrays.stream(Thread.currentThread().getStackTrace())
                .anyMatch(frame -> frame.getMethodName().equals("help"));
    }

    private static boolean oneWaitsForBlocks() {
        return Thread.getAllStackTraces().values().stream()
                .flatMap(Arrays::stream)
                .anyMatch(frame -> frame.getClassName().equals(Handover.class.getName())
                        && frame.getMethodName().equals("take"));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 5})
    void rowsKeepTheOrderOfTheLinesAlsoWhereTheySpill(int threads) throws IOException {
        Path input = gzip("large.gz", LINES);
        List<String> expected =
                LINES.stream().flatMap(line -> Stream.of(line, "also " + line)).toList();
        for (long memory : new long[] {0, 1 << 20, 1 << 28}) {
            try (LocalBackend backend =
                            LocalBackend.create(options.withThreads(threads).withMemory(memory));
                    Result<String> rows = over(input, backend).flatMap(line -> Stream.of(line, "also " + line));
                    Stream<String> read = rows.stream()) {
                assertThat(read.toList().equals(expected)).isTrue();
                assertThat(rows.count()).isEqualTo(2 * COUNT);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 5})
    void groupsAndFactsAreThoseOfOneThread(int threads) throws IOException {
        Path input = gzip("large.gz", LINES);
        Path other = gzip("small.gz", List.of("one", "two \uFFFD"));
        Files.write(folder.resolve("bad.log"), new byte[] {'b', (byte) 0xFF, 'd', ' ', (byte) 0xC3});
        Inputs inputs = Inputs.files(
                input.toString(), other.toString(), folder.resolve("bad.log").toString());
        try (LocalBackend backend = LocalBackend.create(options.withThreads(threads));
                Result<Pair<String, Long>> counts = MapReduce.over(inputs, new OneBackend(backend))
                        .groupBy(line -> line.split(" ")[0])
                        .count();
                Stream<Pair<String, Long>> rows = counts.stream()) {
            assertThat(rows.filter(row -> row.key().equals("96")).map(Pair::value))
                    .containsExactly(
                            IntStream.range(0, COUNT).filter(i -> i % 97 == 96).count());
            JobFacts facts = counts.facts();
            assertThat(facts.lines()).isEqualTo(COUNT + 3);
            assertThat(facts.emitted()).isEqualTo(COUNT + 3);
            assertThat(facts.replacedCharacters()).isEqualTo(2);
            assertThat(facts.bytesRead()).isEqualTo(Files.size(input) + Files.size(other) + 5);
            assertThat(facts.textBytes())
                    .isEqualTo(
                            LINES.stream().mapToLong(line -> line.length() + 1).sum() + 4 + 8 + 5);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3})
    void theLineOfAFaultIsRightWhoeverMappedIt(int threads) throws IOException {
        Path input = gzip("large.gz", LINES);
        try (LocalBackend backend = LocalBackend.create(options.withThreads(threads))) {
            for (int bad : new int[] {0, 1, 20_000, 41_234, COUNT - 1}) {
                assertThatThrownBy(() -> over(input, backend)
                                .map(line -> {
                                    if (line.contains(" line " + bad + " ")) {
                                        throw new IllegalStateException("mine");
                                    }
                                    return line;
                                })
                                .count())
                        .isInstanceOf(JobException.class)
                        .hasMessageContaining(String.format("large.gz line %,d: ", bad + 1));
            }
        }
    }

    record Row(String first, int number) {}

    @Test
    void theHeaderIsTheFirstLineAndSkippedRecordsAreNamedByTheirLines() throws IOException {
        Stream<String> rows = IntStream.range(0, COUNT).mapToObj(i -> i % 20_000 == 7 ? "bad" : "row with text," + i);
        Path input = gzip(
                "rows.csv.gz", Stream.concat(Stream.of("first,number"), rows).toList());
        try (LocalBackend backend = LocalBackend.create(options.withThreads(3));
                Result<Row> read = over(input, backend).csv(Row.class).skipBad()) {
            assertThat(read.count()).isEqualTo(COUNT - 3);
            assertThat(read.facts().skippedExamples())
                    .extracting(example -> example.replaceFirst(".*(line [0-9,]+):.*", "$1"))
                    .containsExactlyInAnyOrder("line 9", "line 20,009", "line 40,009");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3})
    void damageFarIntoItIsNamedWithTheLine(int threads) throws IOException {
        byte[] stored = Files.readAllBytes(gzip("large.gz", LINES));
        Path cut = Files.write(folder.resolve("cut.gz"), Arrays.copyOf(stored, stored.length * 3 / 4));
        try (LocalBackend backend =
                LocalBackend.create(options.withThreads(threads).withMemory(0))) {
            assertThatThrownBy(() -> over(cut, backend).count())
                    .isInstanceOf(JobException.class)
                    .hasMessageContaining(
                            String.format("cut.gz is truncated after %,d bytes (line ", stored.length * 3 / 4))
                    .hasMessageNotContaining("(line 1)");
            assertThat(over(folder.resolve("large.gz"), backend).count()).isEqualTo(COUNT);
        }
    }

    @Test
    void anInterruptStopsAReaderThatWaitsAndThoseThatWaitForIt() throws Exception {
        CountDownLatch waiting = new CountDownLatch(1);
        Input endless = new Endless(String.join("\n", LINES), waiting);
        List<Throwable> thrown = new CopyOnWriteArrayList<>();
        try (LocalBackend backend = LocalBackend.create(options.withThreads(3))) {
            Thread caller = new Thread(() -> {
                try {
                    MapReduce.over(new Inputs(List.of(endless)), new OneBackend(backend))
                            .count();
                } catch (Throwable e) {
                    thrown.add(e);
                }
            });
            caller.start();
            assertThat(waiting.await(30, TimeUnit.SECONDS)).isTrue();
            caller.interrupt();
            caller.join(TimeUnit.SECONDS.toMillis(20));
            assertThat(thrown).hasExactlyElementsOfTypes(JobCancelledException.class);
            assertThat(over(gzip("next.gz", LINES), backend).count()).isEqualTo(COUNT);
        }
        for (Thread thread : Thread.getAllStackTraces().keySet()) {
            if (thread.getName().contains("-map-")) {
                thread.join(TimeUnit.SECONDS.toMillis(20));
                assertThat(thread.isAlive()).isFalse();
            }
        }
    }

    /** An input that gives some bytes, and then makes its reader wait. */
    private record Endless(String start, CountDownLatch waiting) implements Input {
        @Override
        public String name() {
            return "endless";
        }

        @Override
        public OptionalLong size() {
            return OptionalLong.empty();
        }

        @Override
        public InputStream open() {
            return new SequenceInputStream(
                    new ByteArrayInputStream(start.getBytes(StandardCharsets.UTF_8)), new InputStream() {
                        @Override
                        public int read() throws IOException {
                            waiting.countDown();
                            try {
                                new CountDownLatch(1).await();
                            } catch (InterruptedException e) {
                                throw (IOException) new InterruptedIOException("interrupted").initCause(e);
                            }
                            return -1;
                        }

                        @Override
                        public int read(byte[] into, int offset, int count) throws IOException {
                            return read();
                        }
                    });
        }
    }

    private static MapReduce<String> over(Path file, LocalBackend backend) {
        return MapReduce.over(Inputs.files(file.toString()), new OneBackend(backend));
    }

    private Path gzip(String name, List<String> lines) throws IOException {
        ByteArrayOutputStream stored = new ByteArrayOutputStream();
        try (OutputStream out = new GZIPOutputStream(stored)) {
            out.write((String.join("\n", lines) + "\n").getBytes(StandardCharsets.UTF_8));
        }
        return Files.write(folder.resolve(name), stored.toByteArray());
    }
}
