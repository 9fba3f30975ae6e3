package dev.mayfly.kernel.jupyter;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mayfly.engine.JobProgress;
import dev.mayfly.kernel.display.MimeBundle;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The kernel over real ZeroMQ, with a fake workspace behind it. */
final class JupyterKernelTest {
    private final FakeWorkspace workspace = new FakeWorkspace();
    private final ByteArrayOutputStream log = new ByteArrayOutputStream();
    private final ConnectionFile connection = Client.connection(Client.KEY);
    private JupyterKernel kernel;
    private Client client;

    @BeforeEach
    void start() throws IOException {
        kernel = JupyterKernel.start(
                connection,
                () -> workspace,
                JupyterKernelTest::progress,
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
    void aHeartbeatIsEchoedWhileACellRuns() {
        Message cell = client.execute("block");
        awaitInput();
        byte[] beat = {1, 2, 3};
        assertThat(client.echo(beat)).isEqualTo(beat);
        interrupt();
        client.reply(Channel.SHELL, cell);
    }

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
    void anInterruptStopsTheCellAndTheSessionGoesOn() {
        Message cell = client.execute("block");
        awaitInput();
        interrupt();
        assertThat(client.reply(Channel.SHELL, cell).content().path("ename").asText())
                .isEqualTo("Interrupted");
        Message next = client.execute("= on");
        client.reply(Channel.SHELL, next);
        assertThat(resultOf(next)).isEqualTo("on");
    }

    @Test
    void aFailureAbortsWhatWaitsAndOnlyThat() {
        Message running = client.execute("block");
        awaitInput();
        Message waiting = client.execute("= never");
        Message info = client.send(Channel.SHELL, "kernel_info_request", Json.object());
        interrupt();
        assertThat(statusOf(client.reply(Channel.SHELL, running))).isEqualTo("error");
        assertThat(statusOf(client.reply(Channel.SHELL, waiting))).isEqualTo("aborted");
        assertThat(statusOf(client.reply(Channel.SHELL, info))).isEqualTo("ok");
        assertThat(client.published(waiting)).isEmpty();
        Message later = client.execute("= later");
        assertThat(statusOf(client.reply(Channel.SHELL, later))).isEqualTo("ok");
        assertThat(resultOf(later)).isEqualTo("later");
    }

    @Test
    void withoutStopOnErrorWhatWaitsRuns() {
        Message running = client.execute("block", Json.object().put("stop_on_error", false));
        awaitInput();
        Message waiting = client.execute("= still");
        interrupt();
        client.reply(Channel.SHELL, running);
        assertThat(statusOf(client.reply(Channel.SHELL, waiting))).isEqualTo("ok");
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
    void aCellAsksThePersonAtItsClient() {
        Message cell = client.execute("secret Password: ");
        Message question = client.receive(Channel.STDIN);
        assertThat(question.type()).isEqualTo("input_request");
        assertThat(question.content().path("prompt").asText()).isEqualTo("Password: ");
        assertThat(question.content().path("password").asBoolean()).isTrue();
        client.answer(question, "42");
        client.reply(Channel.SHELL, cell);
        assertThat(resultOf(cell)).isEqualTo("42");
    }

    @Test
    void anAnswerToAnEarlierQuestionDoesNotAnswerTheNext() {
        Message first = client.execute("ask first");
        Message question = client.receive(Channel.STDIN);
        interrupt();
        client.reply(Channel.SHELL, first);
        Message second = client.execute("ask second");
        Message next = client.receive(Channel.STDIN);
        client.answer(question, "late");
        client.answer(next, "right");
        client.reply(Channel.SHELL, second);
        assertThat(resultOf(second)).isEqualTo("right");
    }

    @Test
    void aClientThatTakesNoQuestionsIsNotAsked() {
        Message cell = client.execute("ask x", Json.object().put("allow_stdin", false));
        assertThat(client.reply(Channel.SHELL, cell).content().path("evalue").asText())
                .contains("allow_stdin is false");
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

    @Test
    void shutdownIsAnsweredTheClientsAreToldAndTheKernelEnds() throws InterruptedException {
        Message request =
                client.send(Channel.CONTROL, "shutdown_request", Json.object().put("restart", true));
        assertThat(client.reply(Channel.CONTROL, request)
                        .content()
                        .path("restart")
                        .asBoolean())
                .isTrue();
        assertThat(client.published(request)).extracting(Message::type).containsExactly("shutdown_reply");
        kernel.awaitEnd();
    }

    @Test
    void shutdownEndsAlsoARunningCell() throws InterruptedException {
        client.execute("block");
        awaitInput();
        Message request = client.send(Channel.CONTROL, "shutdown_request", Json.object());
        client.reply(Channel.CONTROL, request);
        kernel.awaitEnd();
    }

    private void awaitInput() {
        while (!client.receive(Channel.IOPUB).type().equals("execute_input")) {
            assertThat(kernel).isNotNull();
        }
    }

    private void interrupt() {
        Message request = client.send(Channel.CONTROL, "interrupt_request", Json.object());
        assertThat(statusOf(client.reply(Channel.CONTROL, request))).isEqualTo("ok");
    }

    private ObjectNode history(String access) {
        return client.ask(
                "history_request", Json.object().put("hist_access_type", access).put("n", 10));
    }

    private ObjectNode completeness(String code) {
        return client.ask("is_complete_request", Json.object().put("code", code));
    }

    private String resultOf(Message cell) {
        return client.published(cell).stream()
                .filter(m -> m.type().equals("execute_result"))
                .map(m -> m.content().at("/data/text~1plain").asText())
                .collect(Collectors.joining());
    }

    private static String statusOf(Message reply) {
        return reply.content().path("status").asText();
    }

    private static String textOf(List<Message> streams) {
        return streams.stream()
                .filter(m -> m.type().equals("stream"))
                .map(m -> m.content().path("text").asText())
                .collect(Collectors.joining());
    }
}
