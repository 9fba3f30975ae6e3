package dev.mayfly.provisioner.local;

import dev.mayfly.provisioner.LaunchingCloud;
import dev.mayfly.provisioner.ProvisionerException;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** An agent that was started by this process, which it outlives. */
final class AgentProcess {
    /** Keys pressed in the terminal of whoever starts a node are not meant for the node. */
    private static final List<String> DETACHED =
            List.of("/bin/sh", "-c", "trap '' INT HUP; exec \"$@\"", "mayfly-node");

    private static final List<String> SMALL =
            List.of("-Xmx24m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-XX:-UsePerfData");

    private final Process process;
    private final String name;

    private AgentProcess(Process process, String name) {
        this.process = process;
        this.name = name;
    }

    static AgentProcess start(AgentFolder folder, String name, LaunchingCloud.Order order, NodeSettings settings)
            throws IOException {
        long now = System.currentTimeMillis();
        List<String> command = new ArrayList<>(DETACHED);
        command.add(settings.javaHome().resolve("bin").resolve("java").toString());
        command.addAll(SMALL);
        command.addAll(List.of(
                "-cp", OwnProgram.path(), Agent.class.getName(), folder.path().toString(), name));
        command.add("role=" + order.role().label());
        command.add("slot=" + order.slot());
        command.add("master=" + order.master());
        command.add("spec=" + order.spec());
        command.add("launched=" + now);
        command.add(Agent.LEASE_UNTIL + "=" + (now + order.lease().toMillis()));
        Process process = new ProcessBuilder(command)
                .directory(new File("/"))
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        try (OutputStream in = process.getOutputStream()) {
            in.write(settings.text().getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            // It ended before it read: whoever waits for it finds out why.
        }
        return new AgentProcess(process, name);
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
