package dev.mayfly.provisioner.local;

import dev.mayfly.provisioner.NodeRuntime;
import dev.mayfly.provisioner.Supplies;
import java.nio.file.Path;
import java.util.List;

/**
 * What the programs of a node run, all of it on this machine.
 *
 * @param version names the content of jars and flags
 * @param sparkHome with {@code jars/} and {@code RELEASE}
 * @param jars what executors load besides Spark's
 * @param flags of every JVM of a node
 */
record LocalRuntime(String version, Path sparkHome, List<Path> jars, List<String> flags) {
    LocalRuntime {
        jars = List.copyOf(jars);
        flags = List.copyOf(flags);
    }

    static LocalRuntime of(Supplies supplies) {
        NodeRuntime runtime = supplies.runtime();
        List<Path> jars = runtime.jars().stream().map(NodeRuntime.Jar::path).toList();
        return new LocalRuntime(runtime.hash(), supplies.sparkHome(), jars, runtime.flags());
    }
}
