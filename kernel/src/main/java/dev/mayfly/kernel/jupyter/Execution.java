package dev.mayfly.kernel.jupyter;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mayfly.kernel.cell.CommMessage;
import dev.mayfly.kernel.cell.Workspace;
import dev.mayfly.kernel.display.MimeBundle;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Runs {@code execute_request}s, one after another on one thread; {@link #interrupt} may come from another. */
final class Execution {
    private static final long INSIST_MILLIS = 100;

    private final CompletableFuture<Workspace> workspace;
    private final Publisher publisher;
    private final Prompts prompts;
    private final Function<Message, JobDisplays> jobs;
    private final Function<Message, TextCap> caps;
    private final History history;
    private final AtomicInteger counter;
    private int runs;

    private enum Stage {
        IDLE,
        /** A cell has come, and is not running yet: the session may still be opening. */
        WAITING,
        INTERRUPTED,
        RUNNING
    }

    private Stage stage = Stage.IDLE;

    /**
     * @param counter numbers the cells of the kernel
     * @param jobs makes the displays of the jobs of one request
     * @param caps bounds the text of one request
     */
    Execution(
            CompletableFuture<Workspace> workspace,
            Publisher publisher,
            Prompts prompts,
            History history,
            AtomicInteger counter,
            Function<Message, JobDisplays> jobs,
            Function<Message, TextCap> caps) {
        this.caps = caps;
        this.workspace = workspace;
        this.history = history;
        this.counter = counter;
        this.publisher = publisher;
        this.prompts = prompts;
        this.jobs = jobs;
    }

    /** Runs a cell and tells what it showed; the answer is the content of the reply. */
    ObjectNode run(Message message, ExecuteRequest request) {
        int count = request.storeHistory() ? counter.incrementAndGet() : counter.get();
        goesOn(Stage.WAITING);
        CellOutput output = new CellOutput(
                message,
                publisher,
                prompts,
                jobs.apply(message),
                caps.apply(message),
                request.silent(),
                request.allowStdin());
        output.publish(
                "execute_input", Json.object().put("code", request.code()).put("execution_count", count));
        Optional<NameQuestion> question = NameQuestion.in(request.code());
        ObjectNode reply = question.isPresent()
                ? explain(question.get(), output)
                : reply(count, request, evaluate(count, request, output), output);
        goesOn(Stage.IDLE);
        output.end();
        return reply.put("execution_count", count);
    }

    /** Gives a comm's message to the session and tells what that showed; false where nobody there wants it. */
    boolean comm(Message request, CommMessage message) {
        CellOutput output =
                new CellOutput(request, publisher, prompts, jobs.apply(request), caps.apply(request), false, false);
        Workspace session = workspace.join();
        goesOn(Stage.RUNNING);
        try {
            Optional<Workspace.Reply> ended = session.comm(message, output);
            ended.ifPresent(reply -> {
                if (!(reply instanceof Workspace.Reply.Done)) {
                    output.publish(
                            "error",
                            Contents.error(
                                    reply instanceof Workspace.Reply.Failed failed
                                            ? failed
                                            : stopped((Workspace.Reply.Interrupted) reply)));
                }
            });
            return ended.isPresent();
        } finally {
            goesOn(Stage.IDLE);
            output.end();
        }
    }

    /** Stops the running cell, and a question that it asks. */
    void interrupt() {
        prompts.cancel();
        if (mustStop()) {
            Daemons.start("interrupt", this::insist);
        }
    }

    private synchronized boolean mustStop() {
        if (stage == Stage.WAITING) {
            stage = Stage.INTERRUPTED;
        }
        return stage == Stage.RUNNING;
    }

    /** Interrupts the cell until it has ended: a workspace that was about to begin it hears the first one when idle. */
    private synchronized void insist() {
        Workspace session = workspace.join();
        int cell = runs;
        try {
            while (stage == Stage.RUNNING && runs == cell) {
                session.interrupt();
                wait(INSIST_MILLIS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private synchronized boolean goesOn(Stage next) {
        boolean goesOn = stage != Stage.INTERRUPTED;
        runs += next == Stage.RUNNING ? 1 : 0;
        stage = next;
        notifyAll();
        return goesOn;
    }

    private Workspace.Reply evaluate(int count, ExecuteRequest request, CellOutput output) {
        try {
            Workspace session = workspace.join();
            return goesOn(Stage.RUNNING)
                    ? session.run("In [" + count + "]", request.code(), output)
                    : new Workspace.Reply.Interrupted("interrupted before the cell began");
        } catch (Throwable e) {
            // Not the cell's fault but ours: the person must see it all the same, and the session lives on.
            return Contents.fault(e);
        } finally {
            goesOn(Stage.IDLE);
        }
    }

    private ObjectNode reply(int count, ExecuteRequest request, Workspace.Reply outcome, CellOutput output) {
        Optional<String> shown = Optional.empty();
        Workspace.Reply.@Nullable Failed failed = null;
        if (outcome instanceof Workspace.Reply.Done done) {
            done.result().ifPresent(bundle -> output.publish("execute_result", Contents.result(bundle, count)));
            shown = done.result().map(MimeBundle::plain);
        } else {
            failed = outcome instanceof Workspace.Reply.Failed f ? f : stopped((Workspace.Reply.Interrupted) outcome);
            output.publish("error", Contents.error(failed));
        }
        if (request.storeHistory()) {
            history.add(count, request.code(), shown);
        }
        ObjectNode reply = failed == null ? Contents.ok() : Contents.failure(failed);
        ObjectNode values = Json.object();
        if (failed == null) {
            request.userExpressions().forEach((name, expression) -> values.set(name, value(expression, output)));
        }
        reply.set("user_expressions", values);
        reply.putArray("payload");
        return reply;
    }

    private ObjectNode value(String expression, CellOutput output) {
        Workspace.Reply outcome = workspace.join().evaluate(expression, output);
        if (outcome instanceof Workspace.Reply.Done done) {
            return Contents.bundle(Contents.ok(), done.result().orElseGet(() -> MimeBundle.text("")));
        }
        return Contents.failure(
                outcome instanceof Workspace.Reply.Failed f ? f : stopped((Workspace.Reply.Interrupted) outcome));
    }

    private static Workspace.Reply.Failed stopped(Workspace.Reply.Interrupted interrupted) {
        return new Workspace.Reply.Failed("Interrupted", interrupted.note(), List.of(interrupted.note()));
    }

    /** Answers {@code name?} by what the client shows in its pager. */
    private ObjectNode explain(NameQuestion question, CellOutput output) {
        String name = question.name();
        Optional<MimeBundle> found = workspace.join().inspect(name, name.length(), question.detail());
        if (found.isEmpty()) {
            Workspace.Reply.Failed unknown = new Workspace.Reply.Failed(
                    "NameNotFound", "nothing is called " + name, List.of("nothing is called " + name));
            output.publish("error", Contents.error(unknown));
            return Contents.failure(unknown);
        }
        ObjectNode reply = Contents.ok();
        reply.putObject("user_expressions");
        ObjectNode page =
                reply.putArray("payload").addObject().put("source", "page").put("start", 0);
        Contents.bundle(page, found.get());
        return reply;
    }
}
