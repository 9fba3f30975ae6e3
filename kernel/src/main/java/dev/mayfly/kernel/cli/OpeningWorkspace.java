package dev.mayfly.kernel.cli;

import dev.mayfly.kernel.cell.FrontEnd;
import dev.mayfly.kernel.cell.Workspace;
import dev.mayfly.kernel.display.MimeBundle;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.function.Supplier;

/** A workspace that is being opened while a person already types: what needs it waits for it. */
final class OpeningWorkspace implements Workspace {
    private final FutureTask<Workspace> opening;

    OpeningWorkspace(Supplier<Workspace> opener) {
        opening = new FutureTask<>(opener::get);
        Thread thread = new Thread(opening, "mayfly-open");
        thread.setDaemon(true);
        thread.start();
    }

    private Workspace open() {
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return opening.get();
                } catch (InterruptedException e) {
                    interrupted = true;
                } catch (ExecutionException e) {
                    throw new CompletionException("the session cannot be opened", e.getCause());
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    @Override
    public Reply run(String name, String code, FrontEnd frontEnd) {
        return open().run(name, code, frontEnd);
    }

    @Override
    public void interrupt() {
        if (opening.isDone()) {
            open().interrupt();
        }
    }

    @Override
    public Completions complete(String code, int cursor) {
        return open().complete(code, cursor);
    }

    @Override
    public Optional<MimeBundle> inspect(String code, int cursor, int detail) {
        return open().inspect(code, cursor, detail);
    }

    @Override
    public Completeness completeness(String code) {
        return open().completeness(code);
    }

    @Override
    public Reply evaluate(String expression, FrontEnd frontEnd) {
        return open().evaluate(expression, frontEnd);
    }

    @Override
    public List<String> importable(String code, int cursor) {
        return open().importable(code, cursor);
    }

    /** A cell that waits for the session does not run yet: what is asked then waits as it does. */
    @Override
    public boolean helpsWhileRunning() {
        return opening.isDone() && open().helpsWhileRunning();
    }

    @Override
    public Optional<String> clusterLine() {
        return opening.isDone() ? open().clusterLine() : Optional.empty();
    }

    @Override
    public Workspace beside() {
        return open().beside();
    }

    @Override
    public void close() {
        open().close();
    }
}
