package dev.mayfly.kernel.terminal;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.jline.terminal.Size;
import org.jline.terminal.Terminal.SignalHandler;
import org.jline.terminal.impl.LineDisciplineTerminal;

/** JLine's own terminal with its line discipline, keyed and read by a test. */
final class VirtualTerminal implements AutoCloseable {
    private static final long LIMIT_NANOS = TimeUnit.SECONDS.toNanos(20);

    final LineDisciplineTerminal terminal;
    private final Output output = new Output();

    VirtualTerminal(String type, int columns, int rows) throws IOException {
        terminal = new LineDisciplineTerminal("test", type, output, StandardCharsets.UTF_8, SignalHandler.SIG_DFL);
        terminal.setSize(new Size(columns, rows));
    }

    void type(String keys) throws IOException {
        terminal.processInputBytes(keys.getBytes(StandardCharsets.UTF_8));
    }

    /** Waits until what was printed so far, without escape sequences, is as asked. */
    void await(Predicate<String> condition) throws InterruptedException {
        long end = System.nanoTime() + LIMIT_NANOS;
        synchronized (output) {
            while (!condition.test(text())) {
                long left = end - System.nanoTime();
                if (left <= 0) {
                    throw new AssertionError("not seen within the limit; on the screen:\n" + text());
                }
                output.wait(Math.max(1, TimeUnit.NANOSECONDS.toMillis(left)));
            }
        }
    }

    void awaitText(String text) throws InterruptedException {
        await(printed -> printed.contains(text));
    }

    /** Everything printed, escape sequences and carriage returns left out. */
    String text() {
        return raw().replaceAll("\u001B\\[[0-9;?]*[A-Za-z]|\u001B[=>]|\r|\u0007", "");
    }

    String raw() {
        synchronized (output) {
            return output.bytes.toString(StandardCharsets.UTF_8);
        }
    }

    @Override
    public void close() throws IOException {
        terminal.close();
    }

    private static final class Output extends OutputStream {
        final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

        @Override
        public synchronized void write(int b) {
            bytes.write(b);
            notifyAll();
        }

        @Override
        public synchronized void write(byte[] data, int offset, int length) {
            bytes.write(data, offset, length);
            notifyAll();
        }
    }
}
