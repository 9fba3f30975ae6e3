package dev.mayfly.kernel.jupyter;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * Questions to the person at the client that runs a cell, over the stdin channel. One question is open at a time; an
 * answer that nobody waits for is dropped, so that it cannot answer the next one. Safe for any thread.
 */
final class Prompts {
    private final Author author;
    private final Gate gate;
    private @Nullable Question open;

    private record Question(String id, CompletableFuture<Optional<String>> answer) {}

    Prompts(Author author, Gate gate) {
        this.author = author;
        this.gate = gate;
    }

    /**
     * Asks, and waits for the answer.
     *
     * @throws InterruptedIOException if the cell is interrupted meanwhile
     */
    String ask(Message request, String prompt, boolean secret) throws IOException {
        ObjectNode content = Json.object();
        content.put("prompt", prompt);
        content.put("password", secret);
        Message message = author.reply(request, "input_request", content);
        Question question = new Question(message.header().id(), new CompletableFuture<>());
        begin(question);
        try {
            gate.send(Channel.STDIN, message);
            return question.answer().get().orElseThrow(Prompts::interrupted);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw interrupted();
        } catch (ExecutionException e) {
            throw new IllegalStateException("an answer never fails", e);
        } finally {
            end(question);
        }
    }

    /** Takes an {@code input_reply}. A client may leave out which question it answers. */
    void answer(Message reply) {
        Question question = question();
        String answered = reply.parent().path("msg_id").asText("");
        if (question != null && (answered.isEmpty() || answered.equals(question.id()))) {
            question.answer().complete(Optional.of(reply.content().path("value").asText("")));
        }
    }

    /** Ends the open question, if there is one, without an answer. */
    void cancel() {
        Question question = question();
        if (question != null) {
            question.answer().complete(Optional.empty());
        }
    }

    private synchronized @Nullable Question question() {
        return open;
    }

    private synchronized void begin(Question question) throws IOException {
        if (open != null) {
            throw new IOException("another thread of this session waits for input already: ask one question at a time");
        }
        open = question;
    }

    private synchronized void end(Question question) {
        if (question.equals(open)) {
            open = null;
        }
    }

    private static InterruptedIOException interrupted() {
        return new InterruptedIOException("the cell was interrupted while it waited for input");
    }
}
