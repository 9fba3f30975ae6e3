package dev.mayfly.kernel.cell;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;

/**
 * The cloud to which this process's settings lead, in a process of its own: the fake EC2, whose instances are namespaces of
 * this machine that run their user-data. Machines are numbered from 2, the master first.
 */
final class CloudOfMachines implements AutoCloseable {
    private static final String REASON = "it needs root and network namespaces: .ci/run has them";

    private final Map<String, String> before = new TreeMap<>();
    private final Path folder;
    private final Process cloud;

    private CloudOfMachines(Path folder, Process cloud) {
        this.folder = folder;
        this.cloud = cloud;
    }

    /** Skips the test unless its ring is wanted, and says so. */
    static void require() {
        String rings = Objects.requireNonNullElse(System.getenv("MAYFLY_RINGS"), "");
        boolean wanted = List.of(rings.split(",")).contains("hosts");
        if (!wanted) {
            System.out.println("[skipped] the hosts ring, machines of clusters: " + REASON);
        }
        Assumptions.assumeTrue(wanted, REASON);
    }

    /** Starts one, with all that it writes below a folder. */
    static CloudOfMachines start(Path folder) throws IOException {
        Files.createDirectories(folder.resolve("machines"));
        Path root = Path.of(System.getProperty("mayfly.root", ".."));
        Path java = Path.of(System.getProperty("java.home"), "bin", "java");
        Process started = new ProcessBuilder(
                        java.toString(),
                        "-cp",
                        root.resolve("provisioner/target/test-classes")
                                + File.pathSeparator
                                + System.getProperty("java.class.path"),
                        "dev.mayfly.provisioner.ec2.CloudProgram",
                        folder.resolve("machines").toString(),
                        "executor_memory=512m",
                        "JAVA_HOME=" + System.getProperty("java.home"),
                        "PATH=" + java.getParent() + File.pathSeparator + System.getenv("PATH"))
                .redirectError(folder.resolve("cloud.log").toFile())
                .start();
        BufferedReader said = started.inputReader(StandardCharsets.UTF_8);
        String endpoint = said.readLine();
        assertThat(endpoint).as(Files.readString(folder.resolve("cloud.log"))).startsWith("http");
        CloudOfMachines cloud = new CloudOfMachines(folder, started);
        cloud.set("aws.endpointUrlEc2", endpoint);
        cloud.set("aws.region", "eu-west-1");
        cloud.set("aws.accessKeyId", "AKIDEXAMPLEKEY");
        cloud.set("aws.secretAccessKey", "not-a-secret");
        return cloud;
    }

    private void set(String property, String value) {
        before.put(property, System.getProperty(property, ""));
        System.setProperty(property, value);
    }

    /** Writes a key and the spec of a cluster of this cloud, and returns the spec. */
    Path spec(String name) throws IOException, InterruptedException {
        Process keygen = new ProcessBuilder("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", "me", "-f", "key")
                .directory(folder.toFile())
                .start();
        assertThat(keygen.waitFor()).isZero();
        return Files.writeString(
                folder.resolve("spec.json"),
                "{\"name\": \"" + name
                        + "\", \"provider\": \"ec2\", \"lease\": \"30 min\", \"callerAddress\": \"203.0.113.7/32\","
                        + " \"prices\": {\"m6i.xlarge\": 0.2, \"m5.xlarge\": 0.2}, \"publicKey\": \""
                        + Files.readString(folder.resolve("key.pub")).strip() + "\", \"keyFile\": \""
                        + folder.resolve("key") + "\"}");
    }

    /** Has something happen to the machines, see {@code CloudProgram}. */
    void tell(String order) throws IOException {
        OutputStream to = cloud.getOutputStream();
        to.write((order + "\n").getBytes(StandardCharsets.UTF_8));
        to.flush();
    }

    /** A file of the folder that a machine has as {@code /var/lib}. */
    Path library(int machine, String file) {
        return folder.resolve("machines/machine-" + machine + "/lib/" + file);
    }

    @Override
    public void close() throws IOException {
        before.forEach((property, value) -> {
            if (value.isEmpty()) {
                System.clearProperty(property);
            } else {
                System.setProperty(property, value);
            }
        });
        cloud.getOutputStream().close();
        cloud.onExit().orTimeout(30, TimeUnit.SECONDS).join();
    }
}
