package dev.mayfly.kernel.terminal;

import dev.mayfly.kernel.cell.FrontEnd;
import dev.mayfly.kernel.cell.Workspace;
import dev.mayfly.kernel.display.MimeBundle;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;

/**
 * A workspace that knows a few words instead of Java, and keeps the rules of the real one: one cell at a time, an
 * interrupt that only a running cell feels, completeness by brackets. {@code print X} prints, {@code err X} prints to
 * standard error, {@code fail X} fails, {@code loop} runs until it is interrupted, {@code ask X} asks; anything else is
 * an expression with itself as its value, unless it ends in a semicolon.
 */
public final class FakeWorkspace implements Workspace {
    public final List<String> cells = new ArrayList<>();
    public final List<String> names = new ArrayList<>();
    public final CountDownLatch looping = new CountDownLatch(1);
    public volatile Completions completions = new Completions(0, 0, List.of());
    public volatile Runnable inLoop = () -> {};
    public volatile boolean helpsWhileRunning;
    public volatile Optional<String> clusterLine = Optional.empty();
    public volatile boolean closed;
    private final Object lock = new Object();
    private boolean running;
    private boolean interrupted;

    @Override
    public Reply run(String name, String code, FrontEnd frontEnd) {
        synchronized (lock) {
            if (running || closed) {
                throw new IllegalStateException("a cell runs already, or the workspace is closed");
            }
            running = true;
            interrupted = false;
        }
        try {
            names.add(name);
            cells.add(code);
            return reply(name, code, frontEnd);
        } catch (InterruptedException | IOException e) {
            return new Reply.Failed(e.getClass().getSimpleName(), String.valueOf(e.getMessage()), List.of());
        } finally {
            synchronized (lock) {
                running = false;
            }
        }
    }

    private Reply reply(String name, String code, FrontEnd frontEnd) throws InterruptedException, IOException {
        String word = code.strip().split("\\s", 2)[0];
        String rest = code.strip().substring(word.length()).strip();
        switch (word) {
            case "print" -> frontEnd.stdout(rest + "\n");
            case "err" -> frontEnd.stderr(rest + "\n");
            case "ask" -> frontEnd.stdout("<" + frontEnd.ask(rest, false) + ">\n");
            case "fail" -> {
                int line = 1
                        + (int) code.substring(0, code.indexOf(word))
                                .chars()
                                .filter(c -> c == '\n')
                                .count();
                return new Reply.Failed(
                        "Failure",
                        rest,
                        List.of("\u001B[31mFailure: " + rest + "\u001B[0m", "  at " + name + ", line " + line));
            }
            case "loop" -> {
                return loop();
            }
            default -> {
                return code.strip().endsWith(";") || code.isBlank()
                        ? new Reply.Done(Optional.empty())
                        : new Reply.Done(Optional.of(MimeBundle.text(code.strip())));
            }
        }
        return new Reply.Done(Optional.empty());
    }

    private Reply loop() throws InterruptedException {
        looping.countDown();
        inLoop.run();
        synchronized (lock) {
            while (!interrupted) {
                lock.wait();
            }
        }
        return new Reply.Interrupted("interrupted");
    }

    @Override
    public void interrupt() {
        synchronized (lock) {
            if (running) {
                interrupted = true;
                lock.notifyAll();
            }
        }
    }

    @Override
    public boolean helpsWhileRunning() {
        return helpsWhileRunning;
    }

    @Override
    public Optional<String> clusterLine() {
        return clusterLine;
    }

    @Override
    public Completions complete(String code, int cursor) {
        return completions;
    }

    @Override
    public Optional<MimeBundle> inspect(String code, int cursor, int detail) {
        return code.isBlank() ? Optional.empty() : Optional.of(MimeBundle.text("about " + code));
    }

    @Override
    public Completeness completeness(String code) {
        if (code.isBlank()) {
            return Completeness.EMPTY;
        }
        int depth = 0;
        for (Token token : JavaLexer.lex(code)) {
            depth += switch (token.kind()) {
                case OPEN -> 1;
                case CLOSE -> -1;
                default -> 0;
            };
        }
        return depth > 0 ? Completeness.INCOMPLETE : depth < 0 ? Completeness.INVALID : Completeness.COMPLETE;
    }

    @Override
    public Reply evaluate(String expression, FrontEnd frontEnd) {
        return new Reply.Done(Optional.of(MimeBundle.text(expression)));
    }

    @Override
    public void close() {
        closed = true;
        interrupt();
    }
}
