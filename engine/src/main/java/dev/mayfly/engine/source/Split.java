package dev.mayfly.engine.source;

import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

/**
 * A piece of an input that one task reads: the lines that start at or behind {@code from} and before {@code to}. Every
 * line of an input is in exactly one of its splits.
 *
 * @param input what to read
 * @param index the input's place among the inputs of the job
 * @param from offset in the stored bytes; 0 unless the input is a plain local file
 * @param to offset in the stored bytes; {@link Long#MAX_VALUE} for the end
 */
public record Split(Input input, int index, long from, long to) {
    private static final int LONGEST_FIRST_LINE = 1 << 24;

    /** Whether this split starts its input. */
    public boolean isFirst() {
        return from == 0;
    }

    /** Whether this split ends its input. */
    public boolean isLast() {
        return to == Long.MAX_VALUE;
    }

    /** Opens the stored bytes one before the first, so that a line break there can be seen. */
    InputStream open() throws IOException {
        return isFirst() ? input.open() : ((FileInput) input).open(from - 1);
    }

    /** The first line of the input, if it has any. Reads it. */
    public Optional<String> firstLineOfInput() throws IOException {
        Split whole = new Split(input, index, 0, Long.MAX_VALUE);
        try (LineReader lines = LineReader.open(whole, DecodeMemory.streaming(), LONGEST_FIRST_LINE)) {
            return Optional.ofNullable(lines.next());
        }
    }

    /** The lines of the input that start before this split. Reads them; for messages only. */
    public long linesBefore() throws IOException {
        if (isFirst()) {
            return 0;
        }
        long lines = 0;
        try (InputStream in = input.open()) {
            byte[] buffer = new byte[1 << 16];
            long left = from - 1;
            while (left > 0) {
                int n = in.read(buffer, 0, (int) Math.min(left, buffer.length));
                if (n < 0) {
                    break;
                }
                left -= n;
                for (int i = 0; i < n; i++) {
                    lines += buffer[i] == '\n' ? 1 : 0;
                }
            }
        }
        return lines + 1;
    }
}
