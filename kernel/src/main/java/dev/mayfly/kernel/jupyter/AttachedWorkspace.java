package dev.mayfly.kernel.jupyter;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mayfly.kernel.cell.FrontEnd;
import dev.mayfly.kernel.cell.Workspace;
import dev.mayfly.kernel.display.MimeBundle;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * The session of a kernel that runs already, a notebook's most likely: cells run there, and what its other clients run is
 * shown here. Closing it leaves the kernel as it is.
 */
public final class AttachedWorkspace implements Workspace {
    /** A kernel that runs a cell of another client answers nothing else: then typing goes on without it. */
    private static final Duration MOST_HELP = Duration.ofSeconds(2);

    /** The control channel never waits for a cell: a kernel that does not answer there is gone. */
    private static final Duration MOST_SILENCE = Duration.ofSeconds(10);

    private static final Duration BETWEEN_CHECKS = Duration.ofSeconds(3);

    private final KernelClient client;
    private final BlockingQueue<Message> publications = new LinkedBlockingQueue<>();
    private volatile int count = -1;
    private volatile @Nullable FrontEnd others;
    private volatile @Nullable Running running;
    private volatile boolean closed;

    /** The cell of this client that runs. The result and failure are written by the thread that reads publications. */
    private static final class Running {
        final FrontEnd frontEnd;
        final CompletableFuture<Void> idle = new CompletableFuture<>();
        volatile String id = "";
        volatile Optional<MimeBundle> result = Optional.empty();

        Running(FrontEnd frontEnd) {
            this.frontEnd = frontEnd;
        }
    }

    private AttachedWorkspace(ConnectionFile connection) throws IOException {
        client = new KernelClient(connection, publications::add, this::ask);
        Daemons.start("mayfly-attached-output", this::follow);
    }

    /**
     * Joins the session of a kernel.
     *
     * @param connectionFile as Jupyter wrote it when the kernel started
     * @throws IOException if the file is wrong, or no kernel answers; the message says which
     */
    public static AttachedWorkspace attach(Path connectionFile) throws IOException {
        AttachedWorkspace attached = new AttachedWorkspace(ConnectionFile.read(connectionFile));
        if (!attached.isAlive()) {
            attached.close();
            throw new IOException("no kernel answers at " + connectionFile + ": it has ended, or its key has changed");
        }
        attached.learnCount();
        return attached;
    }

    private boolean isAlive() {
        return within(
                        client.request(Channel.CONTROL, "kernel_info_request", Json.object())
                                .reply(),
                        MOST_SILENCE)
                .isPresent();
    }

    /** A cell without code changes nothing, and its reply tells the number of the last. */
    private void learnCount() {
        ObjectNode nothing = Json.object().put("code", "").put("silent", true).put("store_history", false);
        within(client.request(Channel.SHELL, "execute_request", nothing).reply(), MOST_HELP)
                .ifPresent(
                        reply -> count = reply.content().path("execution_count").asInt(0));
    }

    @Override
    public void follow(FrontEnd frontEnd) {
        others = frontEnd;
    }

    @Override
    public OptionalInt nextCell() {
        return count < 0 ? OptionalInt.empty() : OptionalInt.of(count + 1);
    }

    @Override
    public Reply run(String name, String code, FrontEnd frontEnd) {
        Running cell = new Running(frontEnd);
        ObjectNode content =
                Json.object().put("code", code).put("silent", false).put("store_history", true);
        content.put("allow_stdin", true).put("stop_on_error", true).putObject("user_expressions");
        running = cell;
        try {
            KernelClient.Asked asked = client.request(Channel.SHELL, "execute_request", content, id -> cell.id = id);
            Optional<Message> reply = await(asked.reply());
            if (reply.isEmpty()) {
                String gone = "the kernel does not answer any more: it has ended, or was restarted";
                return new Reply.Failed("KernelGone", gone, List.of("KernelGone: " + gone));
            }
            within(cell.idle, MOST_HELP);
            return reply(reply.get().content(), cell);
        } finally {
            running = null;
        }
    }

    private Reply reply(ObjectNode content, Running cell) {
        count = content.path("execution_count").asInt(count);
        if (content.path("status").asText().equals("ok")) {
            return new Reply.Done(cell.result);
        }
        String name = content.path("ename").asText("Aborted");
        String message = content.path("evalue").asText("an earlier cell failed");
        if (name.equals("Interrupted")) {
            return new Reply.Interrupted(message);
        }
        List<String> traceback = new ArrayList<>();
        content.path("traceback").forEach(line -> traceback.add(line.asText()));
        return new Reply.Failed(name, message, traceback);
    }

    /** Waits as long as the kernel lives. */
    private Optional<Message> await(CompletableFuture<Message> reply) {
        while (true) {
            Optional<Message> done = within(reply, BETWEEN_CHECKS);
            if (done.isPresent()) {
                return done;
            }
            if (closed || !isAlive()) {
                return Optional.empty();
            }
        }
    }

    private static <T> Optional<T> within(CompletableFuture<T> future, Duration limit) {
        try {
            return Optional.ofNullable(future.get(limit.toMillis(), TimeUnit.MILLISECONDS));
        } catch (TimeoutException | ExecutionException e) {
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }

    @Override
    public void interrupt() {
        client.request(Channel.CONTROL, "interrupt_request", Json.object());
    }

    @Override
    public Completions complete(String code, int cursor) {
        Optional<ObjectNode> reply = help("complete_request", code, cursor);
        if (reply.isEmpty()) {
            return new Completions(cursor, cursor, List.of());
        }
        List<Candidate> candidates = new ArrayList<>();
        JsonNode typed = reply.get().path("metadata").path("_jupyter_types_experimental");
        typed.forEach(one -> candidates.add(new Candidate(
                one.path("text").asText(),
                one.path("type").asText().replace("function", "method").replace("instance", "variable"),
                one.path("signature").asText())));
        if (typed.isEmpty()) {
            reply.get().path("matches").forEach(text -> candidates.add(new Candidate(text.asText(), "", "")));
        }
        return new Completions(
                Text.utf16(code, reply.get().path("cursor_start").asInt()),
                Text.utf16(code, reply.get().path("cursor_end").asInt()),
                candidates);
    }

    @Override
    public Optional<MimeBundle> inspect(String code, int cursor, int detail) {
        return help("inspect_request", code, cursor)
                .filter(reply -> reply.path("found").asBoolean())
                .map(AttachedWorkspace::bundle);
    }

    @Override
    public Completeness completeness(String code) {
        String status = help("is_complete_request", code, code.length())
                .map(reply -> reply.path("status").asText())
                .orElse("complete");
        return switch (status) {
            case "incomplete" -> Completeness.INCOMPLETE;
            case "invalid" -> Completeness.INVALID;
            default -> code.isBlank() ? Completeness.EMPTY : Completeness.COMPLETE;
        };
    }

    private Optional<ObjectNode> help(String type, String code, int cursor) {
        ObjectNode content = Json.object().put("code", code).put("cursor_pos", Text.codePoint(code, cursor));
        return within(client.request(Channel.SHELL, type, content).reply(), MOST_HELP)
                .map(Message::content);
    }

    @Override
    public Reply evaluate(String expression, FrontEnd frontEnd) {
        ObjectNode content = Json.object().put("code", "").put("silent", true).put("store_history", false);
        content.putObject("user_expressions").put("value", expression);
        Optional<Message> reply =
                await(client.request(Channel.SHELL, "execute_request", content).reply());
        JsonNode value =
                reply.map(Message::content).map(done -> (JsonNode) done).orElseGet(Json::object);
        JsonNode shown = value.path("user_expressions").path("value");
        return shown.path("status").asText().equals("ok")
                ? new Reply.Done(Optional.of(bundle(shown)))
                : new Reply.Failed(
                        shown.path("ename").asText("Unknown"),
                        shown.path("evalue").asText(),
                        List.of());
    }

    /** Reads what the kernel tells, in order, on a thread of its own: a screen may make it wait. */
    private void follow() {
        try {
            while (!closed) {
                Message next = publications.poll(1, TimeUnit.SECONDS);
                if (next != null) {
                    take(next);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void take(Message message) {
        Running mine = running;
        String parent = message.parent().path("msg_id").asText();
        boolean isMine = mine != null && mine.id.equals(parent);
        FrontEnd target = isMine && mine != null ? mine.frontEnd : others;
        ObjectNode content = message.content();
        if (message.type().equals("status")) {
            if (isMine
                    && mine != null
                    && content.path("execution_state").asText().equals("idle")) {
                mine.idle.complete(null);
            }
        } else if (message.type().equals("execute_result") && isMine && mine != null) {
            mine.result = Optional.of(bundle(content));
        } else if (target != null) {
            show(message.type(), content, target, isMine);
        }
    }

    private void show(String type, ObjectNode content, FrontEnd target, boolean isMine) {
        int number = content.path("execution_count").asInt(0);
        switch (type) {
            case "stream" -> {
                String text = content.path("text").asText();
                if (content.path("name").asText().equals("stderr")) {
                    target.stderr(text);
                } else {
                    target.stdout(text);
                }
            }
            case "display_data" -> target.display(bundle(content), displayId(content));
            case "update_display_data" -> displayId(content).ifPresent(id -> target.update(id, bundle(content)));
            case "clear_output" -> target.clear(content.path("wait").asBoolean());
            case "execute_input" -> {
                if (!isMine) {
                    count = Math.max(count, number);
                    target.stdout("In [" + number + "] elsewhere: "
                            + content.path("code").asText() + "\n");
                }
            }
            case "execute_result" ->
                target.stdout(
                        "Out[" + number + "] elsewhere: " + bundle(content).plain() + "\n");
            case "error" -> {
                if (!isMine) {
                    content.path("traceback").forEach(line -> target.stderr(line.asText() + "\n"));
                }
            }
            default -> {
                // Of no concern to a person.
            }
        }
    }

    private static Optional<String> displayId(ObjectNode content) {
        return Optional.ofNullable(content.path("transient").path("display_id").textValue());
    }

    private static MimeBundle bundle(JsonNode content) {
        Map<String, Object> data = Json.map(content.path("data"));
        data.putIfAbsent(MimeBundle.TEXT, "");
        return new MimeBundle(data, Json.map(content.path("metadata")));
    }

    private void ask(Message question) {
        Running mine = running;
        if (mine != null && question.type().equals("input_request")) {
            Daemons.start("mayfly-attached-question", () -> {
                ObjectNode content = question.content();
                try {
                    client.answer(
                            question,
                            mine.frontEnd.ask(
                                    content.path("prompt").asText(),
                                    content.path("password").asBoolean()));
                } catch (IOException e) {
                    // Nobody answers: the person has stopped the cell, and the question with it.
                }
            });
        }
    }

    @Override
    public void close() {
        closed = true;
        client.close();
    }
}
