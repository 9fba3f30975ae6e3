package dev.mayfly.kernel.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mayfly.engine.JobException;
import dev.mayfly.engine.JobListener;
import dev.mayfly.engine.Plan;
import dev.mayfly.engine.Step;
import dev.mayfly.engine.local.LocalBackend;
import dev.mayfly.engine.source.Inputs;
import dev.mayfly.engine.spark.SparkBackend;
import dev.mayfly.engine.spark.SparkEndpoint;
import dev.mayfly.engine.spark.SparkOptions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** The same plans, here and on a real cluster of this machine. */
@SparkRing
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SameAnswerTest {
    private final List<String> notes = new CopyOnWriteArrayList<>();
    private Path temp;
    private SparkForTests spark;
    private LocalBackend local;
    private SparkBackend cluster;

    @BeforeAll
    void start(@TempDir Path folder) throws InterruptedException {
        temp = folder;
        spark = SparkForTests.start(2);
        local = LocalBackend.create();
        cluster = backend(SameAnswers.class);
    }

    @AfterAll
    void stop() {
        cluster.close();
        local.close();
        spark.close();
    }

    private SparkBackend backend(Class<?> functions) {
        SparkEndpoint endpoint = new SparkEndpoint(
                spark.gateway().host(), spark.gateway().port(), spark.gateway().token());
        return SparkBackend.of(
                endpoint,
                SparkOptions.onThisMachine("a test's cluster", 2),
                new CompiledClasses(functions),
                notes::add);
    }

    @Test
    void everyAggregateStepAndJoinHasTheSameAnswer() {
        long seed = System.nanoTime();
        TwoBackends both = new TwoBackends(local, cluster);
        assertThat(List.of(seed)).as("seed %d", seed).allSatisfy(any -> new SameAnswers(both, seed, temp).all(6, 300));
    }

    @Test
    void everySourceAndSinkHasTheSame() {
        long seed = System.nanoTime();
        try (SparkBackend cells = backend(SameSources.class)) {
            TwoBackends both = new TwoBackends(local, cells);
            assertThat(List.of(seed)).as("seed %d", seed).allSatisfy(any -> {
                SameSources same = new SameSources(both, seed, temp.resolve("sources"));
                same.packings();
                same.records();
                same.sides();
                same.urls();
                same.store();
                same.sinks();
            });
        }
    }

    @Test
    void whatAFunctionThrowsArrivesWithItsTextAndTrace() throws Exception {
        Path file = Files.writeString(temp.resolve("numbers.txt"), "4\n2\n0\n1\n");
        Plan<Object> plan = new Plan<>(
                new Plan.Lines(Inputs.files(file.toString())),
                List.of(new Step.Map<String, Object>(line -> 8 / Integer.parseInt(line))),
                Optional.empty());
        try (SparkBackend here = backend(SameAnswerTest.class)) {
            assertThatThrownBy(() -> here.run(plan, JobListener.NONE))
                    .isInstanceOf(JobException.class)
                    .hasMessageContaining("numbers.txt line 3")
                    .hasMessageContaining("/ by zero")
                    .cause()
                    .isInstanceOf(ArithmeticException.class)
                    .satisfies(thrown -> assertThat(thrown.getStackTrace()[0].getClassName())
                            .isEqualTo(SameAnswerTest.class.getName()));
        }
    }
}
