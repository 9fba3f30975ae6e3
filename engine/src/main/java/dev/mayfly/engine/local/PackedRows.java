package dev.mayfly.engine.local;

import dev.mayfly.engine.JobException;
import dev.mayfly.engine.spill.Codec;
import dev.mayfly.engine.spill.PackedOutput;
import org.jspecify.annotations.Nullable;

/** Rows, packed until they are enough to be sent. Used by one thread. */
final class PackedRows {
    private static final int ENOUGH = 1 << 16;

    private final Codec<Object> codec;
    private final JobPart.RowSink sink;
    private final PackedOutput out = new PackedOutput(ENOUGH + 256);
    private int piece;
    private long packed;
    private long count;

    PackedRows(Codec<Object> codec, int piece, JobPart.RowSink sink) {
        this.codec = codec;
        this.piece = piece;
        this.sink = sink;
    }

    /** The rows that follow are of another piece. */
    void begin(int other) {
        flush();
        piece = other;
    }

    void add(@Nullable Object row) {
        if (row == null) {
            throw new JobException("a step made null of the line: filter(...) it out");
        }
        codec.write(row, out);
        packed++;
        count++;
        if (out.length() >= ENOUGH) {
            flush();
        }
    }

    void flush() {
        if (packed > 0) {
            sink.rows(piece, out.array(), out.length(), packed);
            out.clear();
            packed = 0;
        }
    }

    long count() {
        return count;
    }
}
