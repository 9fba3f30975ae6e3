package dev.mayfly.kernel.jupyter;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a cell shows and replies, over real ZeroMQ. */
final class CellOutputTest extends KernelWithFake {
    @Test
    void aCellShowsItsInputItsOutputInOrderAndItsResult() {
        Message cell = client.execute("print one\nwarn two\nshow three\nupdate four\nclear\nprint five\n= six");
        ObjectNode reply = client.reply(Channel.SHELL, cell).content();
        assertThat(reply.path("status").asText()).isEqualTo("ok");
        assertThat(reply.path("execution_count").asInt()).isEqualTo(1);
        List<Message> shown = client.published(cell);
        assertThat(shown)
                .extracting(Message::type)
                .containsExactly(
                        "execute_input",
                        "stream",
                        "stream",
                        "display_data",
                        "update_display_data",
                        "clear_output",
                        "stream",
                        "execute_result");
        assertThat(shown.get(0).content().path("execution_count").asInt()).isEqualTo(1);
        assertThat(shown.get(2).content().path("name").asText()).isEqualTo("stderr");
        assertThat(shown.get(3).content().at("/transient/display_id").asText()).isEqualTo("shown");
        assertThat(shown.get(4).content().at("/data/text~1plain").asText()).isEqualTo("four");
        assertThat(shown.get(5).content().path("wait").asBoolean()).isTrue();
        assertThat(shown.get(7).content().at("/data/text~1plain").asText()).isEqualTo("six");
    }

    @Test
    void cellsAreNamedByTheirCount() {
        client.reply(Channel.SHELL, client.execute("= 1"));
        Message second = client.execute("name");
        client.reply(Channel.SHELL, second);
        assertThat(resultOf(second)).isEqualTo("In [2]");
    }

    @Test
    void tenMegabytesInTenThousandLinesArriveWholeInFewMessages() {
        Message cell = client.execute("flood 10000");
        client.reply(Channel.SHELL, cell);
        List<Message> streams = client.published(cell).stream()
                .filter(m -> m.type().equals("stream"))
                .toList();
        assertThat(textOf(streams)).isEqualTo(("x".repeat(1_023) + "\n").repeat(10_000));
        assertThat(streams).hasSizeLessThan(500);
    }

    @Test
    void aCharacterPrintedInTwoHalvesArrivesWhole() {
        Message cell = client.execute("half");
        client.reply(Channel.SHELL, cell);
        assertThat(textOf(client.published(cell))).isEqualTo("\ud83d\ude00");
    }

    @Test
    void lateOutputGoesToTheCellThatItCameFrom() {
        Message first = client.execute("late after");
        client.reply(Channel.SHELL, first);
        client.published(first);
        Message second = client.execute("print second");
        client.reply(Channel.SHELL, second);
        client.published(second);
        workspace.late.countDown();
        Message late = client.receive(Channel.IOPUB);
        assertThat(late.content().path("text").asText()).isEqualTo("after");
        assertThat(late.parent()).isEqualTo(first.header().json());
    }

    @Test
    void anErrorIsShownAndRepliedWithItsTraceback() {
        Message cell = client.execute("fail badly");
        ObjectNode reply = client.reply(Channel.SHELL, cell).content();
        assertThat(reply.path("status").asText()).isEqualTo("error");
        assertThat(reply.path("ename").asText()).isEqualTo("Oops");
        List<Message> shown = client.published(cell);
        assertThat(shown).extracting(Message::type).containsExactly("execute_input", "error");
        assertThat(shown.get(1).content().path("traceback").get(1).asText()).isEqualTo("  at In [1]");
    }

    @Test
    void aFailureOfTheWorkspaceItselfIsShownAndTheSessionGoesOn() {
        Message cell = client.execute("crash boom");
        ObjectNode reply = client.reply(Channel.SHELL, cell).content();
        assertThat(reply.path("ename").asText()).isEqualTo("AssertionError");
        assertThat(reply.path("evalue").asText()).contains("boom");
        assertThat(client.published(cell)).extracting(Message::type).containsExactly("execute_input", "error");
        Message next = client.execute("= on");
        client.reply(Channel.SHELL, next);
        assertThat(resultOf(next)).isEqualTo("on");
    }

    @Test
    void aSilentCellPublishesAndCountsNothing() {
        Message cell = client.execute("print quiet\n= quiet", Json.object().put("silent", true));
        assertThat(client.reply(Channel.SHELL, cell)
                        .content()
                        .path("execution_count")
                        .asInt())
                .isZero();
        assertThat(client.published(cell)).isEmpty();
        assertThat(history("tail").path("history")).isEmpty();
    }

    @Test
    void withoutStoreHistoryTheCellIsShownButNotCounted() {
        Message cell = client.execute("= seen", Json.object().put("store_history", false));
        assertThat(client.reply(Channel.SHELL, cell)
                        .content()
                        .path("execution_count")
                        .asInt())
                .isZero();
        assertThat(resultOf(cell)).isEqualTo("seen");
        assertThat(history("tail").path("history")).isEmpty();
    }

    @Test
    void userExpressionsAreEvaluatedEachOnItsOwn() {
        ObjectNode expressions = Json.object().put("good", "= 7").put("bad", "fail sadly");
        Message cell = client.execute("print x", Json.object().set("user_expressions", expressions));
        JsonNode values = client.reply(Channel.SHELL, cell).content().path("user_expressions");
        assertThat(values.at("/good/data/text~1plain").asText()).isEqualTo("7");
        assertThat(values.at("/good/status").asText()).isEqualTo("ok");
        assertThat(values.at("/bad/evalue").asText()).isEqualTo("sadly");
        assertThat(values.at("/bad/status").asText()).isEqualTo("error");
    }

    @Test
    void aJobHasOneDisplayThatEndsAsItsSummary() {
        Message cell = client.execute("job\njob");
        client.reply(Channel.SHELL, cell);
        List<Message> shown = client.published(cell).stream()
                .filter(m -> m.type().endsWith("display_data"))
                .toList();
        List<Message> first = shown.stream()
                .filter(m -> m.content().at("/transient/display_id").asText().endsWith("job-1"))
                .toList();
        assertThat(first.get(0).type()).isEqualTo("display_data");
        assertThat(first.subList(1, first.size())).extracting(Message::type).containsOnly("update_display_data");
        assertThat(first.get(first.size() - 1).content().at("/data/text~1plain").asText())
                .isEqualTo("FINISHED 100");
        assertThat(shown.stream().filter(m -> m.type().equals("display_data"))).hasSize(2);
    }
}
