package dev.mayfly.kernel.cell;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Where the output of one cell goes. Bytes become text as soon as they are whole characters: nothing waits for more, so
 * that text, errors and displays reach the front end in the order in which the cell made them.
 */
final class CellTarget {
    private final FrontEnd frontEnd;
    private final AtomicReference<@Nullable CellTarget> running;
    private final Utf8 out;
    private final Utf8 err;
    private volatile boolean interrupted;

    /** @param running the target of the cell that the same workspace runs now, null between cells */
    CellTarget(FrontEnd frontEnd, AtomicReference<@Nullable CellTarget> running) {
        this.frontEnd = frontEnd;
        this.running = running;
        this.out = new Utf8(frontEnd::stdout);
        this.err = new Utf8(frontEnd::stderr);
    }

    FrontEnd frontEnd() {
        return frontEnd;
    }

    /** Whether somebody asked this cell to stop. */
    boolean interrupted() {
        return interrupted;
    }

    void interrupt() {
        interrupted = true;
    }

    /** The target of the cell that runs now in the workspace of this one: for threads that work for every cell. */
    CellTarget now() {
        CellTarget now = running.get();
        return now == null ? this : now;
    }

    void write(boolean error, byte[] bytes, int offset, int count) {
        (error ? err : out).write(bytes, offset, count);
    }

    /** Bytes to text, where a character may come in two writes. Guarded by itself. */
    private static final class Utf8 {
        private final Consumer<String> text;
        private final CharsetDecoder decoder = StandardCharsets.UTF_8
                .newDecoder()
                .onMalformedInput(CodingErrorAction.REPLACE)
                .onUnmappableCharacter(CodingErrorAction.REPLACE);
        private byte[] rest = {};

        Utf8(Consumer<String> text) {
            this.text = text;
        }

        synchronized void write(byte[] bytes, int offset, int count) {
            ByteBuffer in = ByteBuffer.allocate(rest.length + count);
            in.put(rest).put(bytes, offset, count).flip();
            CharBuffer chars = CharBuffer.allocate(in.remaining());
            decoder.decode(in, chars, false);
            rest = new byte[in.remaining()];
            in.get(rest);
            if (chars.flip().hasRemaining()) {
                text.accept(chars.toString());
            }
        }
    }
}
