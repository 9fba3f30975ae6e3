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
            session.screen.awaitView(rows -> rows.stream().noneMatch(row -> row.contains("reading")));
        }
    }

    @Test
    void theBarCoversNothingAndLeavesNothingWhereverThePromptStands() throws Exception {
        try (Session session = new Session("xterm-256color")) {
            session.screen.awaitText("In [1]: ");
            int cell = 1;
            for (int lines : new int[] {2, 30}) {
                int last = lines;
                workspace.inLoop = () -> {
                    for (int i = 1; i <= last; i++) {
                        session.repl.screen().stdout("row " + i + " of " + last + "\n");
                    }
                    session.repl.screen().progress(job(), progress(Phase.MAP));
                };
                session.screen.type("loop\r");
                String name = "In [" + cell + "]";
                session.screen.awaitView(rows -> rows.get(rows.size() - 1).startsWith(name + " reading 25 %"));
                session.screen.type(CTRL_C);
                String next = "In [" + ++cell + "]:";
                session.screen.awaitView(rows -> rows.get(rows.size() - 1).equals(next)
                        && rows.get(rows.size() - 2).equals("interrupted"));
                List<String> rows = session.screen.view();
                int first = rows.indexOf("row " + Math.max(1, last - 10) + " of " + last);
                for (int i = Math.max(1, last - 10); i <= last; i++) {
                    assertThat(rows.get(first++)).isEqualTo("row " + i + " of " + last);
                }
            }
        }
    }

    @Test
    void aScreenThatIsResizedWhileACellRunsShowsTheBarAndTheLineOnce() throws Exception {
        try (Session session = new Session("xterm-256color")) {
            workspace.inLoop = () -> session.repl.screen().progress(job(), progress(Phase.MAP));
            session.screen.awaitText("In [1]: ");
            session.screen.type("loop\r");
            session.screen.awaitView(
                    rows -> rows.stream().filter(row -> row.contains("reading")).count() == 1);
            String typed = "f(\u001B\r1,\u001B\r";
            session.screen.type(typed);
            String last = "";
            for (int[] size : new int[][] {{120, 24}, {70, 30}, {100, 12}, {40, 8}, {80, 24}}) {
                session.screen.resize(size[0], size[1]);
                session.screen.type("x");
                last += "x";
                String line = "   ...:     " + last;
                session.screen.awaitView(rows -> rows.subList(Math.max(0, rows.size() - 4), rows.size() - 1)
                                .equals(List.of("In [2]: f(", "   ...:     1,", line))
                        && rows.get(rows.size() - 1).startsWith("In [1] reading 25 %"));
                assertThat(session.screen.view()).doesNotHaveDuplicates();
            }
            session.screen.type(CTRL_C);
            session.screen.awaitText("interrupted");
            session.screen.awaitView(rows -> rows.stream().noneMatch(row -> row.contains("reading")));
            // What is typed stays when a cell is stopped.
            session.screen.type(CTRL_C);
            session.screen.awaitView(rows -> rows.get(rows.size() - 1).equals("In [2]:"));
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
            session.screen.awaitView(rows -> rows.stream().noneMatch(row -> row.contains("cluster")));
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
            session.screen.awaitView(rows -> rows.contains("In [2]: subtract"));
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
                    colour ? Map.of("XTERM_VERSION", "1") : Map.of("NO_COLOR", "1"),
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
