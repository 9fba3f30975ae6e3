package dev.mayfly.kernel.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import jdk.jshell.JShell;
import jdk.jshell.Snippet;
import org.junit.jupiter.api.Test;

class CompilerMemoryTest {
    @Test
    void errorsOfCodeLongAgoAreForgottenAndThoseOfLateCodeAreNot() {
        try (JShell shell = JShell.builder().executionEngine("local").build()) {
            CompilerMemory memory = new CompilerMemory(shell);
            shell.eval("int whole = 1;");
            List<Snippet> broken = new ArrayList<>();
            for (int i = 0; i < 100; i++) {
                broken.add(shell.eval("int broken = \"" + i + "\";").get(0).snippet());
                memory.cellEnded();
            }
            assertThat(broken.subList(0, 49)).allSatisfy(snippet -> assertThat(shell.diagnostics(snippet))
                    .isEmpty());
            assertThat(broken.subList(51, 100)).allSatisfy(snippet -> assertThat(shell.diagnostics(snippet))
                    .isNotEmpty());
        }
    }
}
