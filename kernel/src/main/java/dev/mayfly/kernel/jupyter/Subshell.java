package dev.mayfly.kernel.jupyter;

import dev.mayfly.kernel.cell.Workspace;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * A row of shell requests that are answered in order, by one thread: the kernel's own, and those that clients create beside
 * it ("Kernel subshells", JEP 91).
 */
final class Subshell {
    private final CompletableFuture<Workspace> workspace;
    private final Execution execution;
    private final ExecutorService thread;
    /** After a failure: execute requests that had come by then are aborted. The thread's own. */
    private boolean aborting;

    Subshell(String name, CompletableFuture<Workspace> workspace, Execution execution) {
        this.workspace = workspace;
        this.execution = execution;
        this.thread = executor(name);
    }

    /** The session, once it is open. */
    Workspace workspace() {
        return workspace.join();
    }

    Execution execution() {
        return execution;
    }

    /** Answers something after all that came before. */
    void later(Runnable work) {
        thread.execute(work);
    }

    boolean isAborting() {
        return aborting;
    }

    void abort(boolean begins) {
        aborting = begins;
    }

    /** Takes no more, and stops what runs. */
    void close() {
        thread.shutdown();
        execution.interrupt();
    }

    /** One thread, and an end after which whatever still comes is nobody's any more. */
    static ExecutorService executor(String name) {
        return new ThreadPoolExecutor(
                1,
                1,
                0,
                TimeUnit.SECONDS,
                new LinkedBlockingQueue<>(),
                task -> Daemons.thread(name, task),
                new ThreadPoolExecutor.DiscardPolicy());
    }
}
