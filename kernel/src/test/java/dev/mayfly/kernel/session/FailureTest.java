package dev.mayfly.kernel.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** What a person sees of a mistake. The tests share a session and use names of their own. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class FailureTest {
    private Session session;

    @BeforeAll
    void open() {
        session = Session.open(new SessionOptions(List.of(), Session.class.getClassLoader()));
        session.define("import java.util.*; import java.util.concurrent.*;");
    }

    @AfterAll
    void close() {
        session.close();
    }

    private void done(String cell, String code) {
        assertThat(session.evaluate(cell, code)).as(code).isEqualTo(new Outcome.Nothing(List.of()));
    }

    private Outcome.Thrown thrown(String cell, String code) {
        Outcome outcome = session.evaluate(cell, code);
        assertThat(outcome).as(code).isInstanceOf(Outcome.Thrown.class);
        return (Outcome.Thrown) outcome;
    }

    private Problem problem(String code) {
        Outcome outcome = session.evaluate("In [1]", code);
        assertThat(outcome).as(code).isInstanceOf(Outcome.Rejected.class);
        return ((Outcome.Rejected) outcome).problems().get(0);
    }

    private static List<String> calls(UserTrace trace) {
        return trace.frames().stream().map(UserTrace.Frame::toString).toList();
    }

    @Test
    void aTypeErrorHasItsLineAndCaret() {
        Problem problem = problem("int fine = 1;\n\n  int  wrong = \"text\";\nint after = 2;");
        assertThat(problem.message()).contains("incompatible types");
        assertThat(problem.inCell()).isEqualTo(new Problem.Position(3, 16));
        assertThat(problem.inSnippet()).isEqualTo(new Problem.Position(1, 14));
        assertThat(problem.line()).isEqualTo("  int  wrong = \"text\";");
        assertThat(problem.line().substring(problem.caret(), problem.caret() + problem.length()))
                .isEqualTo("\"text\"");
    }

    @Test
    void anUnknownNameIsNamedWithoutTheClassAroundIt() {
        Problem problem = problem("1 + missing");
        assertThat(problem.message())
                .contains("cannot find symbol", "variable missing")
                .doesNotContain("location");
        assertThat(problem.inCell()).isEqualTo(new Problem.Position(1, 5));
        assertThat(problem.length()).isEqualTo("missing".length());
    }

    @Test
    void aSyntaxErrorRunsNothingOfItsSnippet() {
        done("In [1]", "var ran = new ArrayList<Integer>();");
        assertThat(problem("ran.add(1); ran.add(2)\nran.add(3)").inCell().line())
                .isEqualTo(1);
        assertThat(session.evaluate("In [2]", "ran"))
                .isInstanceOfSatisfying(
                        Outcome.Value.class, v -> assertThat(v.value()).isEqualTo(List.of(1)));
        assertThat(problem("int open = (1 + 2;").message()).isNotBlank();
        assertThat(problem("void open() {\n  int a = 1;\n").message()).contains("end of file");
        assertThat(problem("int a = 1;\n)").inCell().line()).isEqualTo(2);
        assertThat(problem("class } {").line()).isEqualTo("class } {");
    }

    @Test
    void theVeryThrowableComesBackWithItsCauses() {
        Outcome.Thrown thrown = thrown(
                "In [1]",
                "class Own extends Exception { int code = 7; Own(Throwable cause) { super(\"own\", cause); } }\n"
                        + "throw new Own(new IllegalStateException(\"deep\"));");
        assertThat(thrown.error()).hasMessage("own").hasCauseExactlyInstanceOf(IllegalStateException.class);
        assertThat(thrown.trace().type()).isEqualTo("Own");
        assertThat(thrown.trace().cause().orElseThrow().message()).contains("deep");
        assertThat(calls(thrown.trace())).containsExactly("In [1], line 2");
    }

    @Test
    void framesAreInCellsAlsoInEarlierOnes() {
        done("In [3]", "\nint parse(String text) {\n  return Integer.parseInt(\n      text);\n}\n");
        done("In [4]", "Callable<Integer> late = () ->\n    parse(\"x\");");
        done("In [5]", "class Caller {\n  int n;\n  Caller() throws Exception {\n    n = late.call();\n  }\n}");
        Outcome.Thrown thrown = thrown("In [6]", "int before = 1;\n\nint n =\n  new Caller().n;");
        assertThat(calls(thrown.trace()))
                .filteredOn(call -> call.contains("In ["))
                .containsExactly(
                        "parse (In [3], line 3)",
                        "lambda (In [4], line 2)",
                        "new Caller (In [5], line 4)",
                        "In [6], line 4");
        assertThat(calls(thrown.trace()).get(0)).startsWith("forInputString (java.lang.NumberFormatException");
        assertThat(thrown.trace().frames())
                .anySatisfy(frame -> assertThat(frame.code()).isEqualTo("  return Integer.parseInt("));
        assertThat(calls(thrown.trace())).noneMatch(call -> call.contains("dev.mayfly") || call.contains("jdk.jshell"));
    }

    @Test
    void anErrorWithTheFramesOfAnotherMachineNamesTheStatementThatRan() {
        Outcome.Thrown thrown = thrown("In [8]", """
                var remote = new IllegalStateException("over there");

                // what fails
                remote.setStackTrace(new StackTraceElement[] {new StackTraceElement("far.Away", "run", "Away.java", 7)});
                throw remote;""");
        assertThat(calls(thrown.trace())).containsExactly("run (far.Away:7)", "In [8], line 5");
        assertThat(thrown.trace().frames().get(1).code()).isEqualTo("throw remote;");
    }

    @Test
    void aStatementThatGivesAVariableItsValueIsNamedOnce() {
        Outcome.Thrown thrown = thrown("In [9]", "var first = List.of().get(0);");
        assertThat(calls(thrown.trace())).containsOnlyOnce("In [9], line 1");
    }

    @Test
    void framesOfReplacedAndOverloadedMethodsKeepTheirCells() {
        done("In [7]", "int fail(int n) {\n  return 1 / n;\n}");
        done("In [8]", "Callable<Integer> old = () -> fail(0);");
        done("In [9]", "int fail(String s) {\n\n  return 1 / s.length();\n}");
        assertThat(calls(thrown("In [10]", "fail(\"\")").trace()))
                .containsExactly("fail (In [9], line 3)", "In [10], line 1");
        done("In [11]", "\nint fail(int n) {\n\n  return 2 / n;\n}");
        assertThat(calls(thrown("In [12]", "fail(0)").trace()))
                .containsExactly("fail (In [11], line 4)", "In [12], line 1");
        assertThat(calls(thrown("In [13]", "old.call()").trace()))
                .containsExactly("fail (In [7], line 2)", "lambda (In [8], line 1)", "In [13], line 1");
    }

    @Test
    void anExceptionFromAPoolShowsTheCellThatTheTaskCameFrom() {
        Outcome.Thrown thrown = thrown("In [12]", """
                var pool = Executors.newSingleThreadExecutor();
                try {
                  pool.submit(() -> {
                    throw new IllegalStateException("task");
                  }).get();
                } finally { pool.shutdown(); }
                """);
        assertThat(thrown.error()).isInstanceOf(java.util.concurrent.ExecutionException.class);
        assertThat(calls(thrown.trace().cause().orElseThrow())).containsExactly("lambda (In [12], line 4)");
    }

    @Test
    void aThrowableThatCannotSayItsMessageIsStillShown() {
        Outcome.Thrown thrown = thrown(
                "In [1]",
                "class Rude extends RuntimeException { public String getMessage() { throw new IllegalStateException(); } }\n"
                        + "throw new Rude();");
        assertThat(thrown.trace().message())
                .hasValueSatisfying(text -> assertThat(text).contains("cannot be read"));
    }

    @Test
    void throwablesThatCauseEachOtherEnd() {
        Outcome.Thrown thrown = thrown(
                "In [1]",
                "var one = new Exception(\"one\"); var two = new Exception(\"two\", one); one.initCause(two); throw one;");
        assertThat(thrown.trace().cause().orElseThrow().cause()).isEmpty();
    }

    @Test
    void anExitIsRefusedHoweverItIsAskedFor() {
        for (String code : List.of(
                "System.exit(3);",
                "Runtime.getRuntime().exit(3);",
                "Runtime.getRuntime().halt(3);",
                "java.util.function.IntConsumer quit = System::exit; quit.accept(3);",
                "java.util.function.IntConsumer stop = Runtime.getRuntime()::halt; stop.accept(3);",
                "class Quits { static void now() { try { System.exit(3); } catch (Exception e) { } } } Quits.now();")) {
            Outcome outcome = session.evaluate("In [1]", code);
            assertThat(outcome).as(code).isInstanceOfSatisfying(Outcome.Refused.class, refused -> {
                assertThat(refused.status()).isEqualTo(3);
                assertThat(refused.message()).contains("(3) was refused");
                assertThat(calls(refused.trace())).last().isEqualTo("In [1], line 1");
            });
        }
    }

    @Test
    void aCellCannotEvaluateInItsOwnSession() {
        Callable<Outcome> nested = () -> session.evaluate("inner", "1");
        session.bind("nested", "java.util.concurrent.Callable<?>", nested);
        assertThat(thrown("outer", "nested.call()").error())
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("a cell is running");
    }
}
