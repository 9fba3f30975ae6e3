package dev.mayfly.kernel.terminal;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.jline.builtins.ScreenTerminal;
import org.jline.terminal.Size;
import org.jline.terminal.Terminal.Signal;
import org.jline.terminal.Terminal.SignalHandler;
import org.jline.terminal.impl.LineDisciplineTerminal;

/** JLine's own terminal with its line discipline and a screen, which cuts lines when it gets narrower; keyed and read by a test. */
final class VirtualTerminal implements AutoCloseable {
    private static final long LIMIT_NANOS = TimeUnit.SECONDS.toNanos(20);

    final LineDisciplineTerminal terminal;
    private final Output output;

    VirtualTerminal(String type, int columns, int rows) throws IOException {
        output = new Output(new ScreenTerminal(columns, rows));
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

    /** Waits until the rows that have something on them, without spaces at their ends, are as asked. */
    void awaitView(Predicate<List<String>> condition) throws InterruptedException {
        try {
            await(printed -> condition.test(view()));
        } catch (AssertionError e) {
            throw new AssertionError("not seen within the limit; on the screen:\n" + String.join("\n", view()), e);
        }
    }

    /** What is on the screen: the rows that have something on them. */
    List<String> view() {
        synchronized (output) {
            return output.screen
                    .toString()
                    .lines()
                    .map(String::stripTrailing)
                    .filter(line -> !line.isEmpty())
                    .toList();
        }
    }

    /** The person makes the window another size. */
    void resize(int columns, int rows) {
        synchronized (output) {
            output.screen.setSize(columns, rows);
            terminal.setSize(new Size(columns, rows));
        }
        terminal.raise(Signal.WINCH);
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
        final ScreenTerminal screen;
        private final CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
        private final ByteBuffer undecoded = ByteBuffer.allocate(8);

        Output(ScreenTerminal screen) {
            this.screen = screen;
        }

        @Override
        public synchronized void write(int b) {
            bytes.write(b);
            undecoded.put((byte) b).flip();
            CharBuffer decoded = CharBuffer.allocate(2);
            decoder.decode(undecoded, decoded, false);
            undecoded.compact();
            screen.write(decoded.flip());
            notifyAll();
        }

        @Override
        public synchronized void write(byte[] data, int offset, int length) {
            for (int i = offset; i < offset + length; i++) {
                write(data[i]);
            }
        }
    }
}
