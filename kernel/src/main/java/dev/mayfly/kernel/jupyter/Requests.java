package dev.mayfly.kernel.jupyter;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mayfly.kernel.cell.CommMessage;
import dev.mayfly.kernel.cell.Workspace;
import dev.mayfly.kernel.display.MimeBundle;
import java.util.Optional;
import java.util.concurrent.Executor;

/**
 * Answers the requests of the shell and control channels: each between its own {@code busy} and {@code idle}, in the
 * order in which its channel brought them. A cell holds up its own subshell, and nothing else.
 */
final class Requests {
    private final ConnectionFile connection;
    private final Author author;
    private final Gate gate;
    private final Publisher publisher;
    private final Subshells subshells;
    private final History history;
    private final Executor control;
    private final Runnable onShutdown;

    Requests(
            ConnectionFile connection,
            Author author,
            Gate gate,
            Publisher publisher,
            Subshells subshells,
            History history,
            Executor control,
            Runnable onShutdown) {
        this.connection = connection;
        this.author = author;
        this.gate = gate;
        this.publisher = publisher;
        this.subshells = subshells;
        this.history = history;
        this.control = control;
        this.onShutdown = onShutdown;
    }

    /** Takes a request; it is answered on the thread of its channel, or of its subshell. */
    void accept(Channel channel, Message request) {
        if (channel == Channel.CONTROL) {
            control.execute(() -> handle(channel, subshells.parent(), request));
            return;
        }
        Optional<Subshell> subshell = subshells.of(request);
        if (subshell.isPresent()) {
            subshell.get().later(() -> handle(channel, subshell.get(), request));
        } else {
            control.execute(() -> reply(
                    channel, request, Contents.failure("NoSubshell", "the subshell of this request does not exist")));
        }
    }

    private void handle(Channel channel, Subshell subshell, Message request) {
        publisher.publish(request.header().json(), "status", Contents.status("busy"));
        try {
            answer(subshell, request).ifPresent(content -> reply(channel, request, content));
        } catch (IllegalArgumentException e) {
            reply(channel, request, Contents.failure("BadRequest", String.valueOf(e.getMessage())));
        } catch (Throwable e) {
            // Whatever one request brought about, the session and its other requests live on.
            reply(channel, request, Contents.failure(Contents.fault(e)));
        } finally {
            publisher.publish(request.header().json(), "status", Contents.status("idle"));
        }
        if (request.type().equals("shutdown_request")) {
            onShutdown.run();
        }
    }

    private void reply(Channel channel, Message request, ObjectNode content) {
        String type = request.type().replaceFirst("_request$", "_reply");
        gate.send(channel, author.reply(request, type, content));
    }

    private Optional<ObjectNode> answer(Subshell shell, Message request) {
        JsonNode content = request.content();
        return switch (request.type()) {
            case "kernel_info_request" -> Optional.of(KernelInfo.content());
            case "execute_request" -> Optional.of(execute(shell, request));
            case "complete_request" -> Optional.of(complete(shell, content));
            case "inspect_request" -> Optional.of(inspect(shell, content));
            case "is_complete_request" -> Optional.of(isComplete(shell, content));
            case "history_request" -> Optional.of(history.reply(content));
            case "comm_info_request" ->
                Optional.of(Contents.commInfo(
                        shell.workspace().comms(), content.path("target_name").asText("")));
            case "connect_request" -> Optional.of(ports());
            case "interrupt_request" -> Optional.of(interrupt());
            case "create_subshell_request" -> Optional.of(Contents.ok().put("subshell_id", subshells.create()));
            case "delete_subshell_request" -> Optional.of(deleteSubshell(content));
            case "list_subshell_request" -> Optional.of(listSubshells());
            case "shutdown_request" -> Optional.of(shutdown(request));
            case "comm_open", "comm_msg", "comm_close" -> comm(shell, request);
            default -> unknown(request);
        };
    }

    private ObjectNode execute(Subshell shell, Message message) {
        if (shell.isAborting()) {
            return Contents.failure("Aborted", "an earlier cell failed").put("status", "aborted");
        }
        ExecuteRequest request = ExecuteRequest.of(message.content());
        ObjectNode reply = shell.execution().run(message, request);
        if (request.stopOnError() && !reply.path("status").asText().equals("ok")) {
            shell.abort(true);
            gate.afterPending(() -> shell.later(() -> shell.abort(false)));
        }
        return reply;
    }

    private static ObjectNode complete(Subshell shell, JsonNode content) {
        String code = ExecuteRequest.code(content);
        return Contents.completions(code, shell.workspace().complete(code, cursor(content, code)));
    }

    private static ObjectNode inspect(Subshell shell, JsonNode content) {
        String code = ExecuteRequest.code(content);
        int detail = content.path("detail_level").asInt(0);
        Optional<MimeBundle> found = shell.workspace().inspect(code, cursor(content, code), detail);
        ObjectNode reply = Contents.ok().put("found", found.isPresent());
        reply.putObject("data");
        reply.putObject("metadata");
        return found.map(bundle -> Contents.bundle(reply, bundle)).orElse(reply);
    }

    private ObjectNode deleteSubshell(JsonNode content) {
        String id = content.path("subshell_id").asText("");
        return subshells.delete(id)
                ? Contents.ok()
                : Contents.failure(
                        "NoSubshell", "there is no subshell \"" + id + "\"; list_subshell_request names them");
    }

    private ObjectNode listSubshells() {
        ObjectNode reply = Contents.ok();
        subshells.names().forEach(reply.putArray("subshell_id")::add);
        return reply;
    }

    private static int cursor(JsonNode content, String code) {
        return Text.utf16(code, content.path("cursor_pos").asInt(Integer.MAX_VALUE));
    }

    private static ObjectNode isComplete(Subshell shell, JsonNode content) {
        String code = ExecuteRequest.code(content);
        boolean isQuestion = NameQuestion.in(code).isPresent();
        return switch (isQuestion
                ? Workspace.Completeness.COMPLETE
                : shell.workspace().completeness(code)) {
            case COMPLETE, EMPTY -> Json.object().put("status", "complete");
            case INVALID -> Json.object().put("status", "invalid");
            case INCOMPLETE -> Json.object().put("status", "incomplete").put("indent", Indentation.after(code));
        };
    }

    private ObjectNode ports() {
        ObjectNode reply = Contents.ok();
        connection.ports().forEach((channel, port) -> reply.put(ConnectionFile.portField(channel), port));
        return reply;
    }

    private ObjectNode interrupt() {
        subshells.interrupt();
        return Contents.ok();
    }

    private ObjectNode shutdown(Message request) {
        ObjectNode reply =
                Contents.ok().put("restart", request.content().path("restart").asBoolean(false));
        // Every client must know, not only the one that asked.
        publisher.publish(request.header().json(), "shutdown_reply", reply.deepCopy());
        return reply;
    }

    /** Gives a message to an object of the session. The protocol has no reply; an opening that nobody wants is closed. */
    private Optional<ObjectNode> comm(Subshell shell, Message request) {
        CommMessage message = Contents.comm(request.type(), request.content());
        boolean taken = shell.execution().comm(request, message);
        if (!taken && message.kind() == CommMessage.Kind.OPEN) {
            ObjectNode content = Json.object().put("comm_id", message.id());
            content.putObject("data");
            publisher.publish(request.header().json(), "comm_close", content);
        }
        return Optional.empty();
    }

    private static Optional<ObjectNode> unknown(Message request) {
        return request.type().endsWith("_request")
                ? Optional.of(Contents.failure("UnknownRequest", "this kernel has no answer to " + request.type()))
                : Optional.empty();
    }
}
