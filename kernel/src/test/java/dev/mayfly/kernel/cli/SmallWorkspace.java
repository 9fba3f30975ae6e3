package dev.mayfly.kernel.cli;

import dev.mayfly.kernel.cell.FrontEnd;
import dev.mayfly.kernel.cell.Workspace;
import dev.mayfly.kernel.display.MimeBundle;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A workspace without Java in it. It knows the text of one variable, {@code token}, and of cells only their first word:
 * {@code print}, {@code fail}, {@code wait} for an interrupt, {@code die}.
 */
final class SmallWorkspace implements Workspace {
    private static final Pattern TOKEN = Pattern.compile("String token = \"((?:[^\"\\\\]|\\\\.)*)\";");

    final List<String> codes = new ArrayList<>();
    final CountDownLatch began = new CountDownLatch(1);
    String failing = "";
    String shown = "";
    private String token = "";
    private Optional<CountDownLatch> waiting = Optional.empty();

    @Override
    public Reply run(String name, String code, FrontEnd frontEnd) {
        codes.add(code);
        Matcher assigned = TOKEN.matcher(code);
        if (assigned.find()) {
            token = assigned.group(1).replace("\\\"", "\"");
        }
        if (!failing.isEmpty() && code.contains(failing)) {
            return failed("broken");
        }
        return switch (code.split(" ", 2)[0]) {
            case "print" -> {
                frontEnd.stdout("token: " + token + "\n");
                shown += token;
                yield new Reply.Done(Optional.of(new MimeBundle(
                        java.util.Map.of(
                                MimeBundle.TEXT,
                                token,
                                MimeBundle.HTML,
                                "<b>" + dev.mayfly.kernel.display.Html.escape(token) + "</b>"),
                        java.util.Map.of())));
            }
            case "fail" -> failed(code.equals("fail token") ? "cannot log in with " + token : "failed");
            case "wait" -> {
                await();
                yield new Reply.Interrupted("");
            }
            case "die" -> throw new OutOfMemoryError("Java heap space");
            default -> new Reply.Done(Optional.empty());
        };
    }

    private void await() {
        CountDownLatch interrupted = new CountDownLatch(1);
        synchronized (this) {
            waiting = Optional.of(interrupted);
        }
        began.countDown();
        try {
            interrupted.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static Reply failed(String message) {
        return new Reply.Failed("SomeException", message, List.of("SomeException: " + message, "  at cell"));
    }

    @Override
    public synchronized void interrupt() {
        waiting.ifPresent(CountDownLatch::countDown);
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
        return Completeness.COMPLETE;
    }

    @Override
    public Reply evaluate(String expression, FrontEnd frontEnd) {
        return new Reply.Done(Optional.empty());
    }

    @Override
    public void close() {}
}
