package dev.mayfly.kernel.jupyter;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Requests besides cells, and who may make them, over real ZeroMQ. */
final class RequestsTest extends KernelWithFake {
    @Test
    void kernelInfoTellsLanguageAndProtocol() {
        ObjectNode info = client.ask("kernel_info_request", Json.object());
        assertThat(info.path("status").asText()).isEqualTo("ok");
        assertThat(info.path("protocol_version").asText()).isEqualTo("5.5");
        assertThat(info.path("implementation").asText()).isEqualTo("mayfly");
        assertThat(info.path("language_info").path("name").asText()).isEqualTo("java");
        assertThat(info.path("help_links")).isNotEmpty();
    }

    @Test
    void completionsCountCodePointsAndCarryTypes() {
        String code = "\ud83d\ude00 wo";
        ObjectNode reply =
                client.ask("complete_request", Json.object().put("code", code).put("cursor_pos", 4));
        assertThat(reply.path("cursor_start").asInt()).isEqualTo(2);
        assertThat(reply.path("cursor_end").asInt()).isEqualTo(4);
        assertThat(reply.path("matches").get(0).asText()).isEqualTo("woabc");
        JsonNode typed = reply.at("/metadata/_jupyter_types_experimental/0");
        assertThat(typed.path("type").asText()).isEqualTo("function");
        assertThat(typed.path("signature").asText()).isEqualTo("int woabc()");
    }

    @Test
    void inspectSaysWhatWasFound() {
        ObjectNode found = client.ask(
                "inspect_request",
                Json.object().put("code", "name").put("cursor_pos", 2).put("detail_level", 1));
        assertThat(found.path("found").asBoolean()).isTrue();
        assertThat(found.at("/data/text~1plain").asText()).isEqualTo("na in detail 1");
        ObjectNode nothing = client.ask("inspect_request", Json.object().put("code", "unknown"));
        assertThat(nothing.path("found").asBoolean()).isFalse();
        assertThat(nothing.path("status").asText()).isEqualTo("ok");
    }

    @Test
    void aNameWithAQuestionMarkOpensThePager() {
        Message cell = client.execute("String??");
        JsonNode page = client.reply(Channel.SHELL, cell).content().at("/payload/0");
        assertThat(page.path("source").asText()).isEqualTo("page");
        assertThat(page.at("/data/text~1plain").asText()).isEqualTo("String in detail 1");
    }

    @Test
    void isCompleteTellsAlsoHowTheNextLineIsIndented() {
        assertThat(completeness("x").path("status").asText()).isEqualTo("complete");
        assertThat(completeness("}").path("status").asText()).isEqualTo("invalid");
        assertThat(completeness("  {").path("status").asText()).isEqualTo("incomplete");
        assertThat(completeness("  {").path("indent").asText()).isEqualTo("      ");
        assertThat(completeness("x?").path("status").asText()).isEqualTo("complete");
    }

    @Test
    void anOpenedCommIsClosedAsNobodyListens() {
        Message open = client.send(Channel.SHELL, "comm_open", Json.object().put("comm_id", "c1"));
        List<Message> shown = client.published(open);
        assertThat(shown).extracting(Message::type).containsExactly("comm_close");
        assertThat(shown.get(0).content().path("comm_id").asText()).isEqualTo("c1");
        assertThat(client.ask("comm_info_request", Json.object()).path("comms").isObject())
                .isTrue();
    }

    @Test
    void anUnknownRequestIsAnsweredSoThatNobodyWaits() {
        Message request = client.send(Channel.CONTROL, "dance_request", Json.object());
        Message reply = client.reply(Channel.CONTROL, request);
        assertThat(reply.type()).isEqualTo("dance_reply");
        assertThat(reply.content().path("evalue").asText()).contains("dance_request");
    }

    @Test
    void aRequestWithoutItsFieldIsAnErrorThatNamesTheField() {
        assertThat(client.ask("execute_request", Json.object()).path("evalue").asText())
                .contains("\"code\"");
    }

    @Test
    void aForgedMessageIsDroppedAndCountedAndNeverAnswered() {
        List<byte[]> frames = new ArrayList<>(
                client.encode(client.request("execute_request", Json.object().put("code", "print forged"))));
        frames.set(frames.size() - 1, "{\"code\":\"print forged!\"}".getBytes(StandardCharsets.UTF_8));
        client.sendFrames(Channel.SHELL, frames);
        client.sendFrames(Channel.SHELL, List.of(new byte[0], new byte[] {1}));
        Message honest = client.execute("print honest");
        client.reply(Channel.SHELL, honest);
        assertThat(textOf(client.published(honest))).isEqualTo("honest\n");
        assertThat(kernel.refused(Refusal.BAD_SIGNATURE)).isOne();
        assertThat(kernel.refused(Refusal.NO_DELIMITER)).isOne();
        assertThat(log.toString(StandardCharsets.UTF_8))
                .contains("SHELL", "signature")
                .doesNotContain(Client.KEY);
    }

    @Test
    void aReplayedMessageRunsOnce() {
        Message request = client.request("execute_request", Json.object().put("code", "= once"));
        List<byte[]> frames = client.encode(request);
        client.sendFrames(Channel.SHELL, frames);
        client.sendFrames(Channel.SHELL, frames);
        assertThat(statusOf(client.reply(Channel.SHELL, request))).isEqualTo("ok");
        Message info = client.send(Channel.SHELL, "kernel_info_request", Json.object());
        client.reply(Channel.SHELL, info);
        assertThat(kernel.refused(Refusal.REPLAYED)).isOne();
    }

    @Test
    void bothOfTwoClientsSeeEverythingAndEachGetsItsOwnReplies() {
        try (Client other = new Client(connection)) {
            Message mine = client.execute("= mine");
            client.reply(Channel.SHELL, mine);
            Message theirs = other.execute("= theirs");
            other.reply(Channel.SHELL, theirs);
            assertThat(other.published(mine)).extracting(Message::type).contains("execute_result");
            assertThat(client.published(theirs)).extracting(Message::type).contains("execute_result");
        }
    }

    @Test
    void aClientThatComesBackUnderItsOldIdentityGetsItsReplies() {
        try (Client before = new Client(connection, "same");
                Client after = new Client(connection, "same")) {
            assertThat(before.echo(new byte[] {1})).hasSize(1);
            assertThat(after.ask("kernel_info_request", Json.object())
                            .path("status")
                            .asText())
                    .isEqualTo("ok");
        }
    }
}
