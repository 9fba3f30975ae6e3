package dev.mayfly.kernel.jupyter;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** What can be done while a cell runs, over real ZeroMQ. */
final class RunningCellTest extends KernelWithFake {
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
}
