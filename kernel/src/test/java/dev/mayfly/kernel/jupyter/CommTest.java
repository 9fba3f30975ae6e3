package dev.mayfly.kernel.jupyter;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Comms over real ZeroMQ, with a real session behind them; one for all tests. */
final class CommTest extends KernelWithSession {

    private List<Message> shownBy(String code) {
        return client.published(run(code));
    }

    private List<Message> send(String type, ObjectNode content) {
        return client.published(client.send(Channel.SHELL, type, content));
    }

    private static Message only(List<Message> messages, String type) {
        return messages.stream().filter(m -> m.type().equals(type)).findFirst().orElseThrow();
    }

    @Test
    void aPairThatTheClientOpensTalksBothWaysAndEnds() {
        shownBy("comms.target(\"echo\", comm -> {\n"
                + "  comm.onMessage(data -> { System.out.println(\"got \" + data); comm.send(Map.of(\"back\", data)); });\n"
                + "  comm.onClose(() -> System.out.println(\"gone\"));\n});");
        ObjectNode open = Json.object().put("comm_id", "c1").put("target_name", "echo");
        open.putObject("data").put("n", 1);
        Message first = only(send("comm_open", open), "comm_msg");
        assertThat(first.content().path("comm_id").asText()).isEqualTo("c1");
        assertThat(first.content().at("/data/back/n").asInt()).isEqualTo(1);

        ObjectNode info = client.ask("comm_info_request", Json.object().put("target_name", "echo"));
        assertThat(info.at("/comms/c1/target_name").asText()).isEqualTo("echo");
        assertThat(client.ask("comm_info_request", Json.object().put("target_name", "other"))
                        .path("comms"))
                .isEmpty();

        ObjectNode more = Json.object().put("comm_id", "c1");
        more.putObject("data").put("text", "héllo");
        List<Message> shown = send("comm_msg", more);
        assertThat(only(shown, "stream").content().path("text").asText()).isEqualTo("got {text=héllo}\n");
        assertThat(only(shown, "comm_msg").content().at("/data/back/text").asText())
                .isEqualTo("héllo");

        assertThat(only(send("comm_close", Json.object().put("comm_id", "c1")), "stream")
                        .content()
                        .path("text")
                        .asText())
                .isEqualTo("gone\n");
        assertThat(client.ask("comm_info_request", Json.object()).path("comms")).isEmpty();
    }

    @Test
    void aPairThatACellOpensIsTheFrontEndsToMake() {
        List<Message> shown =
                shownBy("var mine = comms.open(\"slider\", Map.of(\"max\", 10)); mine.send(Map.of(\"at\", 3));"
                        + " mine.close();");
        assertThat(only(shown, "comm_open").content().path("target_name").asText())
                .isEqualTo("slider");
        assertThat(only(shown, "comm_open").content().at("/data/max").asInt()).isEqualTo(10);
        assertThat(only(shown, "comm_msg").content().at("/data/at").asInt()).isEqualTo(3);
        assertThat(only(shown, "comm_close").content().path("comm_id").asText())
                .isEqualTo(only(shown, "comm_open").content().path("comm_id").asText());
    }

    @Test
    void whatAnObjectThrowsIsShownAndTheSessionGoesOn() {
        shownBy("comms.target(\"bad\", comm -> { throw new IllegalStateException(\"no\"); });");
        ObjectNode open = Json.object().put("comm_id", "c2").put("target_name", "bad");
        assertThat(only(send("comm_open", open), "error")
                        .content()
                        .path("evalue")
                        .asText())
                .isEqualTo("no");
        shownBy("1 + 1");
    }

    @Test
    void anOpeningForNoTargetIsClosed() {
        ObjectNode open = Json.object().put("comm_id", "c3").put("target_name", "nobody");
        assertThat(only(send("comm_open", open), "comm_close")
                        .content()
                        .path("comm_id")
                        .asText())
                .isEqualTo("c3");
    }
}
