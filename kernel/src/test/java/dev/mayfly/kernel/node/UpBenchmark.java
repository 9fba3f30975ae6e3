package dev.mayfly.kernel.node;

import dev.mayfly.kernel.session.MavenResolver;
import dev.mayfly.provisioner.Cluster;
import dev.mayfly.provisioner.ClusterSpec;
import dev.mayfly.provisioner.JobSettings;
import dev.mayfly.provisioner.NodeRuntime;
import dev.mayfly.provisioner.SpecFile;
import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * How long {@code up(3)} of the local provider takes until everything is ready, and how long the same programs of Spark take
 * that are started by hand: the master, and once it listens, three workers and the Connect server at the same time. The two
 * take turns in one run. A program, not a test: {@code up-benchmark.md} has its last figures.
 */
final class UpBenchmark {
    private static final int ROUNDS = 3;
    private static final int WORKERS = 3;
    private static final String MASTER = "org.apache.spark.deploy.master.Master";
    private static final String WORKER = "org.apache.spark.deploy.worker.Worker";
    private static final String CONNECT = "org.apache.spark.sql.connect.service.SparkConnectServer";

    private UpBenchmark() {}

    /** Takes no arguments. */
    public static void main(String[] arguments) throws Exception {
        NodeRuntimes supplies = NodeRuntimes.of(MavenResolver.ofThisUser(), System.err::println);
        double[] ours = new double[ROUNDS];
        double[] hand = new double[ROUNDS];
        for (int round = -1; round < ROUNDS; round++) {
            double byHand = byHand(supplies);
            double byUp = byUp(supplies);
            System.out.printf("%s by hand %.2f s, up(%d) %.2f s%n", round < 0 ? "warm-up:" : "", byHand, WORKERS, byUp);
            if (round >= 0) {
                hand[round] = byHand;
                ours[round] = byUp;
            }
        }
        Arrays.sort(ours);
        Arrays.sort(hand);
        double ratio = ours[ROUNDS / 2] / hand[ROUNDS / 2];
        System.out.printf(
                "medians of %d: by hand %.2f s, up(%d) %.2f s, ratio %.2f%n",
                ROUNDS, hand[ROUNDS / 2], WORKERS, ours[ROUNDS / 2], ratio);
    }

    private static double byUp(NodeRuntimes supplies) throws InterruptedException {
        ClusterSpec spec = SpecFile.parse("{\"name\": \"up-benchmark\", \"lease\": \"10 min\"}");
        try (Cluster cluster = Cluster.open(spec, Optional.of("local"), Map.of(), supplies)) {
            try {
                long start = System.nanoTime();
                cluster.up(WORKERS).await();
                return (System.nanoTime() - start) / 1e9;
            } finally {
                cluster.down();
            }
        }
    }

    private static double byHand(NodeRuntimes supplies) throws IOException, InterruptedException {
        Path folder = Files.createTempDirectory("up-benchmark");
        List<Program> started = new ArrayList<>();
        long start = System.nanoTime();
        try {
            int port = freePort();
            int connect = freePort();
            String url = "spark://127.0.0.1:" + port;
            String host = "--host 127.0.0.1 --webui-port ";
            Program master = new Program("master", started, folder);
            master.start(supplies, 256, List.of(), MASTER, host + "0 --port " + port);
            master.await("bound to MasterWebUI|Starting Spark master");
            List<String> properties = new ArrayList<>(List.of(
                    "-Dspark.master=" + url,
                    "-Dspark.app.name=benchmark",
                    "-Dspark.driver.host=127.0.0.1",
                    "-Dspark.connect.grpc.binding.port=" + connect,
                    "-Dspark.ui.port=0",
                    "-Dspark.executor.memory=512m"));
            JobSettings.of("benchmark").forEach((key, value) -> properties.add("-D" + key + "=" + value));
            Program server = new Program("connect", started, folder);
            server.start(supplies, 1_024, properties, CONNECT, "");
            List<Program> workers = new ArrayList<>();
            for (int slot = 0; slot < WORKERS; slot++) {
                Program worker = new Program("worker-" + slot, started, folder);
                worker.start(supplies, 256, List.of(), WORKER, host + "0 --cores 1 --memory 512m " + url);
                workers.add(worker);
            }
            for (Program worker : workers) {
                worker.await("Successfully registered with master");
            }
            server.await("Spark Connect server started at");
            return (System.nanoTime() - start) / 1e9;
        } finally {
            started.forEach(Program::end);
            List<Path> deepestFirst;
            try (Stream<Path> all = Files.walk(folder)) {
                deepestFirst = all.sorted(Comparator.reverseOrder()).toList();
            }
            for (Path path : deepestFirst) {
                Files.deleteIfExists(path);
            }
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    /** One of Spark's programs, and the log it writes. */
    private static final class Program {
        private final Path folder;
        private final Path log;
        private @Nullable Process process;

        Program(String name, List<Program> started, Path folder) {
            this.folder = folder;
            log = folder.resolve(name + ".log");
            started.add(this);
        }

        void start(NodeRuntimes supplies, int megabytes, List<String> properties, String type, String words)
                throws IOException {
            NodeRuntime runtime = supplies.runtime();
            List<String> command = new ArrayList<>();
            command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
            command.addAll(runtime.flags());
            command.addAll(List.of("-Xmx" + megabytes + "m", "-XX:+UseSerialGC", "-XX:-UsePerfData"));
            command.addAll(properties);
            command.add("-cp");
            command.add(supplies.sparkHome().resolve("jars/*")
                    + File.pathSeparator
                    + runtime.jars().stream()
                            .map(jar -> jar.path().toString())
                            .collect(Collectors.joining(File.pathSeparator)));
            command.add(type);
            words.lines().flatMap(line -> Stream.of(line.split(" "))).forEach(command::add);
            ProcessBuilder builder = new ProcessBuilder(command)
                    .directory(folder.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(log.toFile());
            builder.environment().put("SPARK_HOME", supplies.sparkHome().toString());
            // Without it a worker looks for a build of Spark from source, and starts no executor.
            builder.environment().put("SPARK_SCALA_VERSION", "2.13");
            builder.environment().put("SPARK_LOCAL_IP", "127.0.0.1");
            process = builder.start();
        }

        /** Waits until its log has a line with the pattern; fails with the log when the program ends before. */
        void await(String pattern) throws IOException, InterruptedException {
            while (!Pattern.compile(pattern).matcher(Files.readString(log)).find()) {
                if (process == null || process.waitFor(10, TimeUnit.MILLISECONDS)) {
                    throw new IOException(log.getFileName() + " ended:\n" + Files.readString(log));
                }
            }
        }

        void end() {
            if (process != null) {
                // A killed worker's executors would live for seconds more, at the cost of whoever starts next.
                process.descendants().forEach(ProcessHandle::destroyForcibly);
                process.destroyForcibly();
                process.onExit().join();
            }
        }
    }
}
