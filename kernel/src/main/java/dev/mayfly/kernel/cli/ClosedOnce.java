package dev.mayfly.kernel.cli;

import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A workspace, or another thing that holds processes and files, closed exactly once: at the end of its scope, or when the
 * process is told to end before that.
 */
final class ClosedOnce<T extends AutoCloseable> implements AutoCloseable {
    private final T value;
    private final AtomicBoolean closed = new AtomicBoolean();
    private final Thread hook = new Thread(this::closeValue, "mayfly-close");

    private ClosedOnce(T value) {
        this.value = value;
    }

    static <T extends AutoCloseable> ClosedOnce<T> of(T value) {
        ClosedOnce<T> once = new ClosedOnce<>(value);
        Runtime.getRuntime().addShutdownHook(once.hook);
        return once;
    }

    T get() {
        return value;
    }

    @Override
    public void close() {
        closeValue();
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // The process is ending, and has run or is running the hook.
        }
    }

    private void closeValue() {
        if (closed.compareAndSet(false, true)) {
            try {
                value.close();
            } catch (Exception e) {
                throw new IllegalStateException("cannot close " + value, e);
            }
        }
    }
}
