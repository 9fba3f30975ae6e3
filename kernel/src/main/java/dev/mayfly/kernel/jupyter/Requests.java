package dev.mayfly.kernel.jupyter;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mayfly.kernel.cell.Workspace;
import dev.mayfly.kernel.display.MimeBundle;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

/**
 * Answers the requests of the shell and control channels: each between its own {@code busy} and {@code idle}, in the
 * order in which its channel brought them. A cell holds up the shell channel, and nothing else.
 */
final class Requests {
    private final ConnectionFile connection;
    private final Author author;
    private final Gate gate;
    private final Publisher publisher;
    private final CompletableFuture<Workspace> workspace;
    private final Execution execution;
    private final Executor shell;
    private final Executor control;
    private final Runnable onShutdown;
    /** After a failure: execute requests that had come by then are aborted. The shell thread's own. */
    private boolean aborting;

    Requests(
            ConnectionFile connection,
            Author author,
            Gate gate,
            Publisher publisher,
            CompletableFuture<Workspace> workspace,
            Execution execution,
            Executor shell,
            Executor control,
            Runnable onShutdown) {
        this.connection = connection;
        this.author = author;
        this.gate = gate;
        this.publisher = publisher;
        this.workspace = workspace;
        this.execution = execution;
        this.shell = shell;
        this.control = control;
        this.onShutdown = onShutdown;
    }

    /** Takes a request; it is answered on its channel's thread. */
    void accept(Channel channel, Message request) {
        (channel == Channel.CONTROL ? control : shell).execute(() -> handle(channel, request));
    }

    private void handle(Channel channel, Message request) {
        publisher.publish(request.header().json(), "status", Contents.status("busy"));
        try {
            answer(request).ifPresent(content -> reply(channel, request, content));
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

    private Optional<ObjectNode> answer(Message request) {
        JsonNode content = request.content();
        return switch (request.type()) {
            case "kernel_info_request" -> Optional.of(KernelInfo.content());
            case "execute_request" -> Optional.of(execute(request));
            case "complete_request" -> Optional.of(complete(content));
            case "inspect_request" -> Optional.of(inspect(content));
            case "is_complete_request" -> Optional.of(isComplete(content));
            case "history_request" -> Optional.of(execution.history().reply(content));
            case "comm_info_request" -> Optional.of(Contents.ok().set("comms", Json.object()));
            case "connect_request" -> Optional.of(ports());
            case "interrupt_request" -> Optional.of(interrupt());
            case "shutdown_request" -> Optional.of(shutdown(request));
            case "comm_open" -> refuseComm(request);
            // Of a comm that is not open: the protocol has no answer.
            case "comm_msg", "comm_close" -> Optional.empty();
            default -> unknown(request);
        };
    }

    private ObjectNode execute(Message message) {
        if (aborting) {
            return Contents.failure("Aborted", "an earlier cell failed").put("status", "aborted");
        }
        ExecuteRequest request = ExecuteRequest.of(message.content());
        ObjectNode reply = execution.run(message, request);
        if (request.stopOnError() && !reply.path("status").asText().equals("ok")) {
            aborting = true;
            gate.afterPending(() -> shell.execute(() -> aborting = false));
        }
        return reply;
    }

    private ObjectNode complete(JsonNode content) {
        String code = ExecuteRequest.code(content);
        return Contents.completions(code, workspace.join().complete(code, cursor(content, code)));
    }

    private ObjectNode inspect(JsonNode content) {
        String code = ExecuteRequest.code(content);
        int detail = content.path("detail_level").asInt(0);
        Optional<MimeBundle> found = workspace.join().inspect(code, cursor(content, code), detail);
        ObjectNode reply = Contents.ok().put("found", found.isPresent());
        reply.putObject("data");
        reply.putObject("metadata");
        return found.map(bundle -> Contents.bundle(reply, bundle)).orElse(reply);
    }

    private static int cursor(JsonNode content, String code) {
        return Text.utf16(code, content.path("cursor_pos").asInt(Integer.MAX_VALUE));
    }

    private ObjectNode isComplete(JsonNode content) {
        String code = ExecuteRequest.code(content);
        boolean isQuestion = NameQuestion.in(code).isPresent();
        return switch (isQuestion
                ? Workspace.Completeness.COMPLETE
                : workspace.join().completeness(code)) {
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
        execution.interrupt();
        return Contents.ok();
    }

    private ObjectNode shutdown(Message request) {
        ObjectNode reply =
                Contents.ok().put("restart", request.content().path("restart").asBoolean(false));
        // Every client must know, not only the one that asked.
        publisher.publish(request.header().json(), "shutdown_reply", reply.deepCopy());
        return reply;
    }

    private Optional<ObjectNode> refuseComm(Message request) {
        ObjectNode content = Json.object();
        content.put("comm_id", request.content().path("comm_id").asText(""));
        content.putObject("data");
        publisher.publish(request.header().json(), "comm_close", content);
        return Optional.empty();
    }

    private static Optional<ObjectNode> unknown(Message request) {
        return request.type().endsWith("_request")
                ? Optional.of(Contents.failure("UnknownRequest", "this kernel has no answer to " + request.type()))
                : Optional.empty();
    }
}
