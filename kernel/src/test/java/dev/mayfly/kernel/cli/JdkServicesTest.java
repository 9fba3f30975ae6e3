package dev.mayfly.kernel.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class JdkServicesTest {
    /** A provider of loggers, which the JDK takes from the class path where it is let. */
    public static final class Elsewhere extends System.LoggerFinder {
        @Override
        public System.Logger getLogger(String name, Module module) {
            throw new UnsupportedOperationException(name);
        }
    }

    /** Says where loggers come from, and that the system's class loader is what it was. */
    public static final class Probe {
        private Probe() {}

        public static void main(String[] arguments) {
            ClassLoader before = ClassLoader.getSystemClassLoader();
            if (arguments.length > 0) {
                JdkServices.settle();
            }
            System.out.println(System.LoggerFinder.getLoggerFinder() instanceof Elsewhere ? "elsewhere" : "the JDK");
            System.out.println(before == ClassLoader.getSystemClassLoader() ? "same loader" : "another loader");
        }
    }

    @Test
    void loggersAreTheJdksWhateverTheClassPathHas(@TempDir Path folder) throws Exception {
        Path services = Files.createDirectories(folder.resolve("META-INF/services"));
        Files.writeString(services.resolve("java.lang.System$LoggerFinder"), Elsewhere.class.getName() + "\n");
        assertEquals(List.of("elsewhere", "same loader"), probe(folder));
        assertEquals(List.of("the JDK", "same loader"), probe(folder, "settled"));
    }

    private List<String> probe(Path folder, String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--add-opens=java.base/java.lang=ALL-UNNAMED",
                "--add-opens=java.base/java.nio.file.spi=ALL-UNNAMED",
                "-cp",
                folder + File.pathSeparator + System.getProperty("java.class.path"),
                Probe.class.getName()));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor();
        return text.lines().toList();
    }
}
