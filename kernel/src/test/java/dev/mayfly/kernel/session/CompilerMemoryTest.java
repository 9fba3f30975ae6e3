package dev.mayfly.kernel.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import jdk.jshell.JShell;
import jdk.jshell.Snippet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class CompilerMemoryTest {
    /** They are gone through for each compilation. */
    @Test
    void codeThatNobodyCanNameIsForgottenAndWhatIsInForceStaysAsItIs() {
        try (JShell shell = JShell.builder().executionEngine("local").build()) {
            CompilerMemory memory = new CompilerMemory(shell);
            shell.eval("import java.util.List;");
            shell.eval("int one = 1;");
            shell.eval("int next() { return List.of(one).get(0) + 1; }");
            for (int i = 0; i < 150; i++) {
                shell.eval(i % 2 == 0 ? "if (one > 1) throw new Error();" : "int other = one + " + i + ";");
                memory.cellEnded();
            }
            assertThat(shell.snippets()).hasSizeLessThan(70);
            assertThat(value(shell, "next() + List.of(other).get(0)")).isEqualTo("152");
            // What is defined anew is so for those that use it.
            shell.eval("long one = 10;");
            shell.eval("long next() { return one + 1; }");
            assertThat(value(shell, "next()")).isEqualTo("11");
            assertThat(shell.variables().map(Snippet::source))
                    .contains("long one = 10;")
                    .doesNotContain("int one = 1;");
        }
    }

    private static String value(JShell shell, String code) {
        return shell.eval(code).get(0).value();
    }

    /** A snippet holds its text, its errors, and what the compiler knew of the code that they are in. */
    @Test
    @Timeout(60)
    void nothingHoldsCodeOfLongAgo() {
        try (JShell shell = JShell.builder().executionEngine("local").build()) {
            CompilerMemory memory = new CompilerMemory(shell);
            shell.eval("int whole = 1;");
            List<WeakReference<Snippet>> old = new ArrayList<>();
            for (int i = 0; i < 120; i++) {
                String code = i % 2 == 0 ? "int broken = \"" + i + "\";" : "if (whole > 1) throw new Error();";
                WeakReference<Snippet> snippet =
                        new WeakReference<>(shell.eval(code).get(0).snippet());
                memory.cellEnded();
                if (i < 49) {
                    old.add(snippet);
                }
            }
            while (old.stream().anyMatch(snippet -> snippet.get() != null)) {
                System.gc();
            }
        }
    }
}
