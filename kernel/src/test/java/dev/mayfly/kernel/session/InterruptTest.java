package dev.mayfly.kernel.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;

/** Cells that must be stopped. Each waits until its cell runs, interrupts it, and finds the session whole. */
@Timeout(30)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class InterruptTest {
    private Session session;
    private CountDownLatch started = new CountDownLatch(1);
    private final CountDownLatch release = new CountDownLatch(1);

    @BeforeAll
    void open() {
        session = Session.open(new SessionOptions(List.of(), Session.class.getClassLoader()));
        session.define("import java.io.*; import java.util.concurrent.*; int kept = 42;");
        session.bind("started", "Runnable", (Runnable) () -> started.countDown());
        session.bind("stubborn", "Runnable", (Runnable) this::ignoreInterrupts);
    }

    @AfterAll
    void close() {
        release.countDown();
        session.close();
    }

    private void ignoreInterrupts() {
        started.countDown();
        boolean released = false;
        while (!released) {
            try {
                released = release.await(1, TimeUnit.MINUTES);
            } catch (InterruptedException e) {
                released = false;
            }
        }
    }

    /** Runs code that says when it has started, and interrupts it then. */
    private Outcome interrupted(String code) throws Exception {
        return interruptedWhenStarted("started.run();\n" + code);
    }

    private Outcome interruptedWhenStarted(String code) throws Exception {
        started = new CountDownLatch(1);
        CompletableFuture<Outcome> outcome = CompletableFuture.supplyAsync(() -> session.evaluate("In [1]", code));
        assertThat(started.await(10, TimeUnit.SECONDS)).isTrue();
        session.interrupt();
        session.interrupt();
        return outcome.get(20, TimeUnit.SECONDS);
    }

    private void assertStopped(String code) throws Exception {
        assertThat(interrupted(code)).as(code).isEqualTo(new Outcome.Interrupted(Optional.empty(), List.of()));
        assertTheSessionGoesOn();
    }

    private void assertTheSessionGoesOn() {
        Outcome next = session.evaluate("In [2]", "Thread.sleep(1);\nThread.interrupted() ? -1 : kept");
        assertThat(next).isInstanceOfSatisfying(Outcome.Value.class, value -> assertThat(value.value())
                .isEqualTo(42));
    }

    @Test
    void aLoopWithoutEndStops() throws Exception {
        assertStopped("while (true);");
        assertStopped("for (;;) { try { Thread.sleep(1000); } catch (InterruptedException e) { } }");
        assertStopped("int n = 0; do { n++; } while (n >= 0 || n < 0);");
    }

    @Test
    void aCellThatCatchesEverythingStops() throws Exception {
        assertStopped("while (true) { try { kept = 42; } catch (Throwable e) { } }");
    }

    @Test
    void recursionAndMethodsOfOtherCellsStop() throws Exception {
        session.define("long fib(int n) { return n < 2 ? n : fib(n - 1) + fib(n - 2); }");
        assertStopped("fib(200)");
    }

    @Test
    void aSleepAndABlockedReadStop() throws Exception {
        assertStopped("Thread.sleep(1_000_000);");
        assertStopped("new CountDownLatch(1).await();");
        assertStopped("var in = new PipedInputStream(new PipedOutputStream()); in.read();");
    }

    @Test
    void theSnippetsAfterTheStoppedOneDoNotRun() throws Exception {
        assertStopped("while (true);\nkept = -1;");
    }

    @Test
    void threadsThatTheCellStartedStopWithIt() throws Exception {
        Outcome outcome = interruptedWhenStarted(
                "var spin = new Thread(() -> { started.run(); while (true); });\nspin.start();\nspin.join();");
        assertThat(outcome).isInstanceOf(Outcome.Interrupted.class);
        Outcome.Value spin = (Outcome.Value) session.evaluate("In [2]", "spin");
        Thread thread = (Thread) Objects.requireNonNull(spin.value());
        thread.join(TimeUnit.SECONDS.toMillis(10));
        assertThat(thread.isAlive()).isFalse();
    }

    @Test
    void codeThatDoesNotReactIsAbandonedAndNamed() throws Exception {
        Outcome outcome = interruptedWhenStarted("stubborn.run();");
        assertThat(outcome)
                .isInstanceOfSatisfying(Outcome.Interrupted.class, interrupted -> assertThat(interrupted.stillIn())
                        .isPresent());
        assertTheSessionGoesOn();
        assertStopped("while (true);");
    }

    @Test
    @EnabledForJreRange(max = JRE.JAVA_19)
    void aLoopInALibraryStopsWhereTheJvmCanStopIt() throws Exception {
        assertStopped("java.util.stream.LongStream.range(0, 40_000_000_000L).sum()");
    }

    @Test
    void anInterruptOfNothingIsNothing() {
        session.interrupt();
        assertTheSessionGoesOn();
    }

    @Test
    void aThreadThatWaitsForItsCellStopsItByAnInterrupt() throws Exception {
        started = new CountDownLatch(1);
        CompletableFuture<Outcome> outcome = new CompletableFuture<>();
        Thread caller = new Thread(() -> outcome.complete(session.evaluate("In [1]", "started.run(); while (true);")));
        caller.start();
        assertThat(started.await(10, TimeUnit.SECONDS)).isTrue();
        caller.interrupt();
        assertThat(outcome.get(20, TimeUnit.SECONDS)).isInstanceOf(Outcome.Interrupted.class);
        assertTheSessionGoesOn();
    }

    @Test
    void ourOwnCodeIsNeverStoppedOutright() {
        StackTraceElement cell = new StackTraceElement("REPL.$JShell$1", "do_it$", "1", 1);
        StackTraceElement library = new StackTraceElement("java.util.stream.LongPipeline", "sum", null, 1);
        StackTraceElement ours = new StackTraceElement("dev.mayfly.engine.Result", "count", null, 1);
        StackTraceElement initialiser = new StackTraceElement("java.util.Locale", "<clinit>", null, 1);
        StackTraceElement below = new StackTraceElement("dev.mayfly.kernel.session.CellCall", "run", null, 1);
        assertThat(CellThread.mayBeStopped(new StackTraceElement[] {library, cell, below}))
                .isTrue();
        assertThat(CellThread.mayBeStopped(new StackTraceElement[] {library, ours, cell, below}))
                .isFalse();
        assertThat(CellThread.mayBeStopped(new StackTraceElement[] {library, initialiser, cell, below}))
                .isFalse();
        assertThat(CellThread.mayBeStopped(new StackTraceElement[] {library, below}))
                .isFalse();
    }

    @Test
    void threadsOfACellInheritWhatSurroundsIt() {
        InheritableThreadLocal<String> owner = new InheritableThreadLocal<>();
        session.bind("owner", "ThreadLocal<String>", owner);
        Consumer<Runnable> within = body -> {
            owner.set("cell 1");
            try {
                body.run();
            } finally {
                owner.remove();
            }
        };
        session.evaluate(
                "In [1]",
                "var seen = new CompletableFuture<String>();\nnew Thread(() -> seen.complete(owner.get())).start();",
                within);
        assertThat(session.evaluate("In [2]", "seen.get() + owner.get()"))
                .isInstanceOfSatisfying(
                        Outcome.Value.class, value -> assertThat(value.value()).isEqualTo("cell 1null"));
    }
}
