package dev.mayfly.kernel.session;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Values, definitions and bindings. The tests share a session and use names of their own. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class SessionTest {
    private Session session;

    @BeforeAll
    void open() {
        session = Session.open(new SessionOptions(List.of(), Session.class.getClassLoader()));
        session.define("import java.util.*;");
    }

    @AfterAll
    void close() {
        session.close();
    }

    private Outcome.Value value(String code) {
        Outcome outcome = session.evaluate("In [1]", code);
        assertThat(outcome).as(code).isInstanceOf(Outcome.Value.class);
        return (Outcome.Value) outcome;
    }

    private void nothing(String code) {
        assertThat(session.evaluate("In [1]", code)).as(code).isEqualTo(new Outcome.Nothing(List.of()));
    }

    @Test
    void aTrailingExpressionIsTheLiveValue() {
        Outcome.Value value = value("var live = new StringBuilder(\"a\");\nlive.append(\"b\")");
        assertThat(value.value()).isInstanceOf(StringBuilder.class).hasToString("ab");
        assertThat(value.type()).isEqualTo("StringBuilder");
        assertThat(value("live").value()).isSameAs(value.value());
        assertThat(value(value.name()).value()).isSameAs(value.value());
    }

    @Test
    void workForACellRunsOnItsThreadAndWhatItThrowsIsTraced() {
        nothing("class Broken { public String toString() {\n  throw new IllegalStateException(\"no text\"); } }");
        Object broken = requireNonNull(value("new Broken()").value());
        Thread[] thread = {null};

        Outcome outcome = session.call(broken::toString, work -> {
            thread[0] = Thread.currentThread();
            work.run();
        });

        assertThat(outcome).isInstanceOf(Outcome.Thrown.class);
        assertThat(((Outcome.Thrown) outcome).trace().frames().get(0).toString())
                .isEqualTo("Broken.toString (In [1], line 2)");
        assertThat(thread[0]).isNotSameAs(Thread.currentThread());
        assertThat(session.call(() -> 42, Runnable::run)).isEqualTo(new Outcome.Value(42, "", "", false, List.of()));
    }

    @Test
    void codeBeyondALimitOfClassFilesIsRefusedAndLaterCellsRun() {
        nothing("String half = \"\";");
        String text = '"' + "x".repeat(66_000) + '"';
        String folded = "(\"" + "y".repeat(40_000) + "\" + \"" + "z".repeat(40_000) + "\")";
        for (String code : List.of(
                "String tooLong = " + text,
                "var tooLong = " + folded,
                "System.out.println(" + text + ")",
                "class TooLong { String s = " + text + "; }",
                "String tooLong() { return " + folded + "; }")) {
            Outcome outcome = session.evaluate("In [1]", code + ";");
            assertThat(outcome).as(code.substring(0, 20)).isInstanceOf(Outcome.Rejected.class);
            assertThat(((Outcome.Rejected) outcome).problems().toString()).contains("too long");
            assertThat(value("half.length() + 1").value()).isEqualTo(1);
        }
        nothing("int tooLong = 1;");
        assertThat(value("tooLong").value()).isEqualTo(1);
    }

    @Test
    void aNullIsAValueToo() {
        assertThat(value("(String) null").value()).isNull();
    }

    @Test
    void aValueIsNeverAskedForItsText() {
        nothing("class Mute { public String toString() { throw new IllegalStateException(\"asked\"); } }");
        nothing("var mute = new Mute();");
        assertThat(value("new Mute()").type()).isEqualTo("Mute");
    }

    @Test
    void whatHasNoValueGivesNone() {
        nothing("");
        nothing("  // a comment\n");
        nothing("import java.util.concurrent.atomic.AtomicLong");
        nothing("int five = 5");
        nothing("five = 6");
        nothing("for (int i = 0; i < 3; i++) five++;");
        nothing("void quiet() {}\nquiet()");
        assertThat(value("five").value()).isEqualTo(9);
        assertThat(value("five // not ended; by this semicolon;").value()).isEqualTo(9);
    }

    @Test
    void anExpressionThatEndsInASemicolonHasItsValueAndSaysSo() {
        nothing("int six = 6;");
        assertThat(value("six + 1; // with a comment")).matches(Outcome.Value::statement);
        assertThat(value("six + 1 // none;")).matches(value -> !value.statement());
    }

    @Test
    void snippetsRunInOrderUpToTheFirstFailure() {
        nothing("var order = new java.util.ArrayList<Integer>();");
        assertThat(session.evaluate("In [1]", "order.add(1);\norder.add(1 / 0);\norder.add(3);"))
                .isInstanceOf(Outcome.Thrown.class);
        assertThat(session.evaluate("In [1]", "order.add(4); order.add(\"five\"); order.add(6);"))
                .isInstanceOf(Outcome.Rejected.class);
        assertThat(value("order").value()).isEqualTo(List.of(1, 4));
    }

    @Test
    void everythingCanBeRedefined() {
        nothing("int again = 1; int twice() { return 2; } class Kind { int n = 1; }");
        nothing("String again = \"text\"; int twice() { return 22; } class Kind { int n = 11; }");
        assertThat(value("again + twice() + new Kind().n").value()).isEqualTo("text2211");
    }

    @Test
    void classesOfOneCellMayNameEachOther() {
        nothing("class Even { boolean of(int n) { return n == 0 || new Odd().of(n - 1); } }\n"
                + "class Odd { boolean of(int n) { return n != 0 && new Even().of(n - 1); } }");
        assertThat(value("new Even().of(10)").value()).isEqualTo(true);
    }

    @Test
    void aForwardReferenceIsANoteUntilItIsDefined() {
        Outcome early = session.evaluate("In [1]", "int half(int n) { return whole(n) / 2; }");
        assertThat(early.notes()).singleElement().asString().contains("method half(int)", "method whole(int)");
        assertThat(early).isInstanceOf(Outcome.Nothing.class);
        Outcome.Thrown called = (Outcome.Thrown) session.evaluate("In [2]", "half(4)");
        assertThat(called.error()).isInstanceOf(UnresolvedException.class).hasMessageContaining("method whole(int)");
        nothing("int whole(int n) { return n; }");
        assertThat(value("half(4)").value()).isEqualTo(2);
    }

    @Test
    void aVariableThatARedefinitionResetsIsSaid() {
        nothing("record Point(int x) {}");
        nothing("Point origin = new Point(0); var point = new Point(1); List<Point> points = new ArrayList<>();");
        assertThat(session.evaluate("In [1]", "record Point(int x, int y) {}").notes())
                .anySatisfy(note -> assertThat(note).contains("variable points was reset", "record Point"))
                .anySatisfy(note -> assertThat(note).contains("variable point is gone", "record Point"))
                .hasSize(3);
        assertThat(value("points").value()).isNull();
    }

    @Test
    void aBoundObjectIsAVariable() {
        Map<String, Integer> live = new java.util.HashMap<>();
        session.bind("bound", "java.util.Map<String, Integer>", live);
        value("bound.put(\"a\", 1);");
        assertThat(live).containsEntry("a", 1);
        assertThat(value("bound.get(\"a\") + 1").value()).isEqualTo(2);
        assertThat(session.variables()).contains(new Variable("bound", "java.util.Map<String, Integer>", live));
    }

    @Test
    void aBindingThatIsNotOneIsRefused() {
        assertThatThrownBy(() -> session.bind("x y", "int", 1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> session.bind("wrong", "String", 1)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void startUpCodeThatFailsSaysWhy() {
        assertThatThrownBy(() -> session.define("int 1x;")).hasMessageContaining("int 1x;");
        assertThatThrownBy(() -> session.define("int zero = 0; int bad = 1 / zero;"))
                .hasCauseInstanceOf(ArithmeticException.class);
    }

    @Test
    void theBytesOfAClassAreKeptAsCompiled() throws IOException {
        nothing("record Kept(int n) { void loop() { while (n > 0) {} } }");
        String name = String.valueOf(value("Kept.class.getName()").value());
        assertThat(session.classes()).contains(name);
        assertThat(new String(session.classBytes(name).orElseThrow(), java.nio.charset.StandardCharsets.ISO_8859_1))
                .doesNotContain("StopCheck");
        assertThat(session.classBytes("java.lang.String")).isEmpty();
        // Who wants to see what a function of a cell does asks its loader, which has them from no file.
        String file = name.substring(0, name.indexOf("$Kept")).replace('.', '/') + ".class";
        assertThat(session.classLoader().getResource(file)).isNull();
        try (InputStream in = session.classLoader().getResourceAsStream(file)) {
            assertThat(in).isNotNull();
        }
    }

    /** They would open each of their jars. */
    @Test
    void loadersAboveAreNotAskedForSnippets() {
        List<String> asked = new CopyOnWriteArrayList<>();
        ClassLoader above = new ClassLoader(Session.class.getClassLoader()) {
            @Override
            public @Nullable URL getResource(String name) {
                asked.add(name);
                return super.getResource(name);
            }

            @Override
            protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
                asked.add(name);
                return super.loadClass(name, resolve);
            }
        };
        try (Session other = Session.open(new SessionOptions(List.of(), above))) {
            other.evaluate("cell", "record Here(int n) {}");
            Outcome.Value name = (Outcome.Value) other.evaluate("cell", "Here.class.getEnclosingClass().getName()");
            String file = String.valueOf(name.value()).replace('.', '/') + ".class";
            assertThat(file).startsWith("REPL/");
            assertThat(other.classLoader().getResource(file)).isNull();
            assertThat(other.classLoader().getResource("no/such/file")).isNull();
        }
        assertThat(asked).contains("no/such/file").noneMatch(name -> name.startsWith("REPL"));
    }

    @Test
    void whatTheCompilerForgetsIsNotMissed() {
        nothing("record Spot(int x) {}");
        nothing("int doubled(int n) { return 2 * n; }");
        nothing("var spots = java.util.List.of(new Spot(1), new Spot(doubled(2)));");
        for (int i = 0; i < 26; i++) {
            nothing("if (doubled(" + i + ") < 0) { throw new IllegalStateException(); }");
            nothing("int rounds = " + i + ";");
        }
        assertThat(value("spots.stream().mapToInt(Spot::x).sum() + doubled(rounds)")
                        .value())
                .isEqualTo(5 + 50);
        session.evaluate("In [1]", "int doubled(int n) { return 3 * n; }");
        session.evaluate("In [1]", "record Spot(int x, int y) {}");
        assertThat(value("new Spot(doubled(1), 2).x()").value()).isEqualTo(3);
    }
}
