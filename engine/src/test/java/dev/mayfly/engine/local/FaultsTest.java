package dev.mayfly.engine.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mayfly.engine.Emitter;
import dev.mayfly.engine.JobCancelledException;
import dev.mayfly.engine.JobException;
import dev.mayfly.engine.JobListener;
import dev.mayfly.engine.JobProgress;
import dev.mayfly.engine.JobProgress.Phase;
import dev.mayfly.engine.MapReduce;
import dev.mayfly.engine.Pair;
import dev.mayfly.engine.Result;
import dev.mayfly.engine.RunningJob;
import dev.mayfly.engine.source.Inputs;
import dev.mayfly.engine.spill.MagicList;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a job does that cannot go well: it says why, tells its listener, and leaves nothing behind. */
@Timeout(60)
class FaultsTest {
    private final Path folder;
    private final LocalBackend backend;

    /** Keeps what it is told; cancels at the first start where it was told to. */
    private static final class Watcher implements JobListener {
        private final List<RunningJob> started = new CopyOnWriteArrayList<>();
        private final List<JobProgress> ended = new CopyOnWriteArrayList<>();

        @Override
        public void started(RunningJob job) {
            started.add(job);
        }

        @Override
        public void progress(RunningJob job, JobProgress progress) {
            assertThat(ended).isEmpty();
        }

        @Override
        public void ended(RunningJob job, JobProgress last) {
            assertThat(started).contains(job);
            ended.add(last);
        }
    }

    private final Watcher watcher = new Watcher();

    FaultsTest(@TempDir Path folder) throws IOException {
        this.folder = folder;
        this.backend = LocalBackend.create(new LocalOptions(2, 0, Files.createDirectory(folder.resolve("spill"))));
    }

    @AfterEach
    void nothingIsLeft() throws IOException {
        try (Stream<Path> left = Files.walk(folder.resolve("spill"))) {
            assertThat(left.filter(path -> path.getFileName().toString().startsWith("job-")))
                    .isEmpty();
        }
        assertThat(watcher.ended).hasSameSizeAs(watcher.started);
        backend.close();
        try (Stream<Path> left = Files.walk(folder.resolve("spill"))) {
            assertThat(left.filter(Files::isRegularFile)).isEmpty();
        }
    }

    @Test
    void aFunctionThatThrowsIsNamedWithInputAndLineAndItsThrowableIsTheCause() throws IOException {
        MapReduce<String> lines = over(file("a.log", "1", "2", "x", "4"));
        assertThatThrownBy(() -> lines.map(Integer::parseInt).count())
                .isInstanceOf(JobException.class)
                .hasMessageContaining("a.log line 3")
                .hasMessageContaining("NumberFormatException")
                .hasCauseInstanceOf(NumberFormatException.class);
        AssertionError mine = new AssertionError("mine");
        assertThatThrownBy(() -> lines.filter(line -> {
                            throw mine;
                        })
                        .count())
                .hasMessageContaining("line 1")
                .hasCause(mine);
        assertThatThrownBy(() -> lines.map(line -> {
                            throw new IOException("checked");
                        })
                        .count())
                .hasCauseInstanceOf(IOException.class);
        assertThat(watcher.ended).extracting(JobProgress::phase).containsOnly(Phase.FAILED);
    }

    @Test
    void theLineIsRightFarIntoADividedFile() throws IOException {
        Path large = folder.resolve("large.log");
        Files.write(
                large,
                IntStream.rangeClosed(1, 500_000)
                        .mapToObj(i -> "x".repeat(80) + (i == 450_123 ? "!" : "."))
                        .toList());
        assertThatThrownBy(() -> over(large)
                        .filter(line -> {
                            if (line.endsWith("!")) {
                                throw new IllegalStateException("found");
                            }
                            return false;
                        })
                        .count())
                .hasMessageContaining("large.log line 450,123:");
    }

    @Test
    void aReducerThatThrowsIsNamedWithItsKey() throws IOException {
        IllegalStateException mine = new IllegalStateException("mine");
        assertThatThrownBy(() -> over(file("a.log", "one"))
                        .groupBy(line -> line)
                        .reduce((key, values) -> {
                            throw mine;
                        })
                        .count())
                .isInstanceOf(JobException.class)
                .hasMessageContaining("key one")
                .hasCause(mine);
    }

    @Test
    @SuppressWarnings("NullAway") // the fault that is tested
    void nullsAreErrorsAlsoWhereTheMapperCatchesThem() throws IOException {
        MapReduce<String> lines = over(file("a.log", "one", "two"));
        assertThatThrownBy(() -> lines.groupBy(line -> line.equals("two") ? null : line)
                        .count()
                        .count())
                .isInstanceOf(JobException.class)
                .hasMessageContaining("a.log line 2")
                .hasMessageContaining("null key");
        assertThatThrownBy(() -> lines.groupBy(line -> line)
                        .min(line -> line.equals("two") ? null : line)
                        .count())
                .hasMessageContaining("null value");
        assertThatThrownBy(() ->
                        lines.map(line -> Optional.<String>empty().orElse(null)).count())
                .hasMessageContaining("null");
        assertThatThrownBy(() -> lines.mapReduce(
                                (String line, Emitter<String, Long> out) -> {
                                    try {
                                        out.emit(null, 1L);
                                    } catch (RuntimeException e) {
                                        // A mapper that hides what went wrong.
                                    }
                                },
                                (String key, MagicList<Long> values) -> values.size())
                        .count())
                .hasMessageContaining("null key");
    }

    @Test
    void aSumThatDoesNotFitIsAnErrorThatNamesTheKeyAndOneThatFitsIsRightInAnyOrder() throws IOException {
        Path numbers = file("n.log", "fits " + Long.MAX_VALUE, "fits 5", "fits -6", "big " + Long.MAX_VALUE, "big 1");
        MapReduce<String> lines = over(numbers);
        try (Result<Pair<String, Long>> fits = lines.filter(line -> line.startsWith("fits"))
                .groupBy(line -> "fits")
                .sum(line -> Long.parseLong(line.split(" ")[1]))) {
            assertThat(fits.stream()).containsExactly(new Pair<>("fits", Long.MAX_VALUE - 1));
        }
        assertThatThrownBy(() -> lines.groupBy(line -> line.split(" ")[0])
                        .sum(line -> Long.parseLong(line.split(" ")[1]))
                        .count())
                .isInstanceOf(JobException.class)
                .hasMessageContaining("key big")
                .hasMessageContaining("sumDouble");
    }

    @Test
    void keysThatCannotBeComparedAreRefusedByName() throws IOException {
        assertThatThrownBy(() -> over(file("a.log", "a b"))
                        .groupBy(line -> line.split(" "))
                        .count()
                        .count())
                .isInstanceOf(JobException.class)
                .hasMessageContaining("a.log line 1")
                .hasMessageContaining("String[]");
    }

    @Test
    void aDamagedInputFailsTheJobAndIsNamed() throws IOException {
        Path cut = folder.resolve("cut.gz");
        Files.write(cut, new byte[] {0x1F, (byte) 0x8B, 8, 0, 0, 0, 0, 0, 0, 0, 3});
        assertThatThrownBy(() -> over(cut).count())
                .isInstanceOf(JobException.class)
                .hasMessageContaining("cut.gz is truncated after 11 bytes (line 1)");
        Path gone = file("gone.log", "one");
        MapReduce<String> lines = over(gone);
        Files.delete(gone);
        assertThatThrownBy(lines::count)
                .isInstanceOf(JobException.class)
                .hasMessageContaining("gone.log does not exist");
    }

    @Test
    void cancelStopsAMapperThatNeverEnds() throws Exception {
        CountDownLatch mapping = new CountDownLatch(1);
        MapReduce<String> endless = over(file("a.log", "one")).map(line -> {
            mapping.countDown();
            while (true) {
                Thread.onSpinWait();
                if (Thread.interrupted()) {
                    throw new InterruptedException();
                }
            }
        });
        assertThat(cancelled(endless, mapping, false)).isInstanceOf(JobCancelledException.class);
        assertThat(watcher.ended).extracting(JobProgress::phase).containsExactly(Phase.CANCELLED);
    }

    @Test
    void anInterruptStopsAMapperThatDoesNotListen() throws Exception {
        CountDownLatch mapping = new CountDownLatch(1);
        CountDownLatch over = new CountDownLatch(1);
        MapReduce<String> deaf = over(file("a.log", "one")).map(line -> {
            mapping.countDown();
            while (over.getCount() > 0) {
                Thread.onSpinWait();
            }
            return line;
        });
        assertThat(cancelled(deaf, mapping, true)).isInstanceOf(JobCancelledException.class);
        over.countDown();
    }

    @Test
    void cancelStopsAReducer() throws Exception {
        CountDownLatch reducing = new CountDownLatch(1);
        Result<Pair<String, Long>> endless = over(file("a.log", "one", "two", "three"))
                .groupBy(line -> line)
                .reduce((key, values) -> {
                    reducing.countDown();
                    Thread.sleep(TimeUnit.MINUTES.toMillis(1));
                    return values.size();
                });
        assertThat(cancelled(endless, reducing, false)).isInstanceOf(JobCancelledException.class);
    }

    @Test
    void aFinishedJobStartsAndEndsOnce() throws IOException {
        try (MapReduce<String> lines = over(file("a.log", "one", "two"))) {
            assertThat(lines.count()).isEqualTo(2);
        }
        assertThat(watcher.started).hasSize(1);
        assertThat(watcher.started.get(0).id()).startsWith("job-");
        assertThat(watcher.ended).singleElement().satisfies(last -> {
            assertThat(last.phase()).isEqualTo(Phase.FINISHED);
            assertThat(last.lines()).isEqualTo(2);
            assertThat(last.inputsDone()).isEqualTo(1);
            assertThat(last.bytesRead()).isEqualTo(8);
            assertThat(last.bytesTotal()).hasValue(8);
        });
        backend.close();
        assertThatThrownBy(() -> over(file("b.log", "one")).count()).hasMessageContaining("closed");
    }

    @Test
    void threadsOfTheJobInheritClassLoaderAndThreadLocalsOfTheCaller() throws IOException {
        InheritableThreadLocal<String> cell = new InheritableThreadLocal<>();
        cell.set("In [3]");
        ClassLoader loader = new ClassLoader(getClass().getClassLoader()) {};
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        thread.setContextClassLoader(loader);
        Map<String, ClassLoader> seen = new ConcurrentHashMap<>();
        try (Result<Pair<String, String>> result = over(file("a.log", "one", "two"))
                .groupBy(line -> {
                    seen.put(cell.get(), Thread.currentThread().getContextClassLoader());
                    return line;
                })
                .reduce((key, values) -> {
                    seen.put(cell.get(), Thread.currentThread().getContextClassLoader());
                    return key;
                })) {
            assertThat(result.count()).isEqualTo(2);
        } finally {
            thread.setContextClassLoader(before);
            cell.remove();
        }
        assertThat(seen).containsExactly(Map.entry("In [3]", loader));
    }

    /** What a result throws that is cancelled, or whose thread is interrupted, once a latch is open. */
    private Throwable cancelled(Result<?> result, CountDownLatch begun, boolean interrupt) throws Exception {
        List<Throwable> thrown = new CopyOnWriteArrayList<>();
        List<Boolean> interrupted = new CopyOnWriteArrayList<>();
        Thread caller = new Thread(() -> {
            try {
                result.count();
            } catch (Throwable e) {
                thrown.add(e);
                interrupted.add(Thread.currentThread().isInterrupted());
            }
        });
        caller.start();
        assertThat(begun.await(30, TimeUnit.SECONDS)).isTrue();
        if (interrupt) {
            caller.interrupt();
        } else {
            watcher.started.get(0).cancel();
        }
        caller.join(TimeUnit.SECONDS.toMillis(20));
        assertThat(caller.isAlive()).isFalse();
        assertThat(interrupted).containsExactly(interrupt);
        return thrown.get(0);
    }

    private MapReduce<String> over(Path file) {
        return MapReduce.over(Inputs.files(file.toString()), new OneBackend(backend, watcher));
    }

    private Path file(String name, String... lines) throws IOException {
        return Files.write(folder.resolve(name), List.of(lines));
    }
}
