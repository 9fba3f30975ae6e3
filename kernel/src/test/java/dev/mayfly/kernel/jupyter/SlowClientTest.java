package dev.mayfly.kernel.jupyter;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mayfly.kernel.display.MimeBundle;
import java.io.IOException;
import java.io.PrintStream;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Clients that read late, or come late, while a cell shows more than ZeroMQ keeps for them; over real ZeroMQ. */
final class SlowClientTest {
    @Test
    void whoReadsOnlyWhenTheCellHasEndedStillReadsAllOfItInOrder() throws IOException {
        ConnectionFile connection = Client.connection(Client.KEY);
        FakeWorkspace workspace = new FakeWorkspace();
        try (JupyterKernel kernel = JupyterKernel.start(
                        connection,
                        () -> workspace,
                        progress -> MimeBundle.text(""),
                        new PrintStream(PrintStream.nullOutputStream()));
                Client slow = new Client(connection);
                Client quick = new Client(connection)) {
            StringBuilder code = new StringBuilder();
            // More messages than ZeroMQ keeps for a slow reader unless it is told to keep all.
            for (int i = 0; i < 3_000; i++) {
                code.append("print ").append(i).append("\nshow ").append(i).append('\n');
            }
            Message cell = quick.execute(code.toString());
            assertThat(quick.reply(Channel.SHELL, cell).content().path("status").asText())
                    .isEqualTo("ok");
            assertThat(displays(quick.published(cell))).hasSize(3_000);
            List<Message> read = slow.published(cell);
            assertThat(displays(read)).hasSize(3_000).startsWith("0", "1", "2").endsWith("2998", "2999");
            assertThat(read.stream()
                            .filter(message -> message.type().equals("stream"))
                            .map(message -> message.content().path("text").asText())
                            .collect(Collectors.joining())
                            .lines())
                    .hasSize(3_000);
            kernel.end();
        }
    }

    /** Each client expects its welcome before all else. */
    @Test
    void whoJoinsWhileACellShowsIsWelcomedBeforeHearingOfIt() throws IOException {
        ConnectionFile connection = Client.connection(Client.KEY);
        FakeWorkspace workspace = new FakeWorkspace();
        try (JupyterKernel kernel = JupyterKernel.start(
                        connection,
                        () -> workspace,
                        progress -> MimeBundle.text(""),
                        new PrintStream(PrintStream.nullOutputStream()));
                Client first = new Client(connection)) {
            Message cell = first.execute("show all of it\n".repeat(10_000));
            for (int i = 0; i < 30; i++) {
                new Client(connection).close();
            }
            assertThat(displays(first.published(cell))).hasSize(10_000);
            kernel.end();
        }
    }

    private static List<String> displays(List<Message> published) {
        return published.stream()
                .filter(message -> message.type().equals("display_data"))
                .map(message ->
                        message.content().path("data").path("text/plain").asText())
                .toList();
    }
}
