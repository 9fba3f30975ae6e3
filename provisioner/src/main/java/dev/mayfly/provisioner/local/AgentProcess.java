package dev.mayfly.provisioner.local;

import dev.mayfly.provisioner.LaunchingCloud;
import dev.mayfly.provisioner.ProvisionerException;
import java.io.File;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** An agent that was started by this process, which it outlives. */
final class AgentProcess {
    /** Keys pressed in the terminal of whoever starts a node are not meant for the node. */
    private static final List<String> DETACHED =
            List.of("/bin/sh", "-c", "trap '' INT HUP; exec \"$@\"", "mayfly-node");

    private static final List<String> SMALL = List.of("-Xmx16m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1");

    private final Process process;
    private final String name;

    private AgentProcess(Process process, String name) {
        this.process = process;
        this.name = name;
    }

    static AgentProcess start(AgentFolder folder, String name, LaunchingCloud.Order order) throws IOException {
        long now = System.currentTimeMillis();
        List<String> command = new ArrayList<>(DETACHED);
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(SMALL);
        command.addAll(
                List.of("-cp", program(), Agent.class.getName(), folder.path().toString(), name));
        command.add("role=" + order.role().label());
        command.add("slot=" + order.slot());
        command.add("master=" + order.master());
        command.add("spec=" + order.spec());
        command.add("launched=" + now);
        command.add(Agent.LEASE_UNTIL + "=" + (now + order.lease().toMillis()));
        Process process = new ProcessBuilder(command)
                .directory(new File("/"))
                .redirectInput(new File("/dev/null"))
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        return new AgentProcess(process, name);
    }

    private static String program() {
        try {
            return Path.of(Agent.class
                            .getProtectionDomain()
                            .getCodeSource()
                            .getLocation()
                            .toURI())
                    .toString();
        } catch (URISyntaxException e) {
            throw new IllegalStateException("the program has no place", e);
        }
    }

    long pid() {
        return process.pid();
    }

    /** Ends a process that is not needed, as another has its name, before that name may become free again. */
    void withdraw() {
        process.destroyForcibly().onExit().join();
    }

    /**
     * Whether another agent had the name first.
     *
     * @throws ProvisionerException if the process is over for another reason
     */
    boolean foundItsNameTaken() throws IOException {
        if (process.isAlive()) {
            return false;
        }
        if (process.exitValue() == Agent.TAKEN) {
            return true;
        }
        if (process.exitValue() == 0) {
            throw new ProvisionerException("Local node " + name + " ended before it answered: its lease was over.");
        }
        String said = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
        throw new ProvisionerException("Local node " + name + " ended with code " + process.exitValue() + ": "
                + said.lines().findFirst().orElse("it said nothing."));
    }
}
