package dev.mayfly.kernel.session;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/** One run of one snippet, or of work for a cell: its live result, or the Throwable that ended it. */
final class CellCall {
    private final Callable<? extends @Nullable Object> work;
    private boolean ended;
    private boolean stopped;
    private @Nullable Object result;
    private @Nullable Throwable error;

    CellCall(Method method) {
        this(() -> method.invoke(null));
    }

    CellCall(Callable<? extends @Nullable Object> work) {
        this.work = work;
    }

    /** Runs the snippet on this thread. What it throws is kept, not thrown. */
    void run() {
        Object value = null;
        Throwable thrown = null;
        try {
            value = work.call();
        } catch (InvocationTargetException e) {
            thrown = e.getCause() == null ? e : e.getCause();
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
