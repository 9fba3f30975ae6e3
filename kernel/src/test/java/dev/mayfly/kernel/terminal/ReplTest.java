package dev.mayfly.kernel.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mayfly.engine.JobProgress;
import dev.mayfly.engine.JobProgress.Phase;
import dev.mayfly.engine.RunningJob;
import dev.mayfly.kernel.cell.Workspace.Candidate;
import dev.mayfly.kernel.cell.Workspace.Completions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jline.terminal.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReplTest {
    private static final String CTRL_C = "\u0003";
    private static final String CTRL_D = "\u0004";
    private static final String CTRL_U = "\u0015";

    private final FakeWorkspace workspace = new FakeWorkspace();

    @TempDir
    private Path folder = Path.of("");

    @ParameterizedTest
    @ValueSource(strings = {"xterm-256color", "dumb"})
    void aCellRunsAndShowsItsValueAndControlDLeaves(String type) throws Exception {
        try (Session session = new Session(type)) {
            session.screen.awaitText("In [1]: ");
            session.screen.type("1+1\r");
            session.screen.awaitText("Out[1]: 1+1\n");
            session.screen.awaitText("In [2]: ");
            session.screen.type(CTRL_D);
            session.ended();
        }
        assertThat(workspace.cells).containsExactly("1+1");
        assertThat(workspace.names).containsExactly("In [1]");
    }

    @Test
    void aTerminalThatCannotTellItsWidthStillShowsAValueBesideItsLabel() throws Exception {
        try (Session session = new Session("dumb")) {
            session.screen.terminal.setSize(new Size(0, 0));
            session.screen.awaitText("In [1]: ");
            session.screen.type("42\r");
            session.screen.awaitText("Out[1]: 42\n");
        }
    }

    @Test
    void theWelcomeHasTwoLines() throws Exception {
        try (Session session = new Session("dumb")) {
            session.screen.awaitText("In [1]: ");
            assertThat(session.screen.text().split("In \\[1]", 2)[0].lines()).hasSize(2);
        }
    }

    @Test
    void anOpenBracketAsksForAnotherLineAndIndentsIt() throws Exception {
        try (Session session = new Session("xterm-256color")) {
            session.screen.awaitText("In [1]: ");
            session.screen.type("f(\r");
            session.screen.awaitText("...: ");
            session.screen.type("1)\r");
            session.screen.awaitText("In [2]: ");
        }
        assertThat(workspace.cells).containsExactly("f(\n    1)");
    }

    @Test
    void altEnterStartsALineInAnyCase() throws Exception {
        try (Session session = new Session("xterm-256color")) {
            session.screen.awaitText("In [1]: ");
            session.screen.type("a\u001B\r.b()\r");
            session.screen.awaitText("In [2]: ");
        }
        assertThat(workspace.cells).containsExactly("a\n.b()");
    }

    @Test
    void anExclamationMarkIsNotExpanded() throws Exception {
        try (Session session = new Session("xterm-256color")) {
            session.screen.awaitText("In [1]: ");
            session.screen.type("!a != !!b;\r");
            session.screen.awaitText("In [2]: ");
        }
        assertThat(workspace.cells).containsExactly("!a != !!b;");
    }

    @Test
    void controlCStopsTheRunningCellAndTheSessionGoesOn() throws Exception {
        try (Session session = new Session("xterm-256color")) {
            session.screen.awaitText("In [1]: ");
            session.screen.type("loop\r");
            assertThat(workspace.looping.await(20, TimeUnit.SECONDS)).isTrue();
            session.screen.type(CTRL_C);
            session.screen.awaitText("interrupted");
            session.screen.awaitText("In [2]: ");
            session.screen.type("2\r");
            session.screen.awaitText("Out[2]: 2\n");
        }
    }

    @Test
    void controlCClearsTheLineAndOnAnEmptyOneSaysHowToLeave() throws Exception {
        try (Session session = new Session("xterm-256color")) {
            session.screen.awaitText("In [1]: ");
            session.screen.type("never run");
            // A signal overtakes what was typed before it and is not read yet.
            session.screen.awaitText("never run");
            session.screen.type(CTRL_C);
            session.screen.await(text -> text.split("In \\[1]: ", -1).length > 2);
            session.screen.type(CTRL_C);
            session.screen.awaitText("exit leaves");
            session.screen.type("exit\r");
            session.ended();
        }
        assertThat(workspace.cells).isEmpty();
    }

    @Test
    void outputWithoutALineBreakAndErrorsLeaveThePromptOnItsOwnLine() throws Exception {
        try (Session session = new Session("dumb")) {
            session.screen.awaitText("In [1]: ");
            session.screen.type("fail at all\r");
            session.screen.awaitText("Failure: at all\n  at In [1], line 1\n");
            session.screen.awaitText("\nIn [2]: ");
        }
        assertThat(workspace.cells).containsExactly("fail at all");
    }

    @Test
    void aMenuShowsWhatCouldStandThereWithItsType() throws Exception {
        workspace.completions = new Completions(
                5,
                7,
                List.of(
                        new Candidate("count", "method", "long count()"),
                        new Candidate("collect", "method", "R collect(Supplier<R>)")));
        try (Session session = new Session("xterm-256color")) {
            session.screen.awaitText("In [1]: ");
            session.screen.type("logs.co\t");
            session.screen.awaitText("long count()");
            session.screen.awaitText("R collect(Supplier<R>)");
        }
    }

    @Test
    void theOnlyCandidateReplacesWhatWasTyped() throws Exception {
        workspace.completions = new Completions(5, 7, List.of(new Candidate("count()", "method", "long count()")));
        try (Session session = new Session("xterm-256color")) {
            session.screen.awaitText("In [1]: ");
            session.screen.type("logs.co\t\r");
            session.screen.awaitText("In [2]: ");
        }
        assertThat(workspace.cells).containsExactly("logs.count()");
    }

    @Test
    void whatWasTypedIsFoundAgainAfterARestartAndIsTheOwnersAlone() throws Exception {
        try (Session session = new Session("xterm-256color")) {
            session.screen.awaitText("In [1]: ");
            session.screen.type("f(\r1)\r");
            session.screen.awaitText("In [2]: ");
        }
        Path history = folder.resolve("state").resolve("history");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(history)))
                .isEqualTo("rw-------");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve("state"))))
                .isEqualTo("rwx------");
        try (Session session = new Session("xterm-256color")) {
            session.screen.awaitText("In [1]: ");
            session.screen.type("\u001BOA");
            session.screen.awaitText("f(");
            session.screen.type("\r");
            session.screen.awaitText("In [2]: ");
        }
        assertThat(workspace.cells).containsExactly("f(\n    1)", "f(\n    1)");
    }

    @Test
    void progressIsABarBelowTheNextPromptThatIsGoneWhenTheCellHasEnded() throws Exception {
        try (Session session = new Session("xterm-256color")) {
            workspace.inLoop = () -> session.repl.screen().progress(job(), progress(Phase.MAP));
            session.screen.awaitText("In [1]: ");
            session.screen.type("loop\r");
            session.screen.awaitText("reading 25 %, 1.0 MB of 4.2 MB");
            session.screen.type("next");
            session.screen.awaitText("next");
            session.screen.type(CTRL_C);
            session.screen.awaitText("interrupted");
            session.screen.await(text -> text.lastIndexOf("next") > text.lastIndexOf("interrupted"));
            // The bar's row is cleared, and the screen scrolls as a whole again.
            session.screen.await(text -> {
                String raw = session.screen.raw();
                return raw.indexOf("\u001B[K", raw.lastIndexOf("\u001B[1;24r")) > 0;
            });
        }
    }

    @Test
    void aClusterStandsInTheBarAlsoWhileNoCellRunsAndIsGoneWithIt() throws Exception {
        try (Session session = new Session("xterm-256color")) {
            session.screen.awaitText("In [1]: ");
            workspace.clusterLine = Optional.of("cluster night: 3 ready, $0.12 an hour");
            session.screen.awaitText("cluster night: 3 ready, $0.12 an hour");
            session.screen.type("loop\r");
            session.screen.awaitText("In [1] runs, 0 s; Ctrl-C stops it");
            session.screen.type(CTRL_C);
            session.screen.awaitText("interrupted");
            workspace.clusterLine = Optional.empty();
            session.screen.await(text -> {
                String raw = session.screen.raw();
                return raw.indexOf("\u001B[K", raw.lastIndexOf("\u001B[1;24r")) > 0;
            });
        }
    }

    @Test
    void aWorkspaceThatHelpsWhileACellRunsIsAskedThen() throws Exception {
        workspace.helpsWhileRunning = true;
        workspace.completions =
                new Completions(0, 3, List.of(new Candidate("subtract", "method", "int subtract(int n)")));
        try (Session session = new Session("xterm-256color")) {
            session.screen.awaitText("In [1]: ");
            session.screen.type("loop\r");
            session.screen.awaitText("In [2]: ");
            session.screen.type("sub\t");
            session.screen.awaitText("subtract");
            session.screen.type("\u0015what?\r");
            session.screen.awaitText("about what");
            session.screen.type(CTRL_C);
            session.screen.awaitText("interrupted");
        }
    }

    @Test
    void aDumbTerminalGetsNoProgressAndNoEscapeSequence() throws Exception {
        try (Session session = new Session("dumb")) {
            workspace.inLoop = () -> session.repl.screen().progress(job(), progress(Phase.MAP));
            session.screen.awaitText("In [1]: ");
            session.screen.type("loop\r");
            assertThat(workspace.looping.await(20, TimeUnit.SECONDS)).isTrue();
            session.screen.type(CTRL_C);
            session.screen.awaitText("In [2]: ");
            session.screen.type("fail x\r");
            session.screen.awaitText("In [3]: ");
            assertThat(session.screen.raw()).doesNotContain("reading", "\u001B");
        }
    }

    @Test
    void whatAThreadPrintsAfterItsCellAppearsAboveThePrompt() throws Exception {
        try (Session session = new Session("xterm-256color")) {
            session.screen.awaitText("In [1]: ");
            session.screen.type("abc");
            session.screen.awaitText("abc");
            session.repl.screen().stdout("late\npart");
            session.screen.await(text -> text.indexOf("abc", text.indexOf("late")) > 0);
            assertThat(session.screen.text()).doesNotContain("part");
        }
    }

    @Test
    void aSessionThatWantsNoColourGetsNone() throws Exception {
        try (Session session = new Session("xterm-256color", false)) {
            session.screen.awaitText("In [1]: ");
            session.screen.type("fail \"x\"\r");
            session.screen.awaitText("In [2]: ");
            assertThat(session.screen.raw()).doesNotContainPattern("\u001B\\[[0-9;]*3[0-9]m");
        }
    }

    private static RunningJob job() {
        return new RunningJob() {
            @Override
            public String id() {
                return "job-1";
            }

            @Override
            public String where() {
                return "here";
            }

            @Override
            public void cancel() {}
        };
    }

    private static JobProgress progress(Phase phase) {
        return new JobProgress(phase, 1, 3, 1 << 20, OptionalLong.of(4 << 20), 1000, 0, 0, 0, Duration.ofSeconds(2));
    }

    /** A REPL on a thread of its own. */
    private final class Session implements AutoCloseable {
        final VirtualTerminal screen;
        final Repl repl;
        private final String type;
        private final CompletableFuture<Void> running;

        Session(String type) throws IOException {
            this(type, true);
        }

        Session(String type, boolean colour) throws IOException {
            this.type = type;
            screen = new VirtualTerminal(type, 80, 24);
            repl = new Repl(
                    workspace,
                    screen.terminal,
                    folder.resolve("state").resolve("history"),
                    colour ? Map.of() : Map.of("NO_COLOR", "1"),
                    new NoTranscript());
            running = CompletableFuture.runAsync(() -> repl.run("1.0"));
        }

        void ended() {
            try {
                running.get(20, TimeUnit.SECONDS);
            } catch (InterruptedException | ExecutionException | TimeoutException e) {
                throw new AssertionError("still running; on the screen:\n" + screen.text(), e);
            }
        }

        @Override
        public void close() throws IOException {
            if (!running.isDone()) {
                screen.type(type.equals("dumb") ? "exit\r" : CTRL_U + CTRL_D);
            }
            ended();
            screen.close();
        }
    }
}
