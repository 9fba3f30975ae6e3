package dev.mayfly.provisioner.local;

import dev.mayfly.provisioner.ProvisionerException;
import dev.mayfly.provisioner.Role;
import dev.mayfly.provisioner.Supplies;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * What the nodes of this machine are made of.
 *
 * @param runtime asked when the first node is started
 * @param javaHome what they run on
 */
record LocalNodes(Supplier<Optional<LocalRuntime>> runtime, Path javaHome, LocalSize size, MachineMemory memory) {
    /** Nodes that do nothing but be there. */
    static LocalNodes bare() {
        return new LocalNodes(Optional::empty, ownJava(), LocalSize.STANDARD, MachineMemory.UNLIMITED);
    }

    /** Nodes that run jobs, on the JDK of this process. */
    static LocalNodes running(Supplies supplies) {
        return new LocalNodes(
                () -> Optional.of(LocalRuntime.of(supplies)),
                ownJava(),
                LocalSize.STANDARD,
                MachineMemory.ofThisMachine());
    }

    private static Path ownJava() {
        return Path.of(System.getProperty("java.home", ""));
    }

    /**
     * What a node is told.
     *
     * @throws ProvisionerException if this machine lacks what it takes
     */
    NodeSettings settings(String name, Role role) {
        Optional<LocalRuntime> needed = runtime.get();
        if (needed.isPresent()) {
            requireJdk(name);
            requireMemory(name, role);
        }
        return new NodeSettings(needed, javaHome, size);
    }

    private void requireJdk(String name) {
        if (!Files.isExecutable(javaHome.resolve("bin").resolve("java"))
                || !Files.isExecutable(javaHome.resolve("bin").resolve("javac"))) {
            throw new ProvisionerException(
                    "Local node " + name + " needs a JDK, and " + javaHome
                            + " is none, as it has no bin/java or no bin/javac: start Mayfly with MAYFLY_JAVA_HOME set to one.");
        }
    }

    private void requireMemory(String name, Role role) {
        long needed = role == Role.MASTER ? LocalSize.MASTER_MEGABYTES : size.withOverhead();
        long left = memory.megabytesLeft();
        if (left < needed) {
            throw new ProvisionerException(String.format(
                    java.util.Locale.ROOT,
                    "Local node %s needs %,d MB of memory, and this machine has %,d MB left: ask for fewer workers,"
                            + " end what else runs here, or use another provider.",
                    name,
                    needed,
                    left));
        }
    }
}
