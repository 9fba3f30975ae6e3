package dev.mayfly.kernel.jupyter;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Clients that read late, or come late, while a cell shows more than ZeroMQ keeps for them; over real ZeroMQ. */
final class SlowClientTest extends KernelWithFake {
    @Test
    void whoReadsOnlyWhenTheCellHasEndedStillReadsAllOfItInOrder() {
        try (Client slow = new Client(connection)) {
            StringBuilder code = new StringBuilder();
            // More messages than ZeroMQ keeps for a slow reader unless it is told to keep all.
            for (int i = 0; i < 3_000; i++) {
                code.append("print ").append(i).append("\nshow ").append(i).append('\n');
            }
            Message cell = client.execute(code.toString());
            assertThat(statusOf(client.reply(Channel.SHELL, cell))).isEqualTo("ok");
            assertThat(displays(client.published(cell))).hasSize(3_000);
            List<Message> read = slow.published(cell);
            assertThat(displays(read)).hasSize(3_000).startsWith("0", "1", "2").endsWith("2998", "2999");
            assertThat(textOf(read).lines()).hasSize(3_000);
        }
    }

    /** Each client expects its welcome before all else. */
    @Test
    void whoJoinsWhileACellShowsIsWelcomedBeforeHearingOfIt() {
        Message cell = client.execute("show all of it\n".repeat(10_000));
        for (int i = 0; i < 30; i++) {
            new Client(connection).close();
        }
        assertThat(displays(client.published(cell))).hasSize(10_000);
    }

    private static List<String> displays(List<Message> published) {
        return published.stream()
                .filter(message -> message.type().equals("display_data"))
                .map(message ->
                        message.content().path("data").path("text/plain").asText())
                .toList();
    }
}
