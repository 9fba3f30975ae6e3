package dev.mayfly.kernel.jupyter;

import dev.mayfly.engine.JobProgress;
import dev.mayfly.engine.RunningJob;
import dev.mayfly.kernel.cell.FrontEnd;
import dev.mayfly.kernel.cell.Workspace;
import dev.mayfly.kernel.display.MimeBundle;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A workspace that understands a line of orders for each thing that a cell can do, and keeps the real one's rules: one
 * cell at a time, interrupts that reach a running cell alone, output that may come late.
 */
final class FakeWorkspace implements Workspace {
    final AtomicInteger closed = new AtomicInteger();
    final CountDownLatch late = new CountDownLatch(1);
    private volatile CountDownLatch interrupted = new CountDownLatch(1);
    private boolean busy;
    private int jobs;

    @Override
    public Reply run(String name, String code, FrontEnd out) {
        begin();
        try {
            Reply reply = new Reply.Done(Optional.empty());
            for (String line : code.split("\n", -1)) {
                String[] words = line.split(" ", 2);
                reply = order(name, words[0], words.length > 1 ? words[1] : "", out);
                if (!(reply instanceof Reply.Done)) {
                    return reply;
                }
            }
            return reply;
        } finally {
            end();
        }
    }

    private synchronized void begin() {
        if (busy) {
            throw new IllegalStateException("a cell runs already");
        }
        busy = true;
        interrupted = new CountDownLatch(1);
    }

    private synchronized void end() {
        busy = false;
    }

    private Reply order(String cell, String order, String rest, FrontEnd out) {
        switch (order) {
            case "print" -> out.stdout(rest + "\n");
            case "warn" -> out.stderr(rest + "\n");
            case "half" -> List.of("\ud83d", "\ude00").forEach(out::stdout);
            case "flood" -> {
                String line = "x".repeat(1_023) + "\n";
                for (int i = 0; i < Integer.parseInt(rest); i++) {
                    out.stdout(line);
                }
            }
            case "show" -> out.display(MimeBundle.text(rest), Optional.of("shown"));
            case "update" -> out.update("shown", MimeBundle.text(rest));
            case "clear" -> out.clear(true);
            case "late" -> Daemons.start("late", () -> printLate(rest, out));
            case "job" -> job(out);
            case "block" -> {
                return block();
            }
            case "ask", "secret" -> {
                return ask(rest, order.equals("secret"), out);
            }
            case "fail" -> {
                return new Reply.Failed("Oops", rest, List.of("Oops: " + rest, "  at " + cell));
            }
            case "crash" -> throw new AssertionError(rest);
            case "name" -> {
                return new Reply.Done(Optional.of(MimeBundle.text(cell)));
            }
            case "=" -> {
                return new Reply.Done(Optional.of(MimeBundle.text(rest)));
            }
            default -> {}
        }
        return new Reply.Done(Optional.empty());
    }

    private Reply block() {
        try {
            interrupted.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return new Reply.Interrupted("stopped");
    }

    private static Reply ask(String prompt, boolean secret, FrontEnd out) {
        try {
            return new Reply.Done(Optional.of(MimeBundle.text(out.ask(prompt, secret))));
        } catch (IOException e) {
            return new Reply.Failed(e.getClass().getSimpleName(), String.valueOf(e.getMessage()), List.of());
        }
    }

    private void printLate(String text, FrontEnd out) {
        try {
            late.await();
            out.stdout(text);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void job(FrontEnd out) {
        RunningJob job = new FakeJob("job-" + ++jobs);
        for (int i = 1; i <= 100; i++) {
            out.progress(job, progress(JobProgress.Phase.MAP, i));
        }
        out.progress(job, progress(JobProgress.Phase.FINISHED, 100));
    }

    static JobProgress progress(JobProgress.Phase phase, int done) {
        return new JobProgress(phase, done, 100, done, OptionalLong.of(100), done, 0, 1, 0, Duration.ofMillis(done));
    }

    record FakeJob(String id) implements RunningJob {
        @Override
        public String where() {
            return "here";
        }

        @Override
        public void cancel() {}
    }

    @Override
    public void interrupt() {
        interrupted.countDown();
    }

    /** Completes the word before the cursor by three letters. */
    @Override
    public Completions complete(String code, int cursor) {
        int from = code.lastIndexOf(' ', cursor - 1) + 1;
        String word = code.substring(from, cursor);
        return new Completions(
                from,
                cursor,
                List.of(
                        new Candidate(word + "abc", "method", "int " + word + "abc()"),
                        new Candidate(word + "xyz", "variable", "")));
    }

    @Override
    public Optional<MimeBundle> inspect(String code, int cursor, int detail) {
        return code.contains("unknown")
                ? Optional.empty()
                : Optional.of(MimeBundle.text(code.substring(0, cursor) + " in detail " + detail)
                        .with(MimeBundle.HTML, "<b>" + code + "</b>"));
    }

    @Override
    public Completeness completeness(String code) {
        return Map.of("{", Completeness.INCOMPLETE, "}", Completeness.INVALID, "", Completeness.EMPTY)
                .getOrDefault(code.strip(), Completeness.COMPLETE);
    }

    @Override
    public Reply evaluate(String expression, FrontEnd frontEnd) {
        return order("an expression", expression.split(" ", 2)[0], expression.replaceFirst("^\\S+ ?", ""), frontEnd);
    }

    @Override
    public void close() {
        closed.incrementAndGet();
        interrupt();
    }
}
