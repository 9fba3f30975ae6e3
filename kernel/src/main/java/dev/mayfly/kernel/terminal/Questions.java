package dev.mayfly.kernel.terminal;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * What cells ask the person at the terminal. A cell runs on a thread of its own, and only the thread that reads the
 * keyboard can ask: it is called away from the line that is being typed, and goes back to it. All state is guarded by this
 * object's lock.
 */
final class Questions {
    private final Deque<Question> open = new ArrayDeque<>();
    private final Runnable onQuestion;
    private final Runnable wake;
    private @Nullable Thread typing;

    /** Something that a cell waits to be told. */
    record Question(String prompt, boolean secret, CompletableFuture<String> answer) {}

    /**
     * @param onQuestion called when there is about to be a question
     * @param wake called when there is one
     */
    Questions(Runnable onQuestion, Runnable wake) {
        this.onQuestion = onQuestion;
        this.wake = wake;
    }

    /** Asks, and waits for the answer. */
    String ask(String prompt, boolean secret) throws IOException {
        Question question = new Question(prompt, secret, new CompletableFuture<>());
        onQuestion.run();
        synchronized (this) {
            open.add(question);
            if (typing != null) {
                typing.interrupt();
            }
        }
        wake.run();
        try {
            return question.answer().get();
        } catch (ExecutionException e) {
            throw new IOException(e.getCause() == null ? "" : e.getCause().getMessage(), e);
        } catch (InterruptedException e) {
            withdraw(question);
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while asking \"" + prompt + "\"", e);
        }
    }

    private synchronized void withdraw(Question question) {
        open.remove(question);
    }

    synchronized boolean areOpen() {
        return !open.isEmpty();
    }

    synchronized Optional<Question> next() {
        return Optional.ofNullable(open.poll());
    }

    /** From here on the calling thread is interrupted when there is a question; false where there is one already. */
    synchronized boolean beginTyping() {
        if (!open.isEmpty()) {
            return false;
        }
        typing = Thread.currentThread();
        return true;
    }

    /** The calling thread is not interrupted any more. */
    synchronized void endTyping() {
        typing = null;
        Thread.interrupted();
    }
}
