package dev.mayfly.kernel.jupyter;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mayfly.kernel.cell.CommMessage;
import dev.mayfly.kernel.cell.Workspace;
import dev.mayfly.kernel.display.MimeBundle;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionException;

/** The contents of messages, as "Messaging in Jupyter" names their fields. */
final class Contents {
    private static final int MOST_FRAMES = 20;

    private Contents() {}

    static ObjectNode ok() {
        return Json.object().put("status", "ok");
    }

    static ObjectNode status(String executionState) {
        return Json.object().put("execution_state", executionState);
    }

    /** {@code display_data} and {@code update_display_data}. */
    static ObjectNode display(MimeBundle bundle, Optional<String> displayId) {
        ObjectNode content = bundle(Json.object(), bundle);
        ObjectNode names = content.putObject("transient");
        displayId.ifPresent(id -> names.put("display_id", id));
        return content;
    }

    /** {@code execute_result}. */
    static ObjectNode result(MimeBundle bundle, int count) {
        return bundle(Json.object().put("execution_count", count), bundle);
    }

    /** Adds a bundle to a content. */
    static ObjectNode bundle(ObjectNode content, MimeBundle bundle) {
        content.set("data", Json.tree(bundle.data()));
        content.set("metadata", Json.tree(bundle.metadata()));
        return content;
    }

    /** {@code error}, and the part that an error adds to a reply. */
    static ObjectNode error(Workspace.Reply.Failed failed) {
        ObjectNode content = Json.object();
        content.put("ename", failed.name());
        content.put("evalue", failed.message());
        ArrayNode traceback = content.putArray("traceback");
        failed.traceback().forEach(traceback::add);
        return content;
    }

    /** A reply that says why there is no better one. */
    static ObjectNode failure(Workspace.Reply.Failed failed) {
        return Json.object().put("status", "error").setAll(error(failed));
    }

    /** What to show of a failure that is the kernel's own, frames included. */
    static Workspace.Reply.Failed fault(Throwable failure) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        List<String> traceback = new ArrayList<>();
        traceback.add("The kernel failed, not the cell: " + cause);
        Arrays.stream(cause.getStackTrace()).limit(MOST_FRAMES).forEach(frame -> traceback.add("    at " + frame));
        return new Workspace.Reply.Failed(cause.getClass().getSimpleName(), String.valueOf(cause), traceback);
    }

    static ObjectNode failure(String name, String message) {
        return failure(new Workspace.Reply.Failed(name, message, List.of(message)));
    }

    /** {@code complete_reply}, positions in code points. */
    static ObjectNode completions(String code, Workspace.Completions completions) {
        int start = Text.codePoint(code, completions.from());
        int end = Text.codePoint(code, completions.to());
        ObjectNode content = ok();
        ArrayNode matches = content.putArray("matches");
        content.put("cursor_start", start);
        content.put("cursor_end", end);
        ArrayNode typed = content.putObject("metadata").putArray("_jupyter_types_experimental");
        for (Workspace.Candidate candidate : completions.candidates()) {
            matches.add(candidate.text());
            typed.addObject()
                    .put("start", start)
                    .put("end", end)
                    .put("text", candidate.text())
                    .put("type", jupyterType(candidate.type()))
                    .put("signature", candidate.signature());
        }
        return content;
    }

    /** The kinds that JupyterLab has an icon for. */
    private static String jupyterType(String type) {
        return switch (type) {
            case "method" -> "function";
            case "variable" -> "instance";
            case "file" -> "path";
            default -> type;
        };
    }

    /** The message type of a comm's message. */
    static String commType(CommMessage.Kind kind) {
        return switch (kind) {
            case OPEN -> "comm_open";
            case MESSAGE -> "comm_msg";
            case CLOSE -> "comm_close";
        };
    }

    /** A comm's message as a client sent it. */
    static CommMessage comm(String type, JsonNode content) {
        CommMessage.Kind kind =
                switch (type) {
                    case "comm_open" -> CommMessage.Kind.OPEN;
                    case "comm_msg" -> CommMessage.Kind.MESSAGE;
                    default -> CommMessage.Kind.CLOSE;
                };
        return new CommMessage(
                kind,
                content.path("comm_id").asText(""),
                content.path("target_name").asText(""),
                Json.map(content.path("data")));
    }

    /** {@code comm_info_reply}: the pairs of a target, or of all where none is named. */
    static ObjectNode commInfo(Map<String, String> comms, String target) {
        ObjectNode content = ok();
        ObjectNode all = content.putObject("comms");
        comms.forEach((id, of) -> {
            if (target.isEmpty() || target.equals(of)) {
                all.putObject(id).put("target_name", of);
            }
        });
        return content;
    }
}
