import dev.mayfly.kernel.node.NodeRuntimes;
import dev.mayfly.kernel.session.MavenResolver;
import dev.mayfly.provisioner.NodeRuntime;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Spark's programs on loopback: a master, two workers, and applications of one core of each. Closing ends them all. */
final class Programs implements AutoCloseable {
    private static final int LONGEST_SECONDS = 60;

    private final Path home;
    private final Path work;
    private final NodeRuntime runtime;
    private final String flags;
    private final int port = freePort();
    private final Deque<Process> started = new ArrayDeque<>();

    Programs(Path work) throws IOException, InterruptedException {
        NodeRuntimes supplies = NodeRuntimes.of(MavenResolver.ofThisUser(), System.err::println);
        this.home = supplies.sparkHome();
        this.runtime = supplies.runtime();
        this.work = Files.createDirectories(work.resolve("spark"));
        this.flags = String.join(" ", runtime.flags()) + " -Djava.io.tmpdir=" + this.work;
        start(
                "master",
                256,
                "",
                List.of(),
                "org.apache.spark.deploy.master.Master",
                "--host",
                "127.0.0.1",
                "--port",
                String.valueOf(port),
                "--webui-port",
                "0");
        awaitPort(port);
        for (int worker = 1; worker <= 2; worker++) {
            start(
                    "worker" + worker,
                    256,
                    "",
                    List.of(),
                    "org.apache.spark.deploy.worker.Worker",
                    "--host",
                    "127.0.0.1",
                    "--webui-port",
                    "0",
                    "--cores",
                    "2",
                    "--memory",
                    "2200m",
                    "--work-dir",
                    this.work.resolve("jobs").toString(),
                    url());
        }
    }

    Path jars() {
        return home.resolve("jars");
    }

    private String url() {
        return "spark://127.0.0.1:" + port;
    }

    static int freePort() throws IOException {
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return free.getLocalPort();
        }
    }

    /** The Connect server, as nodes have it. */
    int connect() throws IOException, InterruptedException {
        int listens = freePort();
        String ours = runtime.jars().stream()
                .map(jar -> jar.path().toString())
                .collect(Collectors.joining(File.pathSeparator));
        start(
                "connect",
                1_024,
                ours,
                application(
                        "Connect",
                        ours,
                        "-Dspark.connect.grpc.binding.address=127.0.0.1",
                        "-Dspark.connect.grpc.binding.port=" + listens,
                        "-Dspark.speculation=true"),
                "org.apache.spark.sql.connect.service.SparkConnectServer");
        awaitPort(listens);
        return listens;
    }

    /** A driver of the RDD API. */
    Process rdd(String classes, String folder) throws IOException {
        Process driver = start("rdd", 1_024, classes, application("RDD", classes), "RddQuery", folder);
        BufferedReader out = driver.inputReader();
        String line = out.readLine();
        if (!"ready".equals(line)) {
            throw new IOException("the RDD driver said " + line + ": " + Files.readString(work.resolve("rdd.log")));
        }
        return driver;
    }

    private List<String> application(String name, String classPath, String... more) {
        List<String> properties = new ArrayList<>(List.of(
                "-Dspark.master=" + url(),
                "-Dspark.app.name=" + name,
                "-Dspark.driver.host=127.0.0.1",
                "-Dspark.driver.bindAddress=127.0.0.1",
                "-Dspark.ui.enabled=false",
                "-Dspark.cores.max=2",
                "-Dspark.executor.cores=1",
                "-Dspark.executor.memory=1024m",
                "-Dspark.executor.extraClassPath=" + classPath,
                "-Dspark.executor.extraJavaOptions=" + flags));
        properties.addAll(List.of(more));
        return properties;
    }

    private Process start(String name, int megabytes, String classPath, List<String> properties, String... main)
            throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of(flags.split(" ")));
        command.addAll(List.of(
                "-Xmx" + megabytes + "m",
                "-XX:+UseSerialGC",
                "-cp",
                (classPath.isEmpty() ? "" : classPath + File.pathSeparator) + jars().resolve("*")));
        command.addAll(properties);
        command.addAll(List.of(main));
        ProcessBuilder builder = new ProcessBuilder(command).directory(work.toFile());
        builder.redirectError(work.resolve(name + ".log").toFile());
        if (!name.equals("rdd")) {
            builder.redirectOutput(ProcessBuilder.Redirect.DISCARD);
        }
        builder.environment().put("SPARK_HOME", home.toString());
        builder.environment().put("SPARK_SCALA_VERSION", "2.13");
        builder.environment().put("SPARK_LOCAL_IP", "127.0.0.1");
        builder.environment().put("SPARK_LOCAL_DIRS", work.toString());
        Process process = builder.start();
        started.push(process);
        return process;
    }

    private static void awaitPort(int port) throws IOException, InterruptedException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(LONGEST_SECONDS);
        while (true) {
            try (Socket open = new Socket(InetAddress.getLoopbackAddress(), port)) {
                return;
            } catch (IOException e) {
                if (System.nanoTime() > end) {
                    throw e;
                }
                TimeUnit.MILLISECONDS.sleep(100);
            }
        }
    }

    /** This process and all that it has started. */
    static Set<Long> all() {
        try (Stream<ProcessHandle> below = ProcessHandle.current().descendants()) {
            Set<Long> pids = below.map(ProcessHandle::pid).collect(Collectors.toCollection(HashSet::new));
            pids.add(ProcessHandle.current().pid());
            return pids;
        }
    }

    /** Seconds of processor time that processes have taken. */
    static double cpu(Set<Long> pids) throws IOException {
        double seconds = 0;
        for (long pid : pids) {
            Path stat = Path.of("/proc/" + pid + "/stat");
            if (Files.exists(stat)) {
                String text = Files.readString(stat);
                String[] fields = text.substring(text.lastIndexOf(')') + 2).split(" ");
                seconds += (Long.parseLong(fields[11]) + Long.parseLong(fields[12])) / 100.0;
            }
        }
        return seconds;
    }

    @Override
    public void close() {
        Set<Long> mine = all();
        mine.remove(ProcessHandle.current().pid());
        mine.forEach(pid -> ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly));
        started.forEach(process -> process.onExit().join());
    }
}
