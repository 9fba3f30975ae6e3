package dev.mayfly.kernel.cell;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mayfly.engine.JobProgress;
import dev.mayfly.kernel.node.NodeRuntimes;
import dev.mayfly.kernel.node.SparkRing;
import dev.mayfly.kernel.session.MavenResolver;
import dev.mayfly.provisioner.Cluster;
import dev.mayfly.provisioner.ClusterStatus;
import dev.mayfly.provisioner.Node;
import dev.mayfly.provisioner.SpecFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The whole story: a session launches by the EC2 API machines that are namespaces of this one, sends them Spark and its own
 * engine by ssh, runs jobs on them through the tunnel, loses a worker, gets another, and leaves nothing behind.
 */
@SparkRing
class ClusterOnMachinesTest {
    private static final int FILES = 12;
    private static final int LINES = 500;
    private static final String SLOW = "mapreduce(files(\"part-*.log\")).map(l -> { Thread.sleep(4); return l; })"
            + ".groupBy(l -> l.split(\" \")[2]).count()";

    @TempDir
    private Path folder = Path.of("");

    private Optional<CloudOfMachines> cloud = Optional.empty();

    @BeforeEach
    void startTheCloud() throws Exception {
        CloudOfMachines.require();
        cloud = Optional.of(CloudOfMachines.start(folder));
    }

    @AfterEach
    void endTheCloud() throws IOException {
        if (cloud.isPresent()) {
            cloud.get().close();
        }
    }

    private void writeFiles() throws IOException {
        for (int part = 0; part < FILES; part++) {
            StringBuilder log = new StringBuilder();
            for (int i = 0; i < LINES; i++) {
                log.append("10.0.0." + i % 7 + " GET /cart/" + i % 13 + " 200 " + i + "\n");
            }
            Files.writeString(folder.resolve("part-" + (10 + part) + ".log"), log);
        }
    }

    private static Map<Object, Object> expected() {
        Map<Object, Object> counts = new TreeMap<>();
        for (int i = 0; i < LINES; i++) {
            counts.merge("/cart/" + i % 13, (long) FILES, (a, b) -> (long) a + (long) b);
        }
        return counts;
    }

    @Test
    void aQuestionIsAskedOfMachinesThatLiveAsLongAsIt() throws Exception {
        writeFiles();
        CloudOfMachines machines = cloud.orElseThrow();
        Path spec = machines.spec("story");
        NodeRuntimes supplies = NodeRuntimes.of(MavenResolver.ofThisUser(), line -> {});
        try (Notebook notebook = new Notebook(folder, Outside.standard(), folder);
                Cluster outside = Cluster.open(SpecFile.read(spec), Optional.empty(), Map.of(), supplies)) {
            notebook.value("cluster.spec(\"spec.json\")");
            long start = System.nanoTime();
            notebook.value("cluster.up(3).await()");
            System.out.printf("a master and 3 workers are up after %.1f s%n", (System.nanoTime() - start) / 1e9);

            String job = "mapreduce(files(\"part-*.log\")).map(l -> l.split(\" \")).groupBy(f -> f[2])"
                    + ".average(f -> Integer.parseInt(f[4])).top(5)";
            String there = notebook.value(job).plain();
            String here = notebook.value(job + ".locally()").plain();
            assertThat(there).contains("on cluster story on ec2", "$0.");
            assertThat(there.lines().limit(7).toList())
                    .isEqualTo(here.lines().limit(7).toList());

            List<String> ids = ids(outside.status());
            assertThat(ids).hasSize(4);
            RecordingFrontEnd out = new RecordingFrontEnd();
            CompletableFuture<Workspace.Reply> slow = notebook.start(SLOW, out);
            await(() -> slow.isDone()
                    || out.progress().stream()
                            .anyMatch(state -> state.phase() == JobProgress.Phase.MAP && state.lines() > 300));
            assertThat(slow).isNotDone();
            machines.tell("interrupt 1");
            Workspace.Reply done = slow.get(4, TimeUnit.MINUTES);
            assertThat(done).as("%s%n%s", done, out.err()).isInstanceOf(Workspace.Reply.Done.class);
            Map<Object, Object> pairs = new TreeMap<>();
            Notebook.rows(((Workspace.Reply.Done) done).result().orElseThrow())
                    .forEach(row -> pairs.put(row.get("key"), row.get("value")));
            assertThat(pairs).isEqualTo(expected());
            await(() -> outside.status().nodes().size() == 3);

            notebook.value("cluster.up(3).await()");
            List<String> again = ids(outside.status());
            assertThat(again).hasSize(4).doesNotContain(lost(ids, again)).contains(ids.get(0));
            assertThat(notebook.value("mapreduce(files(\"part-*.log\")).count()")
                            .plain())
                    .isEqualTo(String.valueOf(FILES * LINES));

            notebook.value("cluster.down()");
            assertThat(outside.status().nodes()).isEmpty();
            assertThat(notebook.value("mapreduce(files(\"part-*.log\")).count()")
                            .plain())
                    .isEqualTo(String.valueOf(FILES * LINES));
        }
    }

    private static String lost(List<String> before, List<String> after) {
        List<String> gone = new ArrayList<>(before);
        gone.removeAll(after);
        assertThat(gone).hasSize(1);
        return gone.get(0);
    }

    private static List<String> ids(ClusterStatus status) {
        return status.nodes().stream().map(Node::id).toList();
    }

    private interface Condition {
        boolean holds();
    }

    private static void await(Condition condition) throws InterruptedException {
        long end = System.nanoTime() + Duration.ofMinutes(4).toNanos();
        while (!condition.holds()) {
            assertThat(System.nanoTime()).isLessThan(end);
            TimeUnit.MILLISECONDS.sleep(50);
        }
    }
}
