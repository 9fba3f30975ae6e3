package dev.mayfly.kernel.report;

import dev.mayfly.kernel.cell.FrontEnd;
import dev.mayfly.kernel.cell.Workspace;
import dev.mayfly.kernel.display.MimeBundle;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;

/**
 * A workspace without Java in it: each line of a cell is a command ({@code print x}, {@code show id text}, {@code fail
 * Name: message}, {@code flaky times Name: message} ...), a line that is none does nothing. Like the real one it runs one cell at a time, stops at the
 * first failure, and forgets interrupts while idle.
 */
final class ScriptedWorkspace implements Workspace {
    final List<String> names = new ArrayList<>();
    final List<String> codes = new ArrayList<>();
    final Map<String, Integer> flakes = new HashMap<>();
    final CountDownLatch waiting = new CountDownLatch(1);
    boolean closed;

    private Optional<CountDownLatch> running = Optional.empty();

    @Override
    public Reply run(String name, String code, FrontEnd frontEnd) {
        CountDownLatch interrupted = new CountDownLatch(1);
        synchronized (this) {
            running = Optional.of(interrupted);
            names.add(name);
            codes.add(code);
        }
        try {
            for (String line : code.split("\n")) {
                Optional<Reply> end = command(line.strip(), frontEnd, interrupted);
                if (end.isPresent()) {
                    return end.get();
                }
            }
            return new Reply.Done(Optional.empty());
        } finally {
            synchronized (this) {
                running = Optional.empty();
            }
        }
    }

    private Optional<Reply> command(String line, FrontEnd frontEnd, CountDownLatch interrupted) {
        String[] words = line.split(" ", 3);
        String rest = words.length > 1 ? line.substring(words[0].length() + 1) : "";
        switch (words[0]) {
            case "print" -> frontEnd.stdout(rest + "\n");
            case "warn" -> frontEnd.stderr(rest + "\n");
            case "show" -> frontEnd.display(bundle(words[2]), Optional.of(words[1]));
            case "update" -> frontEnd.update(words[1], bundle(words[2]));
            case "clear" -> frontEnd.clear(rest.equals("wait"));
            case "ask" -> {
                try {
                    frontEnd.ask(rest, false);
                } catch (IOException e) {
                    return failed("IOException", String.valueOf(e.getMessage()));
                }
            }
            case "value" -> {
                return Optional.of(new Reply.Done(Optional.of(bundle(rest))));
            }
            case "fail" -> {
                String[] parts = rest.split(": ", 2);
                return failed(parts[0], parts[1]);
            }
            case "flaky" -> {
                int times = flakes.merge(rest, 1, Integer::sum);
                if (times <= Integer.parseInt(words[1])) {
                    String[] parts = words[2].split(": ", 2);
                    return failed(parts[0], parts[1]);
                }
            }
            case "wait" -> {
                waiting.countDown();
                try {
                    interrupted.await();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
                return Optional.of(new Reply.Interrupted("Interrupted; nothing runs on."));
            }
            default -> {}
        }
        return Optional.empty();
    }

    private static Optional<Reply> failed(String name, String message) {
        return Optional.of(new Reply.Failed(
                name, message, List.of("\u001b[31m" + name + "\u001b[0m: " + message, "  at cell 1, line 1")));
    }

    private static MimeBundle bundle(String text) {
        return new MimeBundle(Map.of(MimeBundle.TEXT, text, MimeBundle.HTML, "<b>" + text + "</b>"), Map.of());
    }

    @Override
    public synchronized void interrupt() {
        running.ifPresent(CountDownLatch::countDown);
    }

    @Override
    public Completions complete(String code, int cursor) {
        return new Completions(cursor, cursor, List.of());
    }

    @Override
    public Optional<MimeBundle> inspect(String code, int cursor, int detail) {
        return Optional.empty();
    }

    @Override
    public Completeness completeness(String code) {
        return code.isBlank() ? Completeness.EMPTY : Completeness.COMPLETE;
    }

    @Override
    public Reply evaluate(String expression, FrontEnd frontEnd) {
        return new Reply.Done(Optional.of(bundle(expression)));
    }

    @Override
    public void close() {
        closed = true;
    }
}
