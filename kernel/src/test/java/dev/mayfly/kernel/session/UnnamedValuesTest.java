package dev.mayfly.kernel.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import jdk.jshell.JShell;
import jdk.jshell.VarSnippet;
import org.junit.jupiter.api.Test;

final class UnnamedValuesTest {
    private final List<String> cleared = new ArrayList<>();

    @Test
    void theLastAreKeptAndThoseThatCodeNames() {
        try (JShell shell = JShell.builder().executionEngine("local").build()) {
            UnnamedValues values = new UnnamedValues(shell, 2, variable -> cleared.add(variable.name()));
            String named = evaluate(shell, values, "\"named\"");
            shell.eval("String user() { return " + named + "; }");
            String lost = evaluate(shell, values, "\"lost\"");
            String kept = evaluate(shell, values, "\"kept\"");
            String last = evaluate(shell, values, "\"last\"");
            assertThat(shell.variables().map(VarSnippet::name)).containsExactlyInAnyOrder(named, kept, last);
            assertThat(cleared).containsExactly(lost);
            assertThat(shell.eval("user()").get(0).value()).isEqualTo("\"named\"");
        }
    }

    private static String evaluate(JShell shell, UnnamedValues values, String code) {
        VarSnippet variable = (VarSnippet) shell.eval(code).get(0).snippet();
        values.add(variable);
        return variable.name();
    }
}
