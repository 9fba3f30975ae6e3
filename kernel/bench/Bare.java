import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import jdk.jshell.JShell;
import jdk.jshell.SnippetEvent;

/**
 * JShell alone, which the kernel is measured against: evaluates each line of standard input, snippets parted by tabs, and
 * prints how many milliseconds that took. A line {@code live} prints the megabytes that live on instead.
 */
final class Bare {
    private static final List<String> IMPORTS =
            List.of("java.io.*", "java.math.*", "java.nio.file.*", "java.time.*", "java.util.*", "java.util.function.*",
                    "java.util.stream.*");

    private Bare() {}

    public static void main(String[] arguments) throws IOException {
        try (JShell shell = JShell.builder().executionEngine("local").build()) {
            IMPORTS.forEach(name -> shell.eval("import " + name + ";"));
            BufferedReader lines = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                System.err.println(line.equals("live") ? live() : milliseconds(shell, line));
            }
        }
    }

    private static double milliseconds(JShell shell, String line) {
        long begin = System.nanoTime();
        for (String snippet : line.split("\t")) {
            for (SnippetEvent event : shell.eval(snippet)) {
                if (event.causeSnippet() == null && (!event.status().isActive() || event.exception() != null)) {
                    throw new IllegalArgumentException(snippet);
                }
            }
        }
        return (System.nanoTime() - begin) / 1e6;
    }

    private static long live() {
        System.gc();
        Runtime runtime = Runtime.getRuntime();
        return (runtime.totalMemory() - runtime.freeMemory()) >> 20;
    }
}
