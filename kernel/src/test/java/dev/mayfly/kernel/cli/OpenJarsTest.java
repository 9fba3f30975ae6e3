package dev.mayfly.kernel.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What a script over gzip files does not open and load. A question to a class loader for what no jar has would open all jars that
 * the process runs on, which takes longer than the session's start.
 */
final class OpenJarsTest {
    private static final String SCRIPT = """
            var counts = mapreduce(files("words.gz")).map(line -> line.split(" ")).groupBy(f -> f[0]).count();
            System.out.println("n=" + counts.count());
            for (File open : new File("/proc/self/fd").listFiles()) {
                try {
                    System.out.println("open " + Files.readSymbolicLink(open.toPath()));
                } catch (IOException closedSince) {
                }
            }
            """;

    @Test
    void neitherTheLastJarNorWhatClustersNeed(@TempDir Path folder) throws IOException, InterruptedException {
        assumeTrue(Files.isDirectory(Path.of("/proc/self/fd")));
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(folder.resolve("words.gz")))) {
            out.write("one two\nthree\n".getBytes(StandardCharsets.UTF_8));
        }
        Files.writeString(folder.resolve("script.jsh"), SCRIPT);
        Path last = folder.resolve("last.jar");
        new JarOutputStream(Files.newOutputStream(last), new Manifest()).close();
        Path said = folder.resolve("said.txt");
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "@" + System.getProperty("mayfly.root")
                                + "/engine/src/main/resources/dev/mayfly/engine/jvm.flags",
                        "-Xlog:class+load:file=loaded.txt",
                        "-cp",
                        System.getProperty("java.class.path") + File.pathSeparator + last,
                        Main.class.getName(),
                        "run",
                        "script.jsh")
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(said.toFile())
                .start();
        try {
            assertThat(process.waitFor(2, TimeUnit.MINUTES)).isTrue();
        } finally {
            process.destroyForcibly();
        }
        List<String> lines = Files.readAllLines(said);
        assertThat(lines).contains("n=2");
        assertThat(lines).anyMatch(line -> line.matches("open .*/asm-.*\\.jar"));
        assertThat(lines).noneMatch(line -> line.endsWith("/last.jar"));
        String loaded = Files.readString(folder.resolve("loaded.txt"));
        assertThat(loaded).contains(" " + Main.class.getName() + " ").doesNotContain(" org.apache.spark.", " scala.");
    }
}
