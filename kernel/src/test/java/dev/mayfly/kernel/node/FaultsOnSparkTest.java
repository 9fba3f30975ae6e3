package dev.mayfly.kernel.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mayfly.engine.JobCancelledException;
import dev.mayfly.engine.JobListener;
import dev.mayfly.engine.JobOutput;
import dev.mayfly.engine.JobProgress;
import dev.mayfly.engine.Plan;
import dev.mayfly.engine.RunningJob;
import dev.mayfly.engine.Step;
import dev.mayfly.engine.source.Inputs;
import dev.mayfly.engine.spark.SparkBackend;
import dev.mayfly.engine.spark.SparkEndpoint;
import dev.mayfly.engine.spark.SparkOptions;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of a job whose cluster loses a part in its middle. */
@SparkRing
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FaultsOnSparkTest {
    private static final int FILES = 6;
    private static final int LINES = 40;

    private final List<String> notes = new CopyOnWriteArrayList<>();
    private Path temp;
    private SparkForTests spark;
    private SparkBackend cluster;

    @BeforeAll
    void start(@TempDir Path folder) throws Exception {
        temp = folder;
        for (int file = 0; file < FILES; file++) {
            Files.write(
                    temp.resolve("part" + file),
                    IntStream.range(0, LINES).mapToObj(Integer::toString).toList());
        }
        spark = SparkForTests.start(2);
        cluster = SparkBackend.of(
                new SparkEndpoint(
                        spark.gateway().host(),
                        spark.gateway().port(),
                        spark.gateway().token()),
                SparkOptions.onThisMachine("a test's cluster", 2),
                new CompiledClasses(FaultsOnSparkTest.class),
                notes::add);
    }

    @AfterAll
    void stop() {
        cluster.close();
        spark.close();
    }

    /** Takes 2 seconds a file. */
    private Plan<String> slow() {
        return new Plan<>(
                new Plan.Lines(Inputs.filesIn(temp, "part*")),
                List.of(new Step.Map<String, String>(line -> {
                    Thread.sleep(50);
                    return line;
                })),
                Optional.empty());
    }

    /** Does something once lines have been read. */
    private static JobListener whenUnderWay(Consumer<RunningJob> action) {
        AtomicBoolean done = new AtomicBoolean();
        return new JobListener() {
            @Override
            public void started(RunningJob job) {}

            @Override
            public void progress(RunningJob job, JobProgress progress) {
                if (progress.bytesRead() > 0 && !done.getAndSet(true)) {
                    action.accept(job);
                }
            }

            @Override
            public void ended(RunningJob job, JobProgress last) {}
        };
    }

    private static List<ProcessHandle> processes(String mainClass) {
        try (Stream<ProcessHandle> all = ProcessHandle.current().descendants()) {
            return all.filter(process -> commandLine(process).contains(mainClass))
                    .toList();
        }
    }

    private static String commandLine(ProcessHandle process) {
        try {
            return new String(
                    Files.readAllBytes(Path.of("/proc", Long.toString(process.pid()), "cmdline")),
                    StandardCharsets.UTF_8);
        } catch (IOException e) {
            return "";
        }
    }

    private void isWhole(JobOutput<String> output) {
        List<String> file =
                IntStream.range(0, LINES).mapToObj(Integer::toString).toList();
        List<String> all =
                Stream.generate(() -> file).limit(FILES).flatMap(List::stream).toList();
        try (output;
                Stream<String> rows = output.stream()) {
            assertThat(rows.toList()).isEqualTo(all);
            assertThat(output.facts().lines()).isEqualTo(FILES * LINES);
        }
    }

    @Test
    void aJobOutlivesAnExecutorThatIsKilled() {
        AtomicBoolean killed = new AtomicBoolean();
        isWhole(cluster.run(slow(), whenUnderWay(job -> processes("CoarseGrainedExecutorBackend").stream()
                .findFirst()
                .ifPresent(process -> killed.set(process.destroyForcibly())))));
        assertThat(killed).isTrue();
    }

    @Test
    void aJobRunsOnceMoreWhenTheConnectServerIsKilled() {
        AtomicBoolean killed = new AtomicBoolean();
        isWhole(cluster.run(slow(), whenUnderWay(job -> processes("SparkConnectServer").stream()
                .findFirst()
                .ifPresent(process -> killed.set(process.destroyForcibly())))));
        assertThat(killed).isTrue();
        assertThat(notes).singleElement().asString().contains("Connect server was lost", "runs again, once");
    }

    @Test
    void aCancelledJobEndsAtOnce() {
        assertThatThrownBy(() -> cluster.run(slow(), whenUnderWay(RunningJob::cancel)))
                .isInstanceOf(JobCancelledException.class);
    }
}
