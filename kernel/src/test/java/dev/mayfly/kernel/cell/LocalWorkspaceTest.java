package dev.mayfly.kernel.cell;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mayfly.kernel.cell.Workspace.Reply;
import dev.mayfly.kernel.display.ErrorText;
import dev.mayfly.kernel.display.MimeBundle;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Cells in a real session. The tests share it and use names of their own. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class LocalWorkspaceTest {
    private Workspace workspace;
    private final RecordingFrontEnd frontEnd = new RecordingFrontEnd();

    @BeforeAll
    void open() {
        workspace = Workspaces.open();
    }

    @AfterAll
    void close() {
        workspace.close();
    }

    private Reply run(String code, FrontEnd out) {
        return workspace.run("In [1]", code, out);
    }

    private String value(String code) {
        Reply reply = run(code, frontEnd);
        assertThat(reply).as(code).isInstanceOf(Reply.Done.class);
        return ((Reply.Done) reply).result().map(MimeBundle::plain).orElse("(no value)");
    }

    private Reply.Failed failure(String code) {
        Reply reply = run(code, frontEnd);
        assertThat(reply).as(code).isInstanceOf(Reply.Failed.class);
        return (Reply.Failed) reply;
    }

    private static String plain(Reply.Failed failed) {
        return String.join("\n", ErrorText.plain(failed.traceback()));
    }

    @Test
    void theLastExpressionIsRendered() {
        assertThat(value("var a1 = 20; a1 + 22")).isEqualTo("42");
        assertThat(value("List.of(1, 2)")).isEqualTo("[1, 2]");
        assertThat(value("var a2 = 3;")).isEqualTo("(no value)");
        assertThat(value("")).isEqualTo("(no value)");
        assertThat(value("(Object) null")).isEqualTo("null");
    }

    @Test
    void theJdksEverydayPackagesAreOnHand() {
        assertThat(value("Stream.of(1, 2).map(x -> x * 2).collect(Collectors.toList())"))
                .isEqualTo("[2, 4]");
        assertThat(value("Function<Integer, Integer> b1 = x -> x + 1; b1.apply(1)"))
                .isEqualTo("2");
        assertThat(value("Duration.ofSeconds(5)")).isEqualTo("PT5S");
        assertThat(value("Path.of(\"a\", \"b\")")).isEqualTo("a/b");
        assertThat(value("new BigDecimal(\"1.50\").add(BigDecimal.ONE)")).isEqualTo("2.50");
        assertThat(value("new Pair<>(\"k\", 1L).value()")).isEqualTo("1");
    }

    @Test
    void aSyntaxErrorShowsItsLineAndACaret() {
        Reply.Failed failed = failure("int c1 = 1;\nint c2 = missing + 1;");

        assertThat(failed.name()).isEqualTo("CompilationError");
        assertThat(failed.message()).isEqualTo("cannot find symbol");
        assertThat(plain(failed)).isEqualTo("""
                        In [1], line 2: cannot find symbol
                            symbol:   variable missing
                            int c2 = missing + 1;
                                     ^^^^^^^""");
        assertThat(failed.traceback().get(0)).contains("\u001b[1;31m");
    }

    @Test
    void anExceptionShowsTheFramesOfCellsAndItsCauses() {
        run("int d1(String s) {\n    return Integer.parseInt(s);\n}", frontEnd);
        Reply.Failed failed = failure("""
                try {
                    d1("x");
                } catch (NumberFormatException e) {
                    throw new IllegalStateException("cannot read", e);
                }""");

        assertThat(failed.name()).isEqualTo("java.lang.IllegalStateException");
        assertThat(failed.message()).isEqualTo("cannot read");
        assertThat(plain(failed))
                .contains("java.lang.IllegalStateException: cannot read\n  at In [1], line 4:  throw new")
                .contains("caused by: java.lang.NumberFormatException: For input string: \"x\"")
                .contains("  at d1 (In [1], line 2):  return Integer.parseInt(s);")
                .doesNotContain("dev.mayfly", "jdk.jshell", "REPL", "reflect");
    }

    @Test
    void whatAValueThrowsWhileItIsShownIsTheCellsError() {
        run("class E1 { public String toString() {\n throw new IllegalStateException(\"no text\"); } }", frontEnd);

        assertThat(plain(failure("new E1()")))
                .startsWith("java.lang.IllegalStateException: no text\n  at E1.toString (In [1], line 2)");
    }

    @Test
    void anEndlessToStringIsInterrupted() throws Exception {
        run("class F1 { public String toString() { System.out.println(\"f1\"); while (true); } }", frontEnd);
        RecordingFrontEnd out = new RecordingFrontEnd();
        CompletableFuture<Reply> reply = CompletableFuture.supplyAsync(() -> run("new F1()", out));
        out.await(seen -> seen.out().contains("f1"));

        workspace.interrupt();

        assertThat(reply.get()).isInstanceOf(Reply.Interrupted.class);
        assertThat(value("1 + 1")).isEqualTo("2");
    }

    @Test
    void anEndlessLoopIsInterruptedAndTheSessionGoesOn() throws Exception {
        RecordingFrontEnd out = new RecordingFrontEnd();
        CompletableFuture<Reply> reply = CompletableFuture.supplyAsync(
                () -> run("int g1 = 7;\nSystem.out.println(\"g1\");\nwhile (true);", out));
        out.await(seen -> seen.out().contains("g1"));

        workspace.interrupt();

        assertThat(reply.get()).isInstanceOf(Reply.Interrupted.class);
        assertThat(value("g1")).isEqualTo("7");
    }

    @Test
    void anExitIsRefused() {
        assertThat(failure("System.exit(3)").message()).contains("System.exit(3) was refused");
        assertThat(value("1 + 1")).isEqualTo("2");
    }

    @Test
    void displaysComeInOrderWithWhatIsPrinted() {
        RecordingFrontEnd out = new RecordingFrontEnd();
        run("""
                System.out.println("one");
                display(List.of(2));
                System.err.println("three");
                display("four", "id");
                updateDisplay("id", "five");
                clear();
                """, out);

        assertThat(out.events())
                .containsExactly(
                        "out:one\n", "display:[2]", "err:three\n", "display:id=four", "update:id=five", "clear:false");
    }

    @Test
    void anExpressionIsEvaluatedWithoutAVariable() {
        run("int h1 = 5;", frontEnd);

        Reply reply = workspace.evaluate("h1 * 2 // twice", frontEnd);

        assertThat(((Reply.Done) reply).result().map(MimeBundle::plain)).contains("10");
        assertThat(workspace.evaluate("h1 / 0", frontEnd)).isInstanceOf(Reply.Failed.class);
        assertThat(workspace.evaluate("nothere", frontEnd)).isInstanceOf(Reply.Failed.class);
        assertThat(workspace.evaluate("\"a\" + h1", frontEnd)).isInstanceOf(Reply.Done.class);
    }

    @Test
    void aThreadPrintsToTheCellThatStartedIt() throws Exception {
        RecordingFrontEnd first = new RecordingFrontEnd();
        RecordingFrontEnd second = new RecordingFrontEnd();
        run(
                "var i1 = new java.util.concurrent.CountDownLatch(1);\n"
                        + "new Thread(() -> { try { i1.await(); } catch (InterruptedException e) { } "
                        + "System.out.println(\"late\"); display(\"later\"); }).start();",
                first);
        run("System.out.println(\"second\"); i1.countDown();", second);

        first.await(seen -> seen.events().contains("display:later"));

        assertThat(first.out()).isEqualTo("late\n");
        assertThat(second.out()).isEqualTo("second\n");
    }

    @Test
    void parallelStreamsPrintToTheCellThatRuns() {
        String code = "IntStream.range(0, 1000).parallel().forEach(i -> System.out.println(i))";
        for (int i = 0; i < 2; i++) {
            RecordingFrontEnd out = new RecordingFrontEnd();
            run(code, out);
            assertThat(out.out().lines().map(Integer::valueOf).sorted())
                    .isEqualTo(IntStream.range(0, 1000).boxed().toList());
        }
    }

    @Test
    void tenMegabytesInTenThousandLinesArriveWholeAndInOrder() {
        RecordingFrontEnd out = new RecordingFrontEnd();
        run("""
                String k1 = "é".repeat(499);
                for (int i = 0; i < 10_000; i++) {
                    System.out.println("%05d ".formatted(i) + k1);
                }""", out);

        assertThat(out.out()).hasSize(10_000 * 506);
        assertThat(out.out().lines().map(line -> Integer.parseInt(line.substring(0, 5))))
                .isEqualTo(IntStream.range(0, 10_000).boxed().toList());
    }

    @Test
    void aCharacterWrittenInTwoHalvesIsOne() {
        RecordingFrontEnd out = new RecordingFrontEnd();
        run(
                "System.out.write(0xC3); System.out.write(0xA9); System.out.print(\"\\uD83D\"); System.out.println(\"\\uDE00\");",
                out);

        assertThat(out.out()).isEqualTo("é😀\n");
    }

    @Test
    void aCellReadsWhatThePersonTypes() {
        RecordingFrontEnd asked = new RecordingFrontEnd("Ada", "36");
        Reply reply = run("var l1 = new Scanner(System.in);\nl1.nextLine() + \" \" + (l1.nextInt() + 1)", asked);

        assertThat(((Reply.Done) reply).result().map(MimeBundle::plain)).contains("Ada 37");
    }

    @Test
    void notesOfTheSessionAreShown() {
        RecordingFrontEnd out = new RecordingFrontEnd();
        run("int m1() { return m2(); }", out);

        assertThat(out.err()).contains("m2");
    }
}
