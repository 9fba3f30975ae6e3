package dev.mayfly.kernel.jupyter;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Kernel subshells (JEP 91) over real ZeroMQ, with a real session behind them; one for all tests. */
final class SubshellTest extends KernelWithSession {
    private Client other;

    @BeforeEach
    void connectAnother() {
        other = new Client(connection);
    }

    @AfterEach
    void disconnectAnother() {
        other.close();
    }

    private String create() {
        Message request = client.send(Channel.CONTROL, "create_subshell_request", Json.object());
        return client.reply(Channel.CONTROL, request)
                .content()
                .path("subshell_id")
                .asText();
    }

    private ObjectNode control(String type, ObjectNode content) {
        return client.reply(Channel.CONTROL, client.send(Channel.CONTROL, type, content))
                .content();
    }

    private Message execute(String subshell, String code) {
        return other.send(subshell, "execute_request", Json.object().put("code", code));
    }

    @Test
    void kernelInfoAdvertisesThem() {
        assertThat(client.ask("kernel_info_request", Json.object())
                        .path("supported_features")
                        .toString())
                .contains("kernel subshells");
    }

    @Test
    void aCellOfASubshellRunsWhileOneOfTheParentWaitsAndSeesItsVariables() {
        run("var gate = new java.util.concurrent.CountDownLatch(1); int n = 41;");
        String subshell = create();
        Message waiting = client.execute("gate.await(); n");
        Message opening = execute(subshell, "n = n + 1; gate.countDown();");
        assertThat(other.reply(Channel.SHELL, opening).content().path("status").asText())
                .isEqualTo("ok");
        assertThat(client.reply(Channel.SHELL, waiting).content().path("status").asText())
                .isEqualTo("ok");
        assertThat(client.published(waiting).toString()).contains("\"42\"");
    }

    @Test
    void completionAndInspectionAnswerWhileACellRuns() {
        run("var gate = new java.util.concurrent.CountDownLatch(1);");
        String subshell = create();
        Message waiting = client.execute("gate.await(); System.out.println(\"over\");");
        ObjectNode position = Json.object().put("code", "gate.countD").put("cursor_pos", 11);
        Message completing = other.send(subshell, "complete_request", position);
        assertThat(other.reply(Channel.SHELL, completing)
                        .content()
                        .path("matches")
                        .toString())
                .contains("countDown()");
        Message inspecting =
                other.send(subshell, "inspect_request", position.deepCopy().put("code", "gate.countDown("));
        assertThat(other.reply(Channel.SHELL, inspecting)
                        .content()
                        .path("found")
                        .asBoolean())
                .isTrue();
        other.reply(Channel.SHELL, execute(subshell, "gate.countDown()"));
        client.reply(Channel.SHELL, waiting);
        assertThat(client.published(waiting).toString()).contains("over");
    }

    @Test
    void whatASubshellDefinesTheParentHas() {
        String subshell = create();
        other.reply(
                Channel.SHELL, execute(subshell, "record Point(int x, int y) {} int twice(int v) { return 2 * v; }"));
        Message cell = client.execute("twice(new Point(3, 4).y())");
        client.reply(Channel.SHELL, cell);
        assertThat(client.published(cell).toString()).contains("\"8\"");
    }

    @Test
    void anInterruptEndsTheCellsOfAll() {
        String subshell = create();
        Message one = client.execute("System.out.println(\"a\"); while (true);");
        Message two = execute(subshell, "System.out.println(\"b\"); while (true);");
        awaitText(one, "a");
        awaitText(two, "b");
        control("interrupt_request", Json.object());
        assertThat(client.reply(Channel.SHELL, one).content().path("ename").asText())
                .isEqualTo("Interrupted");
        assertThat(other.reply(Channel.SHELL, two).content().path("ename").asText())
                .isEqualTo("Interrupted");
        run("1 + 1");
    }

    private void awaitText(Message cell, String text) {
        Client listener = cell.content().path("allow_stdin").asBoolean() ? client : other;
        Message next = listener.receive(Channel.IOPUB);
        while (!next.parent().equals(cell.header().json())
                || !next.content().path("text").asText().startsWith(text)) {
            next = listener.receive(Channel.IOPUB);
        }
    }

    @Test
    void aFailureAbortsTheCellsOfItsOwnSubshellAlone() {
        run("var gate = new java.util.concurrent.CountDownLatch(1);");
        String subshell = create();
        Message waiting = client.execute("gate.await(); 1");
        other.reply(Channel.SHELL, execute(subshell, "throw new RuntimeException(\"there\");"));
        other.reply(Channel.SHELL, execute(subshell, "gate.countDown()"));
        assertThat(client.reply(Channel.SHELL, waiting).content().path("status").asText())
                .isEqualTo("ok");
    }

    @Test
    void theyAreListedAndDeletedAndADeletedOneIsNamed() {
        String one = create();
        String two = create();
        assertThat(control("list_subshell_request", Json.object())
                        .path("subshell_id")
                        .toString())
                .contains(one, two);
        Message endless = execute(one, "System.out.println(\"b\"); while (true);");
        awaitText(endless, "b");
        assertThat(control("delete_subshell_request", Json.object().put("subshell_id", one))
                        .path("status")
                        .asText())
                .isEqualTo("ok");
        assertThat(control("list_subshell_request", Json.object())
                        .path("subshell_id")
                        .toString())
                .contains(two)
                .doesNotContain(one);
        assertThat(control("delete_subshell_request", Json.object().put("subshell_id", one))
                        .path("status")
                        .asText())
                .isEqualTo("error");
        Message lost = client.send(one, "execute_request", Json.object().put("code", "1"));
        Message next = client.receive(Channel.SHELL);
        assertThat(next.parent()).isEqualTo(lost.header().json());
        assertThat(next.content().path("evalue").asText()).contains("subshell");
    }
}
