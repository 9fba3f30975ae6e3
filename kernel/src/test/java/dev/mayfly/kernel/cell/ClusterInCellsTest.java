package dev.mayfly.kernel.cell;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.mayfly.engine.JobProgress;
import dev.mayfly.kernel.node.NodeRuntimes;
import dev.mayfly.kernel.node.SparkRing;
import dev.mayfly.kernel.session.MavenResolver;
import dev.mayfly.provisioner.Cluster;
import dev.mayfly.provisioner.Gateway;
import dev.mayfly.provisioner.Node;
import dev.mayfly.provisioner.Role;
import dev.mayfly.provisioner.SpecFile;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;

/** Cells whose jobs run on a real cluster of this machine, and what happens to them when parts of it die. */
@SparkRing
@TestInstance(Lifecycle.PER_CLASS)
class ClusterInCellsTest {
    private static final int FILES = 24;
    private static final int LINES = 500;

    /** So many milliseconds of each line make a job that lasts, without keeping the machine busy. */
    private static final String SLOW = "mapreduce(files(\"part-*.log\")).map(l -> { Thread.sleep(4); return l; })"
            + ".groupBy(l -> l.split(\" \")[2]).count()";

    private final String name = "cells-" + ProcessHandle.current().pid();
    private Path temp;
    private Notebook notebook;
    private Cluster outside;

    @BeforeAll
    void up(@TempDir Path folder) throws IOException {
        temp = folder;
        for (int part = 0; part < FILES; part++) {
            StringBuilder log = new StringBuilder();
            for (int i = 0; i < LINES; i++) {
                log.append("10.0.0.")
                        .append(i % 7)
                        .append(" GET /cart/")
                        .append(i % 13)
                        .append(" 200 ")
                        .append(i);
                log.append('\n');
            }
            Files.writeString(folder.resolve("part-" + (10 + part) + ".log"), log);
        }
        Path spec =
                Files.writeString(folder.resolve("spec.json"), "{\"name\": \"" + name + "\", \"lease\": \"30 min\"}");
        NodeRuntimes supplies = NodeRuntimes.of(MavenResolver.ofThisUser(), line -> {});
        outside = Cluster.open(SpecFile.read(spec), Optional.of("local"), Map.of(), supplies);
        notebook = new Notebook(folder, Outside.standard(), folder);
        notebook.value("cluster.on(\"local\").spec(\"spec.json\")");
    }

    @AfterAll
    void down() {
        notebook.close();
        outside.down();
        outside.close();
    }

    @BeforeEach
    void twoWorkers() {
        notebook.value("cluster.up(2).await()");
    }

    private static Map<Object, Object> expected() {
        Map<Object, Object> counts = new java.util.HashMap<>();
        for (int i = 0; i < LINES; i++) {
            counts.merge("/cart/" + i % 13, (long) FILES, (a, b) -> (long) a + (long) b);
        }
        return counts;
    }

    /** A slow job that is well under way. */
    private Running start() throws InterruptedException {
        return start(SLOW);
    }

    private Running start(String code) throws InterruptedException {
        RecordingFrontEnd out = new RecordingFrontEnd();
        CompletableFuture<Workspace.Reply> reply = notebook.start(code, out);
        await(() -> reply.isDone()
                || out.progress().stream()
                        .anyMatch(state -> state.phase() == JobProgress.Phase.MAP && state.lines() > 300));
        assertThat(reply).isNotDone();
        return new Running(reply, out);
    }

    private record Running(CompletableFuture<Workspace.Reply> reply, RecordingFrontEnd out) {
        void isRight() throws Exception {
            Workspace.Reply done = reply.get(4, TimeUnit.MINUTES);
            assertThat(done).as("%s%n%s", done, out.err()).isInstanceOf(Workspace.Reply.Done.class);
            Map<Object, Object> pairs = new java.util.HashMap<>();
            Notebook.rows(((Workspace.Reply.Done) done).result().orElseThrow())
                    .forEach(row -> pairs.put(row.get("key"), row.get("value")));
            assertThat(pairs).isEqualTo(expected());
        }
    }

    private interface Condition {
        boolean holds() throws Exception;
    }

    private static void await(Condition condition) throws InterruptedException {
        long end = System.nanoTime() + Duration.ofMinutes(3).toNanos();
        ArrayBlockingQueue<Integer> never = new ArrayBlockingQueue<>(1);
        while (!holds(condition)) {
            assertThat(System.nanoTime()).isLessThan(end);
            Integer unused = never.poll(20, TimeUnit.MILLISECONDS);
        }
    }

    private static boolean holds(Condition condition) {
        try {
            return condition.holds();
        } catch (Exception e) {
            // What is asked may be coming up.
            return false;
        }
    }

    /** The process of a node that runs a program of Spark. */
    private ProcessHandle program(Role role, int slot, String mainClass) {
        Node node = outside.status().nodes().stream()
                .filter(each -> each.role() == role && each.slot() == slot)
                .findFirst()
                .orElseThrow();
        long agent = Long.parseLong(node.id().substring(node.id().lastIndexOf('.') + 1));
        return ProcessHandle.of(agent)
                .orElseThrow()
                .children()
                .filter(child -> commandLine(child).contains(mainClass))
                .findFirst()
                .orElseThrow();
    }

    /** Of any length, where the JDK gives the first 4,096 bytes. */
    private static String commandLine(ProcessHandle process) {
        try {
            return Files.readString(Path.of("/proc", String.valueOf(process.pid()), "cmdline"));
        } catch (IOException e) {
            return "";
        }
    }

    private static void kill(ProcessHandle process) {
        process.destroyForcibly();
        process.onExit().join();
    }

    /** Whether the engine runs no job now, as its own pages say. */
    private boolean nothingRuns() throws Exception {
        return asked("jobs?status=running").isEmpty();
    }

    /** Executors that live and have had something to do. */
    private int executorsUsed() throws Exception {
        int used = 0;
        for (JsonNode executor : asked("executors")) {
            boolean driver = executor.get("id").asText().equals("driver");
            used += !driver && executor.get("totalTasks").asInt() > 0 ? 1 : 0;
        }
        return used;
    }

    private JsonNode asked(String what) throws Exception {
        try (Gateway gateway = outside.gateway().orElseThrow()) {
            URI pages = gateway.ui().orElseThrow().resolve("api/v1/applications/");
            HttpClient client = HttpClient.newHttpClient();
            ObjectMapper json = new ObjectMapper();
            String id = json.readTree(get(client, pages)).get(0).get("id").asText();
            return json.readTree(get(client, pages.resolve(id + "/" + what)));
        }
    }

    private static String get(HttpClient client, URI uri) throws IOException, InterruptedException {
        return client.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString())
                .body();
    }

    @Test
    void aJobGoesToTheClusterByItselfWithTheAnswerThatItHasHere() {
        String job = "mapreduce(files(\"part-*.log\")).map(l -> l.split(\" \")).groupBy(f -> f[2])"
                + ".average(f -> Integer.parseInt(f[4])).top(5)";
        String there = notebook.value(job).plain();
        String here = notebook.value(job + ".locally()").plain();
        assertThat(there).contains("on cluster " + name + " on local");
        assertThat(here).contains("on this machine");
        assertThat(there.lines().limit(7).toList())
                .isEqualTo(here.lines().limit(7).toList());
        assertThat(notebook.value("mapreduce(files(\"part-*.log\")).on(cluster).count()")
                        .plain())
                .isEqualTo(String.valueOf(FILES * LINES));
    }

    @Test
    void aVariableThatChangesBetweenTwoRunsIsRightInBoth() {
        notebook.run("var wanted = \"/cart/3\";", new RecordingFrontEnd());
        String job = "mapreduce(files(\"part-*.log\")).filter(l -> l.contains(wanted + \" \")).count()";
        String first = notebook.value(job).plain();
        notebook.run("wanted = \"/cart/12\";", new RecordingFrontEnd());
        assertThat(List.of(first, notebook.value(job).plain()))
                .containsExactly(
                        String.valueOf(expected().get("/cart/3")),
                        String.valueOf(expected().get("/cart/12")));
    }

    @Test
    void thePlainSessionComputes() {
        assertThat(notebook.value("cluster.spark().sql(\"select 6 * 7 as answer\").collectAsList().get(0).getInt(0)")
                        .plain())
                .isEqualTo("42");
    }

    @Test
    void anErrorOfTheEnginesAnalysisTellsItsTextAndTheLineOfTheCell() {
        Workspace.Reply reply = notebook.run(
                "int one = 1;\ncluster.spark().sql(\"select nope from nothing\").collectAsList()",
                new RecordingFrontEnd());
        assertThat(reply).isInstanceOfSatisfying(Workspace.Reply.Failed.class, failed -> {
            assertThat(failed.message()).contains("TABLE_OR_VIEW_NOT_FOUND", "`nothing`");
            assertThat(String.join("\n", failed.traceback())).contains("line 2", "select nope from nothing");
        });
    }

    @Test
    void anInterruptEndsTheJobEverywhere() throws Exception {
        Running job = start();
        long start = System.nanoTime();
        notebook.workspace().interrupt();
        assertThat(job.reply().get(30, TimeUnit.SECONDS)).isInstanceOf(Workspace.Reply.Interrupted.class);
        long answered = System.nanoTime() - start;
        await(this::nothingRuns);
        System.out.printf(
                "interrupted: answered after %d ms, nothing runs after %d ms%n",
                answered / 1_000_000, (System.nanoTime() - start) / 1_000_000);
        assertThat(job.out().progress().get(job.out().progress().size() - 1).phase())
                .isEqualTo(JobProgress.Phase.CANCELLED);
    }

    @Test
    void aWorkerThatIsKilledCostsNothingButTime() throws Exception {
        Running job = start();
        kill(program(Role.WORKER, 0, "deploy.worker.Worker"));
        job.isRight();
    }

    @Test
    void aWorkerThatDrainsCostsNothingButTime() throws Exception {
        Running job = start();
        outside.shrink(1);
        job.isRight();
        await(() -> outside.status().nodes().size() == 2);
    }

    @Test
    void workersThatJoinAreUsed() throws Exception {
        // Of a size that makes more tasks than two workers have room for.
        String more = " " + "x".repeat(6_000) + "\n";
        for (int part = 0; part < FILES; part++) {
            String log = Files.readString(temp.resolve("part-" + (10 + part) + ".log"));
            Files.writeString(temp.resolve("wide-" + (10 + part) + ".log"), log.replace("\n", more));
        }
        Running job = start(SLOW.replace("part-", "wide-").replace("sleep(4)", "sleep(8)"));
        outside.up(4);
        job.isRight();
        assertThat(outside.status().nodes()).hasSize(5);
        assertThat(executorsUsed()).isGreaterThan(2);
    }

    @Test
    void aServerThatDiesIsReplacedAndTheJobRunsAgain() throws Exception {
        Running job = start();
        kill(program(Role.MASTER, 0, "SparkConnectServer"));
        job.isRight();
        assertThat(job.out().err()).contains("again");
    }

    @Test
    void aSessionThatIsKilledLeavesNothingRunning() throws Exception {
        Path script = Files.writeString(
                temp.resolve("script.jsh"), "cluster.on(\"local\").spec(\"spec.json\").up(2).await();\n" + SLOW + "\n");
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("@"
                + Path.of(
                        System.getProperty("mayfly.root", ".."),
                        "engine/src/main/resources/dev/mayfly/engine/jvm.flags"));
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), "dev.mayfly.kernel.cli.Main", "run"));
        command.add(script.toString());
        Process session = new ProcessBuilder(command)
                .directory(temp.toFile())
                .redirectErrorStream(true)
                .redirectOutput(new File(temp.toFile(), "session.out"))
                .start();
        await(() -> !session.isAlive() || !nothingRuns());
        assertThat(session.isAlive())
                .as(Files.readString(temp.resolve("session.out")))
                .isTrue();
        kill(session.toHandle());
        long start = System.nanoTime();
        await(this::nothingRuns);
        System.out.printf("killed: nothing runs after %d ms%n", (System.nanoTime() - start) / 1_000_000);
    }
}
