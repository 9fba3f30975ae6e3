package dev.mayfly.kernel.terminal;

import dev.mayfly.kernel.cell.FrontEnd;
import dev.mayfly.kernel.cell.Workspace;
import dev.mayfly.kernel.cell.Workspace.Reply;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The cells of a session: their numbers and texts, how they run, and the waiting for them. For the thread that reads the
 * keyboard; what the cells themselves call is safe on theirs.
 */
final class Cells implements AutoCloseable {
    private final Workspace workspace;
    private final Screen screen;
    private final Values values;
    private final Transcript transcript;
    private final Questions questions;
    private final Ask ask;
    private final Runs runs;
    private final Map<String, String> texts = new HashMap<>();
    private volatile boolean failed;
    private int next;

    Cells(Workspace workspace, Screen screen, Values values, Transcript transcript, Questions questions, Ask ask) {
        this.workspace = workspace;
        this.screen = screen;
        this.values = values;
        this.transcript = transcript;
        this.questions = questions;
        this.ask = ask;
        this.runs = new Runs(workspace, this::begin, this::end);
        this.next = workspace.nextCell().orElse(1);
    }

    Runs runs() {
        return runs;
    }

    /** The number of the next cell. Others may have run some in the same session. */
    int next() {
        next = Math.max(next, workspace.nextCell().orElse(next));
        return next;
    }

    /** A cell that was typed here, by its number. */
    Optional<String> text(String number) {
        return Optional.ofNullable(texts.get(number));
    }

    /**
     * Runs a cell, and waits for it so long, asking what it asks.
     *
     * @return whether one has failed meanwhile
     */
    boolean run(String code, Duration wait) {
        texts.put(Integer.toString(next), code);
        runs.submit(next++, code);
        await(wait);
        boolean fault = failed;
        failed = false;
        return fault;
    }

    /** Waits for what runs, and asks what it asks. */
    void await(Duration limit) {
        long end = System.nanoTime() + limit.toNanos();
        while (true) {
            boolean idle = runs.awaitIdle(Duration.ofNanos(Math.max(0, end - System.nanoTime())), questions::areOpen);
            answerQuestions();
            if (idle || System.nanoTime() >= end) {
                return;
            }
        }
    }

    /** Asks the person what cells wait to be told. */
    void answerQuestions() {
        for (Optional<Questions.Question> open = questions.next(); open.isPresent(); open = questions.next()) {
            ask.answer(open.get());
        }
    }

    private FrontEnd begin(Runs.Run run) {
        screen.beginCell();
        return transcript.begin(run.number(), run.code(), screen);
    }

    private void end(Runs.Run run, Reply reply) {
        screen.endCell();
        transcript.end(run.number(), reply);
        values.show(run.number(), reply);
        if (!(reply instanceof Reply.Done)) {
            failed = true;
        }
    }

    /** Stops what runs, and gives it a moment to end. */
    @Override
    public void close() {
        boolean busy = runs.isBusy();
        runs.close();
        if (busy) {
            runs.awaitIdle(Duration.ofSeconds(2), () -> false);
        }
    }
}
