package dev.mayfly.kernel.cell;

import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.util.Iterator;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ForkJoinWorkerThread;
import org.jspecify.annotations.Nullable;

/**
 * Sends what a thread prints to the cell that started it, and answers what it reads from there.
 *
 * <p>{@code System.out}, {@code err} and {@code in} belong to the process, and cells to workspaces, of which a process may
 * hold several. So the process has at most one router, installed by the first workspace and removed by the last; it lives
 * in {@code System.out} itself. A thread inherits its cell from the thread that started it, for good: what it prints late
 * still goes there. Workers of a fork-join pool serve whichever cell runs. A thread that no cell started prints where it did
 * before.
 */
final class OutputRouter {
    private final PrintStream originalOut = System.out;
    private final PrintStream originalErr = System.err;
    private final InputStream originalIn = System.in;

    @SuppressWarnings("ThreadLocalUsage") // A static one would outlive the router; there is one router in a process.
    private final InheritableThreadLocal<@Nullable CellTarget> cell = new InheritableThreadLocal<>();

    private final Set<CellTarget> running = ConcurrentHashMap.newKeySet();
    private final PrintStream out = new Routed(this, false);
    private final PrintStream err = new Routed(this, true);
    private final InputStream in = new RoutedInput(this, originalIn);
    private int users;

    private OutputRouter() {}

    /** The process's router, in place from now on; each call is undone by one of {@link #release}. */
    static OutputRouter acquire() {
        synchronized (OutputRouter.class) {
            OutputRouter router = System.out instanceof Routed routed ? routed.router : new OutputRouter();
            if (router.users++ == 0) {
                System.setOut(router.out);
                System.setErr(router.err);
                System.setIn(router.in);
            }
            return router;
        }
    }

    /** Puts the process's own streams back when nobody needs the router any more. */
    void release() {
        synchronized (OutputRouter.class) {
            if (--users > 0) {
                return;
            }
            if (System.out == out) {
                System.setOut(originalOut);
            }
            if (System.err == err) {
                System.setErr(originalErr);
            }
            if (System.in == in) {
                System.setIn(originalIn);
            }
        }
    }

    /** Runs something as part of a cell. */
    void within(CellTarget target, Runnable work) {
        CellTarget before = cell.get();
        cell.set(target);
        try {
            work.run();
        } finally {
            if (before == null) {
                cell.remove();
            } else {
                cell.set(before);
            }
        }
    }

    /** Notes that a cell runs. */
    void begin(CellTarget target) {
        running.add(target);
    }

    /** Notes that a cell has ended; its threads go on printing to it. */
    void end(CellTarget target) {
        running.remove(target);
    }

    /** The cell that the current thread belongs to. */
    Optional<CellTarget> current() {
        CellTarget own = cell.get();
        if (!(Thread.currentThread() instanceof ForkJoinWorkerThread)) {
            return Optional.ofNullable(own);
        }
        if (own != null) {
            return Optional.of(own.now());
        }
        // On newer JVMs the common pool inherits nothing: its workers serve the one cell that runs, if it is one.
        Iterator<CellTarget> candidates = running.iterator();
        CellTarget only = candidates.hasNext() ? candidates.next() : null;
        return candidates.hasNext() ? Optional.empty() : Optional.ofNullable(only);
    }

    private void write(boolean error, byte[] bytes, int offset, int count) {
        Optional<CellTarget> target = current();
        if (target.isPresent()) {
            target.get().write(error, bytes, offset, count);
        } else {
            (error ? originalErr : originalOut).write(bytes, offset, count);
        }
    }

    private void flush(boolean error) {
        if (current().isEmpty()) {
            (error ? originalErr : originalOut).flush();
        }
    }

    /** A standard stream of the process, as UTF-8. */
    private static final class Routed extends PrintStream {
        private final OutputRouter router;

        Routed(OutputRouter router, boolean error) {
            super(
                    new OutputStream() {
                        @Override
                        public void write(int b) {
                            router.write(error, new byte[] {(byte) b}, 0, 1);
                        }

                        @Override
                        public void write(byte[] bytes, int offset, int count) {
                            router.write(error, bytes, offset, count);
                        }

                        @Override
                        public void flush() {
                            router.flush(error);
                        }
                    },
                    false,
                    java.nio.charset.StandardCharsets.UTF_8);
            this.router = router;
        }

        /** One write for text and line break, where the superclass makes two that other threads may come between. */
        @Override
        public void println(@Nullable String text) {
            print(text + System.lineSeparator());
        }

        @Override
        public void println(@Nullable Object value) {
            print(value + System.lineSeparator());
        }

        /** Standard streams stay open whatever a cell does. */
        @Override
        public void close() {
            flush();
        }
    }
}
