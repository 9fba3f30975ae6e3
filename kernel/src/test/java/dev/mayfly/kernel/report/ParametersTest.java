package dev.mayfly.kernel.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.source.tree.LiteralTree;
import com.sun.source.tree.VariableTree;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

final class ParametersTest {
    private static final String DECLARED = """
            import java.time.DayOfWeek;
            import java.time.LocalDate;
            %time off
            int top = 10; // how many rows
            long bytes = 5_000_000_000L;
            double share = 0.95;
            boolean strict = true;
            String host = "edge \\"one\\"";
            LocalDate day = LocalDate.of(2026, 11, 1);
            enum Level { LOW, HIGH; static final int CONSTANT = 3; }
            Level level = Level.LOW;
            DayOfWeek weekday = DayOfWeek.MONDAY;
            var limit = -5;
            var name = "x";
            var when = LocalDate.parse("2026-11-01");
            var loud = Level.HIGH;
            Integer boxed = 1;
            List<String> hosts = List.of();
            """;

    @Test
    void everyDeclarationIsAParameterWithItsType() throws NotebookException {
        List<Parameter> parameters = ParameterReader.of(notebook(DECLARED));
        assertThat(parameters)
                .extracting(each ->
                        each.java() + " " + each.name() + ": " + each.type().java())
                .containsExactly(
                        "int top: int",
                        "long bytes: long",
                        "double share: double",
                        "boolean strict: boolean",
                        "String host: String",
                        "java.time.LocalDate day: java.time.LocalDate",
                        "Level level: Level",
                        "DayOfWeek weekday: java.time.DayOfWeek",
                        "int limit: int",
                        "String name: String",
                        "java.time.LocalDate when: java.time.LocalDate",
                        "Level loud: Level",
                        "Integer boxed: int",
                        "List<String> hosts: List<String>");
    }

    @Test
    void anEnumMayComeFromACellAboveTheTaggedOne() throws Exception {
        Notebook notebook = notebook("Mode mode = Mode.FAST;");
        List<Cell> cells = new ArrayList<>();
        cells.add(Cell.of(Cell.CODE, "a", "enum Mode { FAST, SLOW }", "x"));
        cells.addAll(notebook.cells());
        List<Parameter> parameters = ParameterReader.of(notebook.withCells(cells));
        assertThat(check(parameters, "mode", "SLOW")
                        .injectInto(notebook)
                        .cells()
                        .get(1)
                        .source())
                .isEqualTo("// Parameters\nMode mode = Mode.SLOW;");
    }

    @Test
    void aCellWithAMethodBesideItsVariablesIsRead() throws NotebookException {
        assertThat(ParameterReader.of(notebook("int top = 10;\nint twice() { return 2 * top; }")))
                .extracting(Parameter::name)
                .contains("top");
    }

    @Test
    void theInjectedCellFollowsTheTaggedOneAndDeclaresTheValues() throws Exception {
        Map<String, String> typed = new LinkedHashMap<>();
        typed.put("top", "-20");
        typed.put("bytes", "9223372036854775807");
        typed.put("share", "1e-3");
        typed.put("strict", "false");
        typed.put("host", "a\"; System.exit(1); //\n\\u0022");
        typed.put("day", "2026-02-28");
        typed.put("level", "HIGH");
        typed.put("weekday", "FRIDAY");
        Notebook notebook = notebook(DECLARED);
        ParameterValues values = ParameterValues.check("n.ipynb", ParameterReader.of(notebook), typed);
        Notebook injected = values.injectInto(notebook);
        assertThat(injected.cells()).hasSize(2);
        assertThat(injected.cells().get(1).hasTag("injected-parameters")).isTrue();
        assertThat(injected.cells().get(1).source()).isEqualTo("""
                // Parameters
                int top = -20;
                long bytes = 9223372036854775807L;
                double share = 0.001;
                boolean strict = false;
                String host = "a\\"; System.exit(1); //\\n\\\\u0022";
                java.time.LocalDate day = java.time.LocalDate.parse("2026-02-28");
                Level level = Level.HIGH;
                DayOfWeek weekday = java.time.DayOfWeek.FRIDAY;""");
        assertThat(values.json().toString())
                .isEqualTo("{\"top\":-20,\"bytes\":9223372036854775807,\"share\":0.001,\"strict\":false,"
                        + "\"host\":\"a\\\"; System.exit(1); //\\n\\\\u0022\",\"day\":\"2026-02-28\",\"level\":\"HIGH\","
                        + "\"weekday\":\"FRIDAY\"}");
    }

    @Test
    void anInjectedCellOfAnEarlierRunIsReplacedAndKeepsItsId() throws Exception {
        Notebook notebook = notebook(DECLARED);
        List<Parameter> parameters = ParameterReader.of(notebook);
        Notebook once = check(parameters, "top", "1").injectInto(notebook);
        Notebook twice = check(parameters, "top", "2").injectInto(once);
        assertThat(twice.cells()).hasSize(2);
        assertThat(twice.cells().get(1).source()).contains("top = 2;");
        assertThat(twice.cells().get(1).id()).isEqualTo(once.cells().get(1).id());
    }

    @Test
    void anUnknownParameterIsRefusedAndTheNearestNamed() throws NotebookException {
        List<Parameter> parameters = ParameterReader.of(notebook("int top = 1; String day = \"\";"));
        assertThatThrownBy(() -> check(parameters, "topp", "1"))
                .isInstanceOf(ParameterException.class)
                .hasMessage("n.ipynb has no parameter topp (did you mean top?); it has top, day");
        assertThatThrownBy(() -> check(parameters, "elephants", "1"))
                .hasMessage("n.ipynb has no parameter elephants; it has top, day");
        assertThatThrownBy(() -> check(List.of(), "top", "1")).hasMessageContaining("declares no parameters");
    }

    @Test
    void aValueOfAnotherTypeIsRefusedWithWhatTheTypeTakes() throws NotebookException {
        List<Parameter> parameters = ParameterReader.of(notebook(DECLARED));
        Map<String, List<String>> wrong = Map.of(
                "top", List.of("", "x", "1.0", "2147483648", "1_000", "0x10", "1L", " 1"),
                "bytes", List.of("9223372036854775808", "5L"),
                "share", List.of("NaN", "1e999", "0x1p3", "1d", "."),
                "strict", List.of("True", "1", "yes"),
                "day", List.of("2026-02-30", "1.11.2026"),
                "level", List.of("high", "CONSTANT", ""),
                "hosts", List.of("a"));
        wrong.forEach((name, texts) -> texts.forEach(text -> assertThatThrownBy(() -> check(parameters, name, text))
                .as(name + "=" + text)
                .isInstanceOf(ParameterException.class)
                .hasMessageContaining("Parameter " + name)
                .hasMessageContaining("\"" + text + "\"")));
        assertThatThrownBy(() -> check(parameters, "level", "hihg"))
                .hasMessage(
                        "Parameter level (Level) cannot be \"hihg\" (did you mean HIGH?): it takes one of LOW, HIGH");
    }

    @Property(tries = 5)
    void anyTextBecomesOneLiteralOfOneLine(@ForAll @Size(50) List<String> texts) throws NotebookException {
        StringBuilder code = new StringBuilder();
        for (String text : texts) {
            String literal = JavaLiteral.of(text + "\\\"" + text);
            assertThat(literal).doesNotContain("\n", "\r", "\u2028", "\u202e");
            code.append("String s = ").append(literal).append(";\n");
        }
        List<String> read = Declarations.of(code.toString()).trees().stream()
                .map(tree -> ((LiteralTree) ((VariableTree) tree).getInitializer()).getValue())
                .map(String::valueOf)
                .toList();
        assertThat(read)
                .isEqualTo(texts.stream().map(text -> text + "\\\"" + text).toList());
    }

    private static ParameterValues check(List<Parameter> parameters, String name, String value)
            throws ParameterException {
        return ParameterValues.check("n.ipynb", parameters, Map.of(name, value));
    }

    private static Notebook notebook(String tagged) {
        return new Notebook(5, Json.object(), List.of(Cell.of(Cell.CODE, "p", tagged, "parameters")), Json.object());
    }
}
