package dev.mayfly.kernel.session;

import java.util.Collection;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ForkJoinWorkerThread;

/**
 * What the lanes of a session share: each runs a cell of its own, and all ask one {@link StopFlag}, which is up while any of
 * them has something to stop.
 */
final class Lanes {
    /** The run that a thread belongs to: a thread inherits it from the cell that started it. */
    private static final InheritableThreadLocal<CellRun> OWNER = new InheritableThreadLocal<>();

    private final StopFlag flag;
    private final Set<CellRun> current = ConcurrentHashMap.newKeySet();
    /** Lanes that stop a cell now. */
    private final Set<Object> raised = ConcurrentHashMap.newKeySet();
    /** Threads that may belong to a stopped run: the flag stays up for them, until they end or prove not to. */
    private final Set<Thread> suspects = ConcurrentHashMap.newKeySet();

    Lanes(SnippetLoader loader) {
        this.flag = new StopFlag(loader, this::endIfStopping);
    }

    /** Begins a run: a lane without a cell to stop. */
    synchronized void begin(Object lane, CellRun run) {
        raised.remove(lane);
        suspects.removeIf(thread -> !thread.isAlive());
        current.add(run);
        show();
    }

    /** Ends a run; threads that it may have left go on being asked. */
    void end(CellRun run, Collection<Thread> left) {
        current.remove(run);
        suspects.addAll(left);
    }

    /** A lane has a cell to stop. */
    synchronized void raise(Object lane) {
        raised.add(lane);
        show();
    }

    private void show() {
        flag.raise(!raised.isEmpty() || !suspects.isEmpty());
    }

    /** Makes the current thread, and what it starts, part of a run. */
    static void enter(CellRun run) {
        OWNER.set(run);
    }

    /** Whether the current thread is the one that runs a cell's snippet now. */
    boolean isCellThread() {
        return current.stream().anyMatch(run -> run.isOn(Thread.currentThread()));
    }

    /** What woven code calls while the flag is up. */
    private void endIfStopping() {
        if (owner().map(CellRun::stopping).orElse(false)) {
            throw new StoppedError();
        }
        suspects.remove(Thread.currentThread());
    }

    private Optional<CellRun> owner() {
        CellRun own = OWNER.get();
        boolean isShared = Thread.currentThread() instanceof ForkJoinWorkerThread;
        if (!isShared || (own != null && current.contains(own))) {
            return Optional.ofNullable(own);
        }
        // A shared worker inherited the cell that first needed it, and works for whichever runs now; of several it
        // cannot be known which, so that it stops only where all of them do.
        return current.stream().filter(run -> !run.stopping()).findAny().or(() -> current.stream()
                .findAny());
    }
}
