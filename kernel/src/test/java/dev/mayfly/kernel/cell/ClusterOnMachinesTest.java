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
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
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

    private final Map<String, String> before = new TreeMap<>();
    private Optional<Process> cloud = Optional.empty();

    @BeforeEach
    void startTheCloud() throws Exception {
        Assumptions.assumeTrue(
                List.of(Objects.requireNonNullElse(System.getenv("MAYFLY_RINGS"), "")
                                .split(","))
                        .contains("hosts"),
                "it needs root and network namespaces: .ci/run has them");
        Path machines = Files.createDirectories(folder.resolve("machines"));
        Path root = Path.of(System.getProperty("mayfly.root", ".."));
        Path java = Path.of(System.getProperty("java.home"), "bin", "java");
        Process started = new ProcessBuilder(
                        java.toString(),
                        "-cp",
                        root.resolve("provisioner/target/test-classes")
                                + File.pathSeparator
                                + System.getProperty("java.class.path"),
                        "dev.mayfly.provisioner.ec2.CloudProgram",
                        machines.toString(),
                        "executor_memory=512m",
                        "JAVA_HOME=" + System.getProperty("java.home"),
                        "PATH=" + java.getParent() + File.pathSeparator + System.getenv("PATH"))
                .redirectError(folder.resolve("cloud.log").toFile())
                .start();
        cloud = Optional.of(started);
        BufferedReader said = started.inputReader(StandardCharsets.UTF_8);
        String endpoint = said.readLine();
        assertThat(endpoint).as(Files.readString(folder.resolve("cloud.log"))).startsWith("http");
        set("aws.endpointUrlEc2", endpoint);
        set("aws.region", "eu-west-1");
        set("aws.accessKeyId", "AKIDEXAMPLEKEY");
        set("aws.secretAccessKey", "not-a-secret");
    }

    private void set(String property, String value) {
        before.put(property, System.getProperty(property, ""));
        System.setProperty(property, value);
    }

    @AfterEach
    void endTheCloud() throws IOException {
        before.forEach((property, value) -> {
            if (value.isEmpty()) {
                System.clearProperty(property);
            } else {
                System.setProperty(property, value);
            }
        });
        if (cloud.isPresent()) {
            cloud.get().getOutputStream().close();
            cloud.get().onExit().orTimeout(30, TimeUnit.SECONDS).join();
        }
    }

    private void tell(String order) throws IOException {
        OutputStream to = cloud.orElseThrow().getOutputStream();
        to.write((order + "\n").getBytes(StandardCharsets.UTF_8));
        to.flush();
    }

    private void writeFiles() throws Exception {
        for (int part = 0; part < FILES; part++) {
            StringBuilder log = new StringBuilder();
            for (int i = 0; i < LINES; i++) {
                log.append("10.0.0." + i % 7 + " GET /cart/" + i % 13 + " 200 " + i + "\n");
            }
            Files.writeString(folder.resolve("part-" + (10 + part) + ".log"), log);
        }
        Process keygen = new ProcessBuilder("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", "me", "-f", "key")
                .directory(folder.toFile())
                .start();
        assertThat(keygen.waitFor()).isZero();
        Files.writeString(
                folder.resolve("spec.json"),
                "{\"name\": \"story\", \"provider\": \"ec2\", \"lease\": \"30 min\", \"callerAddress\": \"203.0.113.7/32\","
                        + " \"prices\": {\"m6i.xlarge\": 0.2, \"m5.xlarge\": 0.2}, \"publicKey\": \""
                        + Files.readString(folder.resolve("key.pub")).strip() + "\", \"keyFile\": \""
                        + folder.resolve("key") + "\"}");
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
        NodeRuntimes supplies = NodeRuntimes.of(MavenResolver.ofThisUser(), line -> {});
        try (Notebook notebook = new Notebook(folder, Outside.standard(), folder);
                Cluster outside = Cluster.open(
                        SpecFile.read(folder.resolve("spec.json")), Optional.empty(), Map.of(), supplies)) {
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
            tell("interrupt 1");
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
