package dev.mayfly.provisioner.local;

import dev.mayfly.provisioner.JobSettings;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * One of the programs that Spark consists of, as it has to be started on this machine: it listens on loopback alone, to
 * those who know the secret.
 *
 * @param label what to call it
 * @param mainClass of Spark
 * @param arguments its command line
 * @param heapMegabytes its largest heap
 * @param properties what it is set to; some are secrets, so that they travel by the {@link Leash}
 */
record SparkProgram(
        String label, String mainClass, List<String> arguments, int heapMegabytes, Map<String, String> properties) {
    private static final String HOST = "127.0.0.1";

    /** What a worker prints when its master has taken it. */
    static final String REGISTERED = "Successfully registered with master";

    SparkProgram {
        arguments = List.copyOf(arguments);
    }

    static String url(int masterPort) {
        return "spark://" + HOST + ":" + masterPort;
    }

    static SparkProgram master(int port, int uiPort, String secret) {
        Map<String, String> properties = common(secret);
        properties.put("spark.master.rest.enabled", "false");
        properties.put("spark.ui.killEnabled", "false");
        return new SparkProgram(
                "master",
                "org.apache.spark.deploy.master.Master",
                List.of("--host", HOST, "--port", String.valueOf(port), "--webui-port", String.valueOf(uiPort)),
                256,
                properties);
    }

    /** A worker that starts when its master listens. */
    static SparkProgram worker(int masterPort, String secret, LocalSize size, Path folder) {
        Map<String, String> properties = common(secret);
        properties.put(Leash.AWAIT, String.valueOf(masterPort));
        properties.put("spark.decommission.enabled", "true");
        return new SparkProgram(
                "worker",
                "org.apache.spark.deploy.worker.Worker",
                List.of(
                        "--host",
                        HOST,
                        "--webui-port",
                        "0",
                        "--cores",
                        String.valueOf(size.cores()),
                        "--memory",
                        size.megabytes() + "m",
                        "--work-dir",
                        folder.toString(),
                        url(masterPort)),
                256,
                properties);
    }

    /** The server to which sessions connect, and the driver of their jobs. It starts when the master listens. */
    static SparkProgram connect(
            int masterPort, int port, int uiPort, String secret, String token, LocalSize size, SparkPlace place) {
        Map<String, String> properties = common(secret);
        properties.put(Leash.AWAIT, String.valueOf(masterPort));
        properties.put("spark.master", url(masterPort));
        properties.put("spark.app.name", "Mayfly");
        properties.put("spark.driver.host", HOST);
        properties.put("spark.driver.bindAddress", HOST);
        properties.put("spark.connect.grpc.binding.address", HOST);
        properties.put("spark.connect.grpc.binding.port", String.valueOf(port));
        properties.put("spark.connect.authenticate.token", token);
        properties.put("spark.ui.port", String.valueOf(uiPort));
        properties.put("spark.ui.killEnabled", "false");
        properties.put("spark.ui.showConsoleProgress", "false");
        properties.put(
                "spark.sql.warehouse.dir", place.work().resolve("warehouse").toString());
        properties.put("spark.executor.memory", size.megabytes() + "m");
        properties.put("spark.executor.cores", String.valueOf(size.cores()));
        properties.put("spark.executor.extraJavaOptions", String.join(" ", executorFlags(place)));
        properties.put("spark.executor.extraClassPath", place.runtimeClassPath());
        properties.putAll(JobSettings.of(place.runtime().version()));
        properties.put("spark.mayfly.java", String.valueOf(Runtime.version().feature()));
        return new SparkProgram(
                "connect", "org.apache.spark.sql.connect.service.SparkConnectServer", List.of(), 1_024, properties);
    }

    private static List<String> executorFlags(SparkPlace place) {
        List<String> flags = new ArrayList<>(place.runtime().flags());
        flags.add("-XX:-UsePerfData");
        flags.add("-Djava.io.tmpdir=" + place.temporary());
        return flags;
    }

    private static Map<String, String> common(String secret) {
        Map<String, String> properties = new LinkedHashMap<>();
        properties.put("spark.authenticate", "true");
        properties.put("spark.authenticate.secret", secret);
        properties.put("spark.port.maxRetries", "0");
        // Seconds after which a worker that says nothing is taken for lost, and its work done elsewhere.
        properties.put("spark.worker.timeout", "30");
        return properties;
    }
}
