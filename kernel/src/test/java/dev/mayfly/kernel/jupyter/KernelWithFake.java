package dev.mayfly.kernel.jupyter;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mayfly.engine.JobProgress;
import dev.mayfly.kernel.display.MimeBundle;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** A kernel over real ZeroMQ with a fake workspace behind it, and its client, for each test. */
abstract class KernelWithFake {
    final FakeWorkspace workspace = new FakeWorkspace();
    final ByteArrayOutputStream log = new ByteArrayOutputStream();
    final ConnectionFile connection = Client.connection(Client.KEY);
    JupyterKernel kernel;
    Client client;

    @BeforeEach
    void start() throws IOException {
        kernel = JupyterKernel.start(
                connection,
                () -> workspace,
                KernelWithFake::progress,
                new PrintStream(log, true, StandardCharsets.UTF_8));
        client = new Client(connection);
    }

    @AfterEach
    void stop() {
        client.close();
        kernel.close();
        assertThat(workspace.closed).hasValue(1);
    }

    private static MimeBundle progress(JobProgress progress) {
        return MimeBundle.text(progress.phase() + " " + progress.inputsDone());
    }

    final void awaitInput() {
        while (!client.receive(Channel.IOPUB).type().equals("execute_input")) {
            assertThat(kernel).isNotNull();
        }
    }

    final void interrupt() {
        Message request = client.send(Channel.CONTROL, "interrupt_request", Json.object());
        assertThat(statusOf(client.reply(Channel.CONTROL, request))).isEqualTo("ok");
    }

    final ObjectNode history(String access) {
        return client.ask(
                "history_request", Json.object().put("hist_access_type", access).put("n", 10));
    }

    final ObjectNode completeness(String code) {
        return client.ask("is_complete_request", Json.object().put("code", code));
    }

    final String resultOf(Message cell) {
        return client.published(cell).stream()
                .filter(m -> m.type().equals("execute_result"))
                .map(m -> m.content().at("/data/text~1plain").asText())
                .collect(Collectors.joining());
    }

    static String statusOf(Message reply) {
        return reply.content().path("status").asText();
    }

    static String textOf(List<Message> streams) {
        return streams.stream()
                .filter(m -> m.type().equals("stream"))
                .map(m -> m.content().path("text").asText())
                .collect(Collectors.joining());
    }
}
