package dev.mayfly.kernel.session;

import java.lang.invoke.MethodHandle;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/** One run of one snippet, or of work for a cell: its live result, or the Throwable that ended it. */
final class CellCall {
    private final Work work;
    private boolean ended;
    private boolean stopped;
    private @Nullable Object result;
    private @Nullable Throwable error;

    private interface Work {
        @Nullable
        Object run() throws Throwable;
    }

    private CellCall(Work work) {
        this.work = work;
    }

    /** @param method of no arguments, which gives an object */
    static CellCall of(MethodHandle method) {
        return new CellCall(() -> method.invoke());
    }

    static CellCall of(Callable<? extends @Nullable Object> work) {
        return new CellCall(work::call);
    }

    /** Runs the snippet on this thread. What it throws is kept, not thrown. */
    void run() {
        Object value = null;
        Throwable thrown = null;
        try {
            value = work.run();
        } catch (Throwable e) {
            // A Thread.stop may strike between the snippet's end and here.
            thrown = e;
        }
        synchronized (this) {
            if (!ended) {
                result = value;
                error = thrown;
                ended = true;
            }
        }
    }

    /** Ends the call with what kept it from running. */
    synchronized void fail(Throwable cause) {
        if (!ended) {
            ended = true;
            error = cause;
        }
    }

    /** Ends the call for the session, whatever its thread still does. */
    synchronized void stop() {
        ended = true;
        stopped = true;
        result = null;
        error = null;
    }

    synchronized boolean stopped() {
        return stopped;
    }

    synchronized @Nullable Object result() {
        return result;
    }

    synchronized Optional<Throwable> error() {
        return Optional.ofNullable(error);
    }
}
