package dev.mayfly.kernel.jupyter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mayfly.engine.JobProgress;
import dev.mayfly.engine.RunningJob;
import dev.mayfly.kernel.cell.FrontEnd;
import dev.mayfly.kernel.cell.Workspace.Completeness;
import dev.mayfly.kernel.cell.Workspace.Reply;
import dev.mayfly.kernel.display.MimeBundle;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The session of a kernel, joined over real ZeroMQ. */
final class AttachedWorkspaceTest {
    private final FakeWorkspace workspace = new FakeWorkspace();
    private final ConnectionFile connection = Client.connection(Client.KEY);
    private final Shown shown = new Shown();
    private JupyterKernel kernel;
    private AttachedWorkspace attached;

    @TempDir
    private Path folder = Path.of("");

    @BeforeEach
    void start() throws IOException {
        kernel = JupyterKernel.start(
                connection,
                () -> workspace,
                progress -> MimeBundle.text(progress.phase().name()),
                new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8));
        attached = AttachedWorkspace.attach(file(connection.ports()));
    }

    @AfterEach
    void stop() {
        attached.close();
        kernel.close();
    }

    private Path file(Map<Channel, Integer> ports) throws IOException {
        var json = Json.object()
                .put("transport", "tcp")
                .put("signature_scheme", "hmac-sha256")
                .put("ip", connection.ip())
                .put("key", Client.KEY);
        ports.forEach((channel, port) -> json.put(ConnectionFile.portField(channel), port));
        return Files.write(folder.resolve("kernel.json"), Json.write(json));
    }

    @Test
    void aCellRunsThereAndShowsHere() {
        Reply reply = attached.run("In [1]", "print one\nwarn two\nshow three\n= four", shown);
        assertThat(reply).isInstanceOf(Reply.Done.class);
        assertThat(((Reply.Done) reply).result().map(MimeBundle::plain)).contains("four");
        assertThat(shown.lines).containsExactly("out one\n", "err two\n", "show three");
        assertThat(attached.nextCell()).hasValue(2);
    }

    @Test
    void aFailureKeepsItsTraceback() {
        Reply reply = attached.run("In [1]", "fail at all", shown);
        assertThat(reply).isInstanceOf(Reply.Failed.class);
        assertThat(((Reply.Failed) reply).traceback()).isNotEmpty();
    }

    @Test
    void anInterruptStopsTheCell() throws Exception {
        CompletableFuture<Reply> running =
                CompletableFuture.supplyAsync(() -> attached.run("In [1]", "print on\nblock", shown));
        shown.first.get(20, TimeUnit.SECONDS);
        while (!running.isDone()) {
            attached.interrupt();
            CompletableFuture.anyOf(
                            running, new CompletableFuture<>().completeOnTimeout(null, 50, TimeUnit.MILLISECONDS))
                    .get(20, TimeUnit.SECONDS);
        }
        assertThat(running.get()).isInstanceOf(Reply.Interrupted.class);
    }

    @Test
    void aQuestionIsAskedHere() {
        attached.run("In [1]", "ask who", shown);
        assertThat(shown.lines).anyMatch(line -> line.startsWith("asked"));
    }

    @Test
    void completionsDocumentationAndCompletenessAreTheKernels() {
        var found = attached.complete("\ud83d\ude00 ab", 5);
        assertThat(found.from()).isEqualTo(3);
        assertThat(found.candidates()).extracting("text").containsExactly("ababc", "abxyz");
        assertThat(found.candidates()).extracting("type").containsExactly("method", "variable");
        assertThat(attached.completeness(" ")).isEqualTo(Completeness.EMPTY);
    }

    @Test
    void whatOthersRunIsShownHere() throws Exception {
        attached.follow(shown);
        try (Client other = new Client(connection)) {
            other.reply(Channel.SHELL, other.execute("print theirs\n= value"));
            shown.first.get(20, TimeUnit.SECONDS);
            assertThat(shown.lines.get(0)).startsWith("out In [1] elsewhere: print theirs");
        }
    }

    @Test
    void leavingLeavesTheKernelRunning() throws IOException {
        attached.run("In [1]", "= 1", shown);
        attached.close();
        try (AttachedWorkspace again = AttachedWorkspace.attach(file(connection.ports()))) {
            assertThat(again.nextCell()).hasValue(2);
            assertThat(workspace.closed).hasValue(0);
        }
    }

    @Test
    void aFileThatIsNoConnectionIsRefusedByName() throws IOException {
        Path broken = Files.writeString(folder.resolve("broken.json"), "{}");
        assertThatThrownBy(() -> AttachedWorkspace.attach(broken))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("broken.json");
    }

    /** Keeps what it is shown. */
    private static final class Shown implements FrontEnd {
        final List<String> lines = new ArrayList<>();
        final CompletableFuture<Void> first = new CompletableFuture<>();

        private synchronized void add(String line) {
            lines.add(line);
            first.complete(null);
        }

        @Override
        public void stdout(String text) {
            add("out " + text);
        }

        @Override
        public void stderr(String text) {
            add("err " + text);
        }

        @Override
        public void display(MimeBundle bundle, Optional<String> displayId) {
            add("show " + bundle.plain());
        }

        @Override
        public void update(String displayId, MimeBundle bundle) {
            add("update " + bundle.plain());
        }

        @Override
        public void clear(boolean wait) {}

        @Override
        public void progress(RunningJob job, JobProgress progress) {}

        @Override
        public String ask(String prompt, boolean secret) {
            add("asked " + prompt);
            return "me";
        }
    }
}
