package dev.mayfly.kernel.jupyter;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mayfly.kernel.cell.Workspaces;
import dev.mayfly.kernel.display.ProgressText;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Java typed by a client, compiled and run by the real session, over real ZeroMQ; one session for all tests. */
final class SessionOverZeroMqTest {
    private static JupyterKernel kernel;
    private static Client client;

    @BeforeAll
    static void start() throws IOException {
        ConnectionFile connection = Client.connection(Client.KEY);
        kernel = JupyterKernel.start(
                connection,
                Workspaces::open,
                ProgressText::bundle,
                new PrintStream(OutputStream.nullOutputStream(), true, StandardCharsets.UTF_8));
        client = new Client(connection);
    }

    @AfterAll
    static void stop() {
        client.close();
        kernel.close();
    }

    private record Ran(ObjectNode reply, List<Message> shown) {
        String text(String type, String pointer) {
            return shown.stream()
                    .filter(message -> message.type().equals(type))
                    .map(message -> message.content().at(pointer).asText())
                    .collect(Collectors.joining());
        }

        String result() {
            return text("execute_result", "/data/text~1plain");
        }

        String status() {
            return reply.path("status").asText();
        }
    }

    private static Ran run(String code) {
        return finish(client.execute(code));
    }

    private static Ran finish(Message cell) {
        ObjectNode reply = client.reply(Channel.SHELL, cell).content();
        return new Ran(reply, client.published(cell));
    }

    @Test
    void cellsBuildOnEachOther() {
        assertThat(run("record Point(int x, int y) {}").status()).isEqualTo("ok");
        assertThat(run("var p = new Point(20, 1);").status()).isEqualTo("ok");
        assertThat(run("p.x() * 2 + p.y() * 2").result()).isEqualTo("42");
    }

    @Test
    void whatACellPrintsComesInOrder() {
        Ran ran = run("System.out.println(\"one\"); System.err.println(\"two\"); System.out.println(\"three\");");
        assertThat(ran.text("stream", "/text")).isEqualTo("one\ntwo\nthree\n");
    }

    @Test
    void anEndlessLoopIsInterruptedAndTheSessionGoesOn() {
        run("int kept = 7;");
        Message cell = client.execute("System.out.println(\"in\"); while (true);");
        while (!client.receive(Channel.IOPUB).type().equals("stream")) {
            assertThat(kernel).isNotNull();
        }
        client.reply(Channel.CONTROL, client.send(Channel.CONTROL, "interrupt_request", Json.object()));
        assertThat(client.reply(Channel.SHELL, cell).content().path("status").asText())
                .isEqualTo("error");
        assertThat(run("kept").result()).isEqualTo("7");
    }

    @Test
    void anExceptionKeepsItsCauseAndShowsNoFrameOfTheKernel() {
        Ran ran = run("throw new IllegalStateException(\"outer\", new java.io.IOException(\"inner\"));");
        assertThat(ran.reply().path("ename").asText()).contains("IllegalStateException");
        assertThat(ran.reply().path("traceback").toString()).contains("inner").doesNotContain("dev.mayfly.kernel");
    }

    @Test
    void completionKnowsVariablesOfTheSession() {
        run("var remembered = List.of(1, 2);");
        ObjectNode reply = client.ask("complete_request", Json.object().put("code", "remembered.siz"));
        assertThat(reply.path("matches").toString()).contains("size");
    }

    @Test
    void unfinishedCodeIsToldFromFinished() {
        assertThat(client.ask("is_complete_request", Json.object().put("code", "for (;;) {"))
                        .path("status")
                        .asText())
                .isEqualTo("incomplete");
        assertThat(client.ask("is_complete_request", Json.object().put("code", "1 + 1"))
                        .path("status")
                        .asText())
                .isEqualTo("complete");
    }

    @Test
    void aMapreduceOverGzipCountsRightAndShowsItsProgressInOneDisplay(@TempDir Path folder) throws IOException {
        Path log = folder.resolve("log.gz");
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(log))) {
            out.write(IntStream.range(0, 10_000)
                    .mapToObj(i -> "GET /" + i + " " + (i % 3 == 0 ? 200 : 404) + "\n")
                    .collect(Collectors.joining())
                    .getBytes(StandardCharsets.UTF_8));
        }
        Ran ran = run("""
                mapreduce(files("%s"),
                    (String line, Emitter<String, Long> out) -> out.emit(line.split(" ")[2], 1L),
                    (status, counts) -> counts.sum()).stream()
                    .map(p -> p.key() + "=" + p.value()).sorted().collect(Collectors.joining(" "))
                """.formatted(log));
        assertThat(ran.result()).contains("200=3334 404=6666");
        assertThat(ran.shown()).filteredOn(m -> m.type().equals("display_data")).hasSize(1);
    }
}
