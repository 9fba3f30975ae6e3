package dev.mayfly.engine.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** In a process of its own, whose heap the values of the job do not fit. */
class MemoryContractTest {
    private static final String FLAGS = "engine/src/main/resources/dev/mayfly/engine/jvm.flags";

    private final Path folder;

    MemoryContractTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @Test
    void aJobWhoseValuesExceedTheHeapFinishesRightAndLeavesNothing() throws Exception {
        Path output = folder.resolve("output.txt");
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "@" + Path.of(System.getProperty("mayfly.root")).resolve(FLAGS),
                        "-Xmx128m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        MoreThanMemory.class.getName(),
                        folder.toString(),
                        "20000",
                        "75")
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        try {
            assertThat(process.waitFor(2, TimeUnit.MINUTES)).isTrue();
        } finally {
            process.destroyForcibly();
        }
        assertThat(Files.readString(output)).contains("150,000,000 bytes of values", "right");
        assertThat(process.exitValue()).isZero();
        assertThat(filesBelow(folder.resolve("spill"))).isZero();
    }

    private static long filesBelow(Path spill) throws IOException {
        try (Stream<Path> left = Files.walk(spill)) {
            return left.filter(Files::isRegularFile).count();
        }
    }
}
