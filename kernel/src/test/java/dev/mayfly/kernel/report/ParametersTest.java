package dev.mayfly.kernel.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.source.tree.LiteralTree;
import com.sun.source.tree.VariableTree;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

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
            int[] ports = {80};
            var sizes = List.of(1L, 2L);
            Set<String> names = Set.of();
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
                        "List<String> hosts: List<String>",
                        "int[] ports: int[]",
                        "java.util.List<Long> sizes: java.util.List<Long>",
                        "Set<String> names: Set<String>");
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
        Map<String, Given> given = new LinkedHashMap<>();
        typed.forEach((name, text) -> given.put(name, new Given.Typed(text)));
        ParameterValues values = ParameterValues.check("n.ipynb", ParameterReader.of(notebook), given);
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
                "ports", List.of("1,x", "[1, \"2\"]", "[1", "1,"),
                "sizes", List.of("1,9223372036854775808"),
                "names", List.of("a"));
        wrong.forEach((name, texts) -> texts.forEach(text -> assertThatThrownBy(() -> check(parameters, name, text))
                .as(name + "=" + text)
                .isInstanceOf(ParameterException.class)
                .hasMessageContaining("Parameter " + name)
                .hasMessageContaining("\"" + text + "\"")));
        assertThatThrownBy(() -> check(parameters, "level", "hihg"))
                .hasMessage(
                        "Parameter level (Level) cannot be \"hihg\" (did you mean HIGH?): it takes one of LOW, HIGH");
    }

    @Test
    void aListIsTypedWithCommasOrAsJson() throws Exception {
        List<Parameter> parameters = ParameterReader.of(notebook(DECLARED));
        Map<String, String> literals = Map.of(
                "a, b", "java.util.List.of(\"a\", \"b\")",
                "[\"a,b\", \"c\"]", "java.util.List.of(\"a,b\", \"c\")",
                "", "java.util.List.of()");
        for (Map.Entry<String, String> each : literals.entrySet()) {
            assertThat(check(parameters, "hosts", each.getKey())
                            .list()
                            .get(0)
                            .value()
                            .literal())
                    .isEqualTo(each.getValue());
        }
        ParameterValues ports = check(parameters, "ports", "80,443");
        assertThat(ports.list().get(0).value().literal()).isEqualTo("new int[] {80, 443}");
        assertThat(ports.json().toString()).isEqualTo("{\"ports\":[80,443]}");
        assertThat(check(parameters, "sizes", "5").list().get(0).value().literal())
                .isEqualTo("java.util.List.of(5L)");
    }

    @Test
    void aFileTellsTextsFromNumbers(@TempDir Path folder) throws Exception {
        Path file = folder.resolve("p.yaml");
        List<Parameter> parameters = ParameterReader.of(notebook(DECLARED));
        Files.writeString(file, """
                # night
                top: 5
                share: 1
                strict: false
                day: 2026-02-28
                hosts:
                  - a
                  - "b c"
                ports: [80, 443]
                level: HIGH
                """);
        assertThat(ParameterValues.check("n.ipynb", parameters, ParameterFile.read(file))
                        .json()
                        .toString())
                .isEqualTo("{\"top\":5,\"share\":1.0,\"strict\":false,\"day\":\"2026-02-28\",\"hosts\":[\"a\",\"b c\"],"
                        + "\"ports\":[80,443],\"level\":\"HIGH\"}");
        Map<String, String> wrong = Map.of(
                "top: \"5\"", "cannot be \"5\"",
                "top: 5.0", "cannot be 5.0, a number",
                "host: 1.10", "a number",
                "hosts: a", "cannot be \"a\"",
                "top: [", "is no YAML",
                "- top", "holds no parameters",
                "top: 1\ntop: 2", "Duplicate");
        for (Map.Entry<String, String> each : wrong.entrySet()) {
            Files.writeString(file, each.getKey());
            assertThatThrownBy(() -> ParameterValues.check("n.ipynb", parameters, ParameterFile.read(file)))
                    .as(each.getKey())
                    .isInstanceOf(ParameterException.class)
                    .hasMessageContaining(each.getValue());
        }
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
        return ParameterValues.check("n.ipynb", parameters, Map.of(name, new Given.Typed(value)));
    }

    private static Notebook notebook(String tagged) {
        return new Notebook(5, Json.object(), List.of(Cell.of(Cell.CODE, "p", tagged, "parameters")), Json.object());
    }
}
