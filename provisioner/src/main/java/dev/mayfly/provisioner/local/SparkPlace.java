package dev.mayfly.provisioner.local;

import java.io.File;
import java.nio.file.Path;
import java.util.stream.Collectors;

/**
 * Where a program of Spark runs.
 *
 * @param javaHome a JDK
 * @param work a folder that is the node's alone, and goes when it goes
 */
record SparkPlace(LocalRuntime runtime, Path javaHome, Path work) {
    /** What programs and their children put aside. */
    Path temporary() {
        return work.resolve("tmp");
    }

    Path jars() {
        return runtime.sparkHome().resolve("jars");
    }

    String runtimeClassPath() {
        return runtime.jars().stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator));
    }

    Path java() {
        return javaHome.resolve("bin").resolve("java");
    }
}
