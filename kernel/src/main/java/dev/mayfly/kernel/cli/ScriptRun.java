package dev.mayfly.kernel.cli;

import dev.mayfly.kernel.cell.Workspace;
import dev.mayfly.kernel.cell.Workspace.Reply;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Runs a script piece by piece: prints the value of each that has one, stops at the first that fails. A script that is
 * interrupted, or whose output nobody reads any more, stops within its running piece.
 */
final class ScriptRun {
    /** Beyond this, lines are counted from the piece: blank lines in front of each would cost more than they tell. */
    private static final int MOST_BLANK_LINES = 2000;

    private static final String ARGUMENTS = "args";
    private static final int TRIES = 20;
    private static final long MILLIS_BETWEEN_TRIES = 100;

    private final Workspace workspace;
    private final PlainFrontEnd frontEnd;
    private final PlainFrontEnd silent;
    private final ErrorText errors;
    private final String name;
    private final List<String> arguments;
    private boolean argumentsDefined;
    private final CountDownLatch ended = new CountDownLatch(1);
    private volatile boolean running;
    private volatile boolean interrupted;
    private volatile boolean unread;

    /**
     * A run that has yet to begin.
     *
     * @param name how messages call the script
     * @param arguments what it finds in {@code args}
     */
    ScriptRun(
            Workspace workspace,
            StandardStreams streams,
            boolean fromStandardInput,
            String name,
            List<String> arguments,
            ErrorText errors) {
        this.workspace = workspace;
        this.frontEnd = new PlainFrontEnd(streams, fromStandardInput, this::outputIsUnread);
        this.silent = new PlainFrontEnd(streams, true, () -> {});
        this.errors = errors;
        this.name = name;
        this.arguments = List.copyOf(arguments);
    }

    /** Runs until the end, the first failure or the interrupt. */
    ExitCode run(ScriptReader script) {
        try {
            for (Optional<Chunk> next = script.next(); next.isPresent(); next = script.next()) {
                Optional<ExitCode> end = run(next.get());
                if (end.isPresent()) {
                    return end.get();
                }
            }
            return interrupted ? ExitCode.INTERRUPTED : ExitCode.OK;
        } catch (ScriptException e) {
            frontEnd.stderr(errors.at(name, e.line(), e.problem()));
            return ExitCode.FAILED;
        } catch (IOException e) {
            frontEnd.stderr("mayfly: cannot read " + name + ": " + e.getMessage() + "\n");
            return ExitCode.INPUT;
        } finally {
            frontEnd.eraseProgress();
            ended.countDown();
        }
    }

    /**
     * Stops the running piece, and the script with it.
     *
     * @return whether {@link #run} has returned or is about to; if not, it waits for its input, or its code did not react
     */
    boolean interrupt() throws InterruptedException {
        interrupted = true;
        // Again and again: the piece may have been about to start when the first interrupt found nothing to stop.
        for (int tried = 0; running && tried < TRIES; tried++) {
            workspace.interrupt();
            if (ended.await(MILLIS_BETWEEN_TRIES, TimeUnit.MILLISECONDS)) {
                return true;
            }
        }
        return false;
    }

    private Optional<ExitCode> run(Chunk chunk) {
        if (interrupted) {
            return Optional.of(ExitCode.INTERRUPTED);
        }
        if (!argumentsDefined && mayName(chunk.code())) {
            defineArguments();
        }
        boolean counted = chunk.line() <= MOST_BLANK_LINES;
        String cell = counted ? name : name + " from line " + chunk.line();
        String code = counted ? "\n".repeat(chunk.line() - 1) + chunk.code() : chunk.code();
        running = true;
        Reply reply = workspace.run(cell, code, frontEnd);
        running = false;
        frontEnd.eraseProgress();
        return ending(reply, chunk);
    }

    /** Whether a piece can see {@code args}: most scripts do not, and need not wait for the compiler. */
    private static boolean mayName(String code) {
        return code.contains(ARGUMENTS) || code.contains("\\u") || code.startsWith("%");
    }

    private void defineArguments() {
        argumentsDefined = true;
        Reply defined = workspace.run("arguments", JavaText.declaration(ARGUMENTS, arguments), silent);
        if (!(defined instanceof Reply.Done)) {
            throw new IllegalStateException("args could not be defined: " + defined);
        }
    }

    private Optional<ExitCode> ending(Reply reply, Chunk chunk) {
        if (reply instanceof Reply.Done done) {
            done.result().ifPresent(result -> frontEnd.display(result, Optional.empty()));
            return unread ? Optional.of(ExitCode.OK) : Optional.empty();
        }
        if (unread) {
            return Optional.of(ExitCode.OK);
        }
        if (reply instanceof Reply.Failed failed) {
            frontEnd.stderr(errors.of(failed, name, chunk.line()));
            return Optional.of(ExitCode.FAILED);
        }
        if (reply instanceof Reply.Interrupted stopped) {
            frontEnd.stderr(errors.at(name, chunk.line(), stopped.note()));
        }
        return Optional.of(ExitCode.INTERRUPTED);
    }

    private void outputIsUnread() {
        if (!unread) {
            unread = true;
            workspace.interrupt();
        }
    }
}
