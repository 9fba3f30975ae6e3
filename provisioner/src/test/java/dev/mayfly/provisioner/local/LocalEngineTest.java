package dev.mayfly.provisioner.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mayfly.provisioner.Cluster;
import dev.mayfly.provisioner.ClusterSpec;
import dev.mayfly.provisioner.ClusterStatus;
import dev.mayfly.provisioner.Gateway;
import dev.mayfly.provisioner.Node;
import dev.mayfly.provisioner.NodeState;
import dev.mayfly.provisioner.ProvisionerException;
import dev.mayfly.provisioner.Role;
import dev.mayfly.provisioner.SpecFile;
import dev.mayfly.provisioner.Tags;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real agents, which parent programs that stand in for Spark's: they have its class names, ports and last words. */
class LocalEngineTest {
    private static final ClusterSpec SPEC = SpecFile.parse("{\"name\": \"try\", \"lease\": \"5 min\"}");
    private static final Path JAVA = Path.of(System.getProperty("java.home"));

    /** The state of a socket in the kernel's table. */
    private static final String LISTEN = "0A";

    private final Path base;
    private final AgentFolder folder;
    private final LocalRuntime runtime;
    private final Cluster cluster;

    LocalEngineTest(@TempDir Path base) throws Exception {
        this.base = base;
        this.folder = AgentFolder.below(base);
        Path classes = Path.of(LocalEngineTest.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());
        this.runtime = new LocalRuntime(
                "v1", Files.createDirectories(base.resolve("spark")), List.of(classes), List.of("-Xshare:auto"));
        this.cluster = cluster(JAVA, () -> Long.MAX_VALUE);
    }

    private Cluster cluster(Path java, MachineMemory memory) {
        LocalNodes nodes = new LocalNodes(() -> Optional.of(runtime), java, new LocalSize(2, 64), memory);
        return Cluster.of(SPEC, new LocalCloud(folder, nodes), Clock.systemUTC());
    }

    @AfterEach
    void downLeavesNothing() throws Exception {
        Set<Integer> ports = listening();
        cluster.down();
        try (Stream<Path> left = Files.list(folder.path())) {
            assertThat(left).extracting(file -> file.getFileName().toString()).isSubsetOf("lock");
        }
        await("no process is left", () -> ProcessHandle.allProcesses().noneMatch(this::isOurs));
        assertThat(ports).noneMatch(Leash::listens);
    }

    /** The ports on which our processes listen, as the kernel says. */
    private Set<Integer> listening() throws IOException {
        Set<String> sockets = new HashSet<>();
        for (ProcessHandle process :
                ProcessHandle.allProcesses().filter(this::isOurs).toList()) {
            try (Stream<Path> files = Files.list(Path.of("/proc", String.valueOf(process.pid()), "fd"))) {
                for (Path file : files.toList()) {
                    sockets.add(Files.readSymbolicLink(file).toString());
                }
            } catch (NoSuchFileException e) {
                // It ended, or closed it, while it was looked at.
            }
        }
        Set<Integer> ports = new HashSet<>();
        for (String table : List.of("/proc/net/tcp", "/proc/net/tcp6")) {
            for (String line : Files.readAllLines(Path.of(table))) {
                String[] words = line.strip().split("\\s+");
                if (words[3].equals(LISTEN) && sockets.contains("socket:[" + words[9] + "]")) {
                    ports.add(Integer.parseInt(words[1].replaceAll(".*:", ""), 16));
                }
            }
        }
        return ports;
    }

    private boolean isOurs(ProcessHandle process) {
        return process.info()
                .commandLine()
                .filter(line -> line.contains(base.toString()))
                .isPresent();
    }

    private List<Node> ready(int workers) throws InterruptedException {
        return cluster.up(workers).await(Duration.ofSeconds(60), status -> {}).nodes();
    }

    private static ProcessHandle agent(Node node) {
        return ProcessHandle.of(Long.parseLong(node.id().substring(node.id().lastIndexOf('.') + 1)))
                .orElseThrow();
    }

    /** The process of a node that runs a program. */
    private static ProcessHandle program(Node node, String mainClass) {
        return agent(node)
                .children()
                .filter(child -> child.info().commandLine().orElse("").contains(mainClass))
                .findFirst()
                .orElseThrow();
    }

    private static void await(String what, BooleanSupplier condition) throws InterruptedException {
        BlockingQueue<Boolean> never = new ArrayBlockingQueue<>(1);
        long end = System.nanoTime() + Duration.ofSeconds(60).toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as(what).isLessThan(end);
            Boolean unused = never.poll(10, TimeUnit.MILLISECONDS);
        }
    }

    @Test
    void aClusterIsReadyWhenItsProgramsAreAndSaysHowToReachThem() throws Exception {
        List<Node> nodes = ready(2);

        assertThat(nodes).extracting(Node::state).containsOnly(NodeState.READY);
        assertThat(nodes.get(1).tags()).containsEntry(Tags.CORES, "2");
        try (Gateway gateway = cluster.gateway().orElseThrow()) {
            assertThat(Leash.listens(gateway.port())).isTrue();
            assertThat(listening()).contains(gateway.port());
            assertThat(gateway.token()).hasSizeGreaterThan(20);
            assertThat(gateway.runtime()).isEqualTo("v1");
            assertThat(gateway.java()).isEqualTo(Runtime.version().feature());
            assertThat(gateway.toString() + cluster.status() + nodes).doesNotContain(gateway.token());
            String seen = everything();
            assertThat(seen).contains("SparkConnectServer").doesNotContain(gateway.token());
            assertThat(cluster.logs("master"))
                    .contains("Spark Connect server started")
                    .doesNotContain(gateway.token());
        }
        assertThat(cluster.logs("worker 1")).contains("Successfully registered");
    }

    /** What any user of the machine may see of our processes. */
    private String everything() {
        StringBuilder text = new StringBuilder();
        ProcessHandle.allProcesses()
                .filter(this::isOurs)
                .forEach(process -> text.append(process.info().commandLine().orElse("")));
        return text.toString();
    }

    @Test
    void aConnectServerThatIsKilledComesBackAtItsAddress() throws Exception {
        Node master = ready(0).get(0);
        int port;
        String token;
        try (Gateway before = cluster.gateway().orElseThrow()) {
            port = before.port();
            token = before.token();
        }
        await(
                "it lives long enough to be worth a restart",
                () -> agent(master).children().allMatch(child -> child.info()
                        .startInstant()
                        .filter(start -> start.plusSeconds(6).isBefore(java.time.Instant.now()))
                        .isPresent()));

        ProcessHandle killed = program(master, "SparkConnectServer");
        killed.destroyForcibly();
        killed.onExit().join();

        await("another listens", () -> Leash.listens(port));
        await("the master is ready again", () -> cluster.gateway().isPresent());
        try (Gateway after = cluster.gateway().orElseThrow()) {
            assertThat(after.port()).isEqualTo(port);
            assertThat(after.token()).isEqualTo(token);
        }
        assertThat(program(master, "SparkConnectServer").pid()).isNotEqualTo(killed.pid());
        assertThat(cluster.logs("master")).contains("is started again");
    }

    @Test
    void aWorkerWhoseProgramIsKilledIsGoneAndTheNextUpReplacesIt() throws Exception {
        Node worker = ready(1).get(1);
        ProcessHandle agent = agent(worker);

        program(worker, "Worker").destroyForcibly();

        assertThat(agent.onExit()).succeedsWithin(Duration.ofSeconds(30));
        assertThat(cluster.status().nodes()).extracting(Node::role).containsExactly(Role.MASTER);
        assertThat(ready(1)).hasSize(2).extracting(Node::id).doesNotContain(worker.id());
    }

    @Test
    void anAgentThatIsKilledTakesItsProgramsAlong() throws Exception {
        Node worker = ready(1).get(1);
        ProcessHandle program = program(worker, "Worker");

        agent(worker).destroyForcibly();

        assertThat(program.onExit()).succeedsWithin(Duration.ofSeconds(30));
        assertThat(cluster.status().nodes()).extracting(Node::role).containsExactly(Role.MASTER);
        assertThat(folder.work(AgentFolder.nameOf(worker.id()))).doesNotExist();
        // The stand-in's executor does not watch its worker, as Spark's does.
        ProcessHandle.allProcesses()
                .filter(process -> process.info().commandLine().orElse("").equals("/usr/bin/sleep 600"))
                .filter(process -> process.parent().map(ProcessHandle::pid).orElse(1L) == 1)
                .forEach(ProcessHandle::destroy);
    }

    @Test
    void aWorkerThatIsNotNeededDrainsAndGoes() throws Exception {
        List<Node> nodes = ready(2);
        ProcessHandle second = agent(nodes.get(2));

        ClusterStatus left = cluster.shrink(1).last();

        assertThat(second.onExit()).succeedsWithin(Duration.ofSeconds(30));
        assertThat(left.nodes()).extracting(Node::id).contains(nodes.get(1).id());
        assertThat(cluster.status().nodes()).hasSize(2);
    }

    @Test
    void aPortThatIsInUseIsNamed() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            NodeLog log = new NodeLog();
            SparkPlace place = new SparkPlace(runtime, JAVA, folder.work("alone"));
            BlockingQueue<String> failures = new ArrayBlockingQueue<>(4);
            List<Integer> ports = Ports.free(3);
            List<Integer> given = List.of(taken.getLocalPort(), ports.get(0), ports.get(1), ports.get(2));
            try (MasterWork work = new MasterWork(place, LocalSize.STANDARD, log, given)) {
                work.start(new FailureOnly(failures));
                assertThat(failures.poll(30, TimeUnit.SECONDS))
                        .contains("Spark's master ended with code 1")
                        .contains("Address already in use")
                        .contains("port " + taken.getLocalPort());
            } finally {
                folder.remove("alone");
            }
        }
    }

    /** Hears of failures alone. */
    private record FailureOnly(BlockingQueue<String> failures) implements NodeWork.Course {
        @Override
        public void ready() {}

        @Override
        public void notReady() {}

        @Override
        public void failed(String reason) {
            failures.add(reason);
        }

        @Override
        public void over(String reason) {
            failures.add(reason);
        }
    }

    @Test
    void programsThatCannotStartAreReportedByWhoeverAwaitsThem() throws Exception {
        Path java = Files.createDirectories(base.resolve("jdk"));
        Files.createDirectory(java.resolve("bin"));
        Files.writeString(
                java.resolve("bin/java"),
                "#!/bin/sh\ncase \"$*\" in *Leash*) echo 'Error occurred during initialization of VM'; echo 'Could not"
                        + " reserve enough space for 65536KB object heap'; exit 1;; esac\nexec " + JAVA
                        + "/bin/java \"$@\"\n");
        Files.writeString(java.resolve("bin/javac"), "#!/bin/sh\n");
        try (Stream<Path> tools = Files.list(java.resolve("bin"))) {
            tools.map(Path::toFile)
                    .forEach(file -> assertThat(file.setExecutable(true)).isTrue());
        }

        assertThatThrownBy(() -> cluster(java, () -> Long.MAX_VALUE).up(0).await())
                .isInstanceOf(ProvisionerException.class)
                .hasMessageContaining("master (try.master.0.")
                .hasMessageContaining("Could not reserve enough space")
                .hasMessageContaining("up(0) tries again");
    }

    @Test
    void aMachineWithoutTheMemoryOrAJdkIsRefusedBeforeAnythingStarts() {
        assertThatThrownBy(() -> cluster(JAVA, () -> 100).up(1))
                .isInstanceOf(ProvisionerException.class)
                .hasMessage(
                        "Local node try.master.0.0 needs 900 MB of memory, and this machine has 100 MB left: ask for"
                                + " fewer workers, end what else runs here, or use another provider.");
        Path nothing = base.resolve("nothing");
        assertThatThrownBy(() -> cluster(nothing, () -> Long.MAX_VALUE).up(1))
                .isInstanceOf(ProvisionerException.class)
                .hasMessageContaining("needs a JDK, and " + nothing + " is none");
        assertThat(cluster.status().nodes()).isEmpty();
    }
}
