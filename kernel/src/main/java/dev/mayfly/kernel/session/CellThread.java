package dev.mayfly.kernel.session;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The thread that the cells of one lane run on, one cell after the other, and the way to stop one.
 *
 * <p>A cell is stopped in up to three steps within a second. First its thread is interrupted, again and again, since a
 * library may swallow the first one; and the {@link StopFlag} goes up, at which code of cells ends itself at the next loop
 * or call, in each thread that the cell started. Then, where the JVM still can (before 20), the thread is stopped outright;
 * not while it is in our own code, which answers interrupts and must clean up, nor in a class initialiser, which would leave
 * the class broken for good. Code that goes on even so is abandoned: it keeps its thread, and the next cell gets a new one.
 * So does every cell after an interrupted one, that no late interrupt can reach it.
 */
final class CellThread implements AutoCloseable {
    private static final long SOFT_MILLIS = 500;
    private static final long HARD_MILLIS = 300;
    private static final int FIRST_WITHOUT_STOP = 20;
    private static final String OURS = "dev.mayfly.";
    private static final String ASKED = StopCheck.class.getName();

    private final ClassLoader loader;
    private final Lanes lanes;
    private final ThreadGroup group = new ThreadGroup("cells");

    private ExecutorService executor = executor();
    private volatile @Nullable CellRun current;
    private Optional<String> stillIn = Optional.empty();

    CellThread(SnippetLoader loader, Lanes lanes) {
        this.loader = loader;
        this.lanes = lanes;
    }

    private ExecutorService executor() {
        return Executors.newSingleThreadExecutor(task -> {
            Thread thread = new Thread(group, task, "cell");
            thread.setDaemon(true);
            return thread;
        });
    }

    /** Starts a cell: from now on there is something to interrupt. */
    void beginCell() {
        CellRun run = new CellRun();
        lanes.begin(this, run);
        stillIn = Optional.empty();
        current = run;
    }

    /** Ends the cell: an interrupt that comes from now on is for nobody. */
    void endCell() {
        CellRun run = current;
        current = null;
        if (run == null) {
            return;
        }
        lanes.end(run, run.stopping() ? threads() : List.of());
        if (run.stopping()) {
            executor.shutdown();
            executor = executor();
        }
    }

    /** Whether the current cell was interrupted. */
    boolean stopping() {
        CellRun run = current;
        return run != null && run.stopping();
    }

    /** Where the code of the current cell was when it was abandoned. */
    Optional<String> stillIn() {
        return stillIn;
    }

    /** Stops the current cell; returns at once, does nothing without one. */
    void interrupt() {
        CellRun run = current;
        if (run != null) {
            lanes.raise(this);
            run.stop();
        }
    }

    /** Runs a snippet to its end, or until its cell was stopped. */
    void run(CellCall call, Consumer<Runnable> within) {
        if (lanes.isCellThread()) {
            // Code of a cell has the session evaluate more code: it is part of that cell.
            call.run();
            return;
        }
        CellRun run = current;
        if (run == null || !run.begin()) {
            call.stop();
            return;
        }
        executor.execute(() -> runHere(run, call, within));
        run.await();
        if (run.stopping()) {
            lanes.raise(this);
            bringToAnEnd(run);
            call.stop();
        }
    }

    private void runHere(CellRun run, CellCall call, Consumer<Runnable> within) {
        Thread.currentThread().setContextClassLoader(loader);
        Lanes.enter(run);
        try {
            if (run.enter()) {
                within.accept(call::run);
            }
        } catch (RuntimeException | Error e) {
            call.fail(e);
        } finally {
            run.leave();
        }
    }

    private void bringToAnEnd(CellRun run) {
        if (run.endsWithin(SOFT_MILLIS)) {
            return;
        }
        run.thread().ifPresent(CellThread::stopOutright);
        if (run.endsWithin(HARD_MILLIS)) {
            return;
        }
        run.thread().ifPresent(thread -> {
            stillIn = Optional.of(Arrays.stream(thread.getStackTrace())
                    .findFirst()
                    .map(frame -> frame.getClassName() + "." + frame.getMethodName())
                    .orElse("an unknown place"));
        });
    }

    @SuppressWarnings("deprecation") // The last resort before the code is abandoned, on the JVMs that have it.
    private static void stopOutright(Thread thread) {
        if (Runtime.version().feature() < FIRST_WITHOUT_STOP && mayBeStopped(thread.getStackTrace())) {
            thread.stop();
        }
    }

    /** Whether a cell's code, with none of ours called by it, is all that the thread runs. */
    static boolean mayBeStopped(StackTraceElement[] innermostFirst) {
        boolean inCell = false;
        for (StackTraceElement frame : innermostFirst) {
            if (frame.getMethodName().equals("<clinit>")) {
                return false;
            }
            inCell |= SnippetNames.isSnippet(frame.getClassName());
            if (!inCell
                    && frame.getClassName().startsWith(OURS)
                    && !frame.getClassName().equals(ASKED)) {
                return false;
            }
        }
        return inCell;
    }

    private List<Thread> threads() {
        Thread[] threads = new Thread[2 * group.activeCount() + 8];
        int count = group.enumerate(threads);
        return Arrays.asList(threads).subList(0, count);
    }

    @Override
    public void close() {
        interrupt();
        executor.shutdown();
    }
}
