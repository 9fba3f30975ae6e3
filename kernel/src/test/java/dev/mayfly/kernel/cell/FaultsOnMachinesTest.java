package dev.mayfly.kernel.cell;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mayfly.engine.JobProgress;
import dev.mayfly.kernel.node.SparkRing;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of a job of most of a minute when the network between machines, or the way to them, breaks in its middle. */
@SparkRing
@TestInstance(Lifecycle.PER_CLASS)
class FaultsOnMachinesTest {
    private static final int FILES = 12;
    private static final int LINES = 500;
    private static final int MASTER = 2;
    private static final int WORKERS = 3;

    /** Marks with each line on which machine it is worked. */
    private static final String SLOW = "mapreduce(files(\"part-*.log\")).map(l -> { Thread.sleep(40);"
            + " java.nio.file.Files.writeString(java.nio.file.Path.of(\"/var/lib/beat\"), \"x\"); return l; })"
            + ".groupBy(l -> l.split(\" \")[2]).count()";

    private Optional<CloudOfMachines> cloud = Optional.empty();
    private Optional<Notebook> notebook = Optional.empty();

    @BeforeAll
    void up(@TempDir Path folder) throws Exception {
        CloudOfMachines.require();
        for (int part = 0; part < FILES; part++) {
            StringBuilder log = new StringBuilder();
            for (int i = 0; i < LINES; i++) {
                log.append("10.0.0." + i % 7 + " GET /cart/" + i % 13 + " 200 " + i + "\n");
            }
            Files.writeString(folder.resolve("part-" + (10 + part) + ".log"), log);
        }
        cloud = Optional.of(CloudOfMachines.start(folder));
        cloud.get().spec("faults");
        notebook = Optional.of(new Notebook(folder, Outside.standard(), folder));
        notebook().value("cluster.spec(\"spec.json\")");
    }

    @AfterAll
    void down() throws IOException {
        if (notebook.isPresent()) {
            notebook.get().value("cluster.down()");
            notebook.get().close();
        }
        if (cloud.isPresent()) {
            cloud.get().close();
        }
    }

    @BeforeEach
    void allWorkers() {
        notebook().value("cluster.up(" + WORKERS + ").await()");
    }

    private Notebook notebook() {
        return notebook.orElseThrow();
    }

    private CloudOfMachines cloud() {
        return cloud.orElseThrow();
    }

    private static Map<Object, Object> expected() {
        Map<Object, Object> counts = new TreeMap<>();
        for (int i = 0; i < LINES; i++) {
            counts.merge("/cart/" + i % 13, (long) FILES, (a, b) -> (long) a + (long) b);
        }
        return counts;
    }

    /** A slow job that is well under way. */
    private record Running(CompletableFuture<Workspace.Reply> reply, RecordingFrontEnd out, long start) {
        void isRight() throws Exception {
            Workspace.Reply done = reply.get(5, TimeUnit.MINUTES);
            System.out.printf("the job took %.1f s; said: %s%n", (System.nanoTime() - start) / 1e9, out.err());
            assertThat(done).as("%s%n%s", done, out.err()).isInstanceOf(Workspace.Reply.Done.class);
            Map<Object, Object> pairs = new TreeMap<>();
            Notebook.rows(((Workspace.Reply.Done) done).result().orElseThrow())
                    .forEach(row -> pairs.put(row.get("key"), row.get("value")));
            assertThat(pairs).isEqualTo(expected());
        }
    }

    private Running start() throws Exception {
        RecordingFrontEnd out = new RecordingFrontEnd();
        long start = System.nanoTime();
        CompletableFuture<Workspace.Reply> reply = notebook().start(SLOW, out);
        await(
                "the job is under way",
                300,
                () -> reply.isDone()
                        || out.progress().stream()
                                .anyMatch(state ->
                                        state.phase() == JobProgress.Phase.MAP && state.lines() > FILES * LINES / 10));
        assertThat(reply).as(out.err()).isNotDone();
        return new Running(reply, out, start);
    }

    private interface Condition {
        boolean holds() throws IOException;
    }

    private static void await(String what, int seconds, Condition condition) throws Exception {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
        while (!condition.holds()) {
            assertThat(System.nanoTime())
                    .as("not within %d s: %s", seconds, what)
                    .isLessThan(end);
            TimeUnit.MILLISECONDS.sleep(50);
        }
    }

    /** When a machine last worked on a line. */
    private Instant beat(int machine) throws IOException {
        Path mark = cloud().library(machine, "beat");
        return Files.exists(mark) ? Files.getLastModifiedTime(mark).toInstant() : Instant.EPOCH;
    }

    /** Returns the machines that have worked on a line within so many milliseconds. */
    private List<Integer> atWork(int millis) throws IOException {
        Instant since = Instant.now().minusMillis(millis);
        List<Integer> found = new java.util.ArrayList<>();
        for (int machine = MASTER + 1; Files.exists(cloud().library(machine, "")); machine++) {
            if (beat(machine).isAfter(since)) {
                found.add(machine);
            }
        }
        return found;
    }

    private void nothingRunsAMinuteLater() throws Exception {
        long start = System.nanoTime();
        await("no machine works on the job", 60, () -> atWork(3_000).isEmpty());
        System.out.printf("nothing of it ran after %.1f s%n", (System.nanoTime() - start) / 1e9);
    }

    /** Whether this process has a connection to the master's ssh server. */
    private static boolean isConnected() throws IOException {
        for (String table : List.of("/proc/self/net/tcp", "/proc/self/net/tcp6")) {
            for (String line : Files.readAllLines(Path.of(table))) {
                // Number, here, there, state: 10.77.x.2 as the processor has it, port 22, established.
                if (line.strip().matches("\\d+: \\S+ \\S*02..4D0A:0016 01 .*")) {
                    return true;
                }
            }
        }
        return false;
    }

    @Test
    void aWorkerThatIsCutOffCostsNothingButTime() throws Exception {
        Running job = start();
        List<Integer> working = atWork(3_000);
        assertThat(working).isNotEmpty();
        int lost = working.get(0);
        cloud().tell("cut " + (lost - MASTER));
        Instant cut = Instant.now();
        // It does not know, and goes on; but not for long.
        await("the one that is cut off stops", 60, () -> !atWork(3_000).contains(lost));
        System.out.printf(
                "cut off, a worker worked for %.1f s more%n",
                Duration.between(cut, beat(lost)).toMillis() / 1e3);
        job.isRight();
        nothingRunsAMinuteLater();
    }

    @Test
    void aTunnelThatIsCutComesBackByItself() throws Exception {
        Running job = start();
        cloud().tell("drop 0");
        job.isRight();
        nothingRunsAMinuteLater();
    }

    @Test
    void aJobOutlivesABrokenWayToIt() throws Exception {
        Running job = start();
        assertThat(isConnected()).isTrue();
        cloud().tell("leave");
        long left = System.nanoTime();
        await("the break is seen", 60, () -> !isConnected());
        System.out.printf("the break was seen after %.1f s%n", (System.nanoTime() - left) / 1e9);
        cloud().tell("return");
        job.isRight();
        nothingRunsAMinuteLater();
    }
}
