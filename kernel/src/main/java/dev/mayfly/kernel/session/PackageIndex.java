package dev.mayfly.kernel.session;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import jdk.jshell.SourceCodeAnalysis;

/**
 * JShell's list of every class of the JDK and the class path, by which it completes packages and finds imports. It begins to
 * make that list when it is first asked to look at code at all, and takes half of the processors while a person waits for a
 * first value. So it is held up, the way JShell itself does while it completes, until somebody needs it or the session has
 * been there for a while. Where a JDK does not let us, the first value comes later.
 */
final class PackageIndex {
    private static final long SECONDS = 2;

    private final SourceCodeAnalysis analysis;
    private boolean held;

    /** Holds up the list of an analysis that was made just now. */
    PackageIndex(SourceCodeAnalysis analysis) {
        this.analysis = analysis;
        held = add(1);
        if (held) {
            CompletableFuture.delayedExecutor(SECONDS, TimeUnit.SECONDS).execute(this::begin);
        }
    }

    /** Has the list made now. */
    synchronized void begin() {
        if (held) {
            held = false;
            add(-1);
        }
    }

    private boolean add(int holders) {
        Class<?> type = analysis.getClass();
        try {
            MethodHandles.Lookup within = MethodHandles.privateLookupIn(type, MethodHandles.lookup());
            // Handles, not reflection, whose first use takes as long as what this is to save.
            VarHandle lock = within.unreflectVarHandle(type.getDeclaredField("suspendLock"));
            VarHandle count = within.unreflectVarHandle(type.getDeclaredField("suspend"));
            Object monitor = lock.get(analysis);
            synchronized (monitor) {
                count.set(analysis, (int) count.get(analysis) + holders);
                monitor.notifyAll();
            }
            return true;
        } catch (ReflectiveOperationException | RuntimeException notTheJdkThatWeKnow) {
            // As the class comment says.
            return false;
        }
    }
}
