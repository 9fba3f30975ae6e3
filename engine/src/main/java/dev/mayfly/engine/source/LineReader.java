package dev.mayfly.engine.source;

import dev.mayfly.engine.fetch.Retrying;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads a split in blocks of whole lines. A line ends at LF or CRLF or the end of the input; the text is UTF-8, a byte
 * order mark at its start is dropped, bytes that are no UTF-8 become U+FFFD and are counted. Used by one thread; what it
 * has filled is independent of it.
 */
public final class LineReader implements Closeable {
    /** A longer one holds no names of columns. */
    private static final int LONGEST_FIRST_LINE = 1 << 16;

    private final Split split;
    private final InputStream raw;
    private final ByteSource source;
    private final int longestLine;

    /** What was read behind the last whole line of the block before. */
    private byte[] begun = new byte[256];

    private int begunLength;
    /** Offset in the text of {@link #begun}. */
    private long offset;
    /** Whether a line that another split has must be left out first. */
    private boolean inForeignLine;

    private boolean atEnd;
    private long textBytes;
    private @Nullable LineCount count;
    /** For who takes all lines from here. */
    private @Nullable LineBlock own;

    private long taken;

    private LineReader(Split split, InputStream raw, ByteSource source, int longestLine) {
        this.split = split;
        this.raw = raw;
        this.source = source;
        this.longestLine = longestLine;
        this.inForeignLine = !split.isFirst();
        this.offset = inForeignLine ? split.from() - 1 : 0;
    }

    /**
     * Opens a split.
     *
     * @param longestLine bytes of the longest line that is read; a longer one is an error
     * @throws IOException if it cannot be read, or is damaged: the message names it
     */
    public static LineReader open(Split split, DecodeMemory memory, int longestLine) throws IOException {
        InputStream raw = split.open();
        try {
            return new LineReader(split, raw, Decoders.open(split, raw, memory), longestLine);
        } catch (Damage e) {
            raw.close();
            throw e.in(split.input().name(), 1);
        } catch (IOException | RuntimeException | Error e) {
            raw.close();
            throw e;
        }
    }

    /**
     * Fills a block with the lines that follow.
     *
     * @param block one whose lines are done
     * @return false behind the last line
     * @throws IOException if the input cannot be read, or is damaged, or has a line that is too long
     */
    public boolean fill(LineBlock block) throws IOException {
        if (offset >= split.to()) {
            return false;
        }
        int length = takeBegun(block);
        while (true) {
            length = read(block, length);
            int from = firstLine(block.bytes(), length);
            if (from < 0 && !atEnd) {
                offset += length;
                length = 0;
                continue;
            }
            int to = from < 0 ? from : end(block.bytes(), from, length);
            if (to > from) {
                give(block, from, to, length);
                return true;
            }
            if (to == from) {
                return false;
            }
            grow(block, length);
        }
    }

    private int takeBegun(LineBlock block) throws IOException {
        while (block.room() < begunLength) {
            grow(block, block.room());
        }
        System.arraycopy(begun, 0, block.bytes(), 0, begunLength);
        return begunLength;
    }

    /** Reads until the block is full or the input ends; the bytes then in the block. */
    private int read(LineBlock block, int begin) throws IOException {
        int length = begin;
        try {
            while (!atEnd && length < block.room()) {
                int n = source.read(block.bytes(), length, block.room() - length);
                atEnd = n < 0;
                length += Math.max(0, n);
            }
            return length;
        } catch (Damage e) {
            throw e.in(split.input().name(), linesGiven() + lineFeeds(block.bytes(), length) + 1);
        }
    }

    /** Where the first line of this split starts; -1 where it does not start here. */
    private int firstLine(byte[] bytes, int length) {
        if (inForeignLine) {
            int lineFeed = indexOfLineFeed(bytes, 0, length);
            return lineFeed < 0 ? -1 : lineFeed + 1;
        }
        boolean marked = offset == 0
                && length >= 3
                && bytes[0] == (byte) 0xEF
                && bytes[1] == (byte) 0xBB
                && bytes[2] == (byte) 0xBF;
        return marked ? 3 : 0;
    }

    /**
     * Where the whole lines of this split end.
     *
     * @return {@code from} where there are no more; -1 where the first of them does not end here
     */
    private int end(byte[] bytes, int from, int length) {
        long limit = split.to() - offset;
        if (from >= limit) {
            return from;
        }
        if (length >= limit) {
            // The last line is the one that has the last byte before the next split.
            int lineFeed = indexOfLineFeed(bytes, (int) limit - 1, length);
            if (lineFeed >= 0) {
                return lineFeed + 1;
            }
        }
        if (atEnd) {
            return length;
        }
        int to = length;
        while (to > from && bytes[to - 1] != '\n') {
            to--;
        }
        return to == from ? -1 : to;
    }

    private void give(LineBlock block, int from, int to, int length) {
        begunLength = length - to;
        if (begun.length < begunLength) {
            begun = new byte[begunLength];
        }
        System.arraycopy(block.bytes(), to, begun, 0, begunLength);
        offset += to;
        textBytes += inForeignLine ? to - from : to;
        inForeignLine = false;
        if (count == null) {
            Optional<String> firstLine =
                    split.isFirst() ? block.firstLine(from, to, LONGEST_FIRST_LINE) : Optional.empty();
            count = LineCount.first(split, block, firstLine);
        } else {
            count = count.next(block);
        }
        block.fill(from, to, count);
    }

    private void grow(LineBlock block, int length) throws IOException {
        OutOfMemoryError cause = null;
        if (length < longestLine) {
            try {
                block.grow(longestLine);
                return;
            } catch (OutOfMemoryError e) {
                cause = e;
            }
        }
        throw new BadInputException(
                String.format(
                        Locale.ROOT,
                        "%s has a line of more than %,d bytes (line %,d): give the process a larger heap, or check"
                                + " that the input is text",
                        split.input().name(),
                        length,
                        linesGiven() + 1),
                cause);
    }

    /** Lines of the input before those that have not been given yet; for messages. */
    private long linesGiven() throws IOException {
        return count == null ? split.linesBefore() : count.behind();
    }

    private static long lineFeeds(byte[] bytes, int length) {
        long lineFeeds = 0;
        for (int i = 0; i < length; i++) {
            lineFeeds += bytes[i] == '\n' ? 1 : 0;
        }
        return lineFeeds;
    }

    private static int indexOfLineFeed(byte[] bytes, int from, int to) {
        for (int i = from; i < to; i++) {
            if (bytes[i] == '\n') {
                return i;
            }
        }
        return -1;
    }

    /** The next line, for who takes them all by one thread and fills no block; null behind the last. */
    public @Nullable String next() throws IOException {
        LineBlock block = own == null ? new LineBlock() : own;
        own = block;
        String line = block.next();
        if (line == null) {
            block.done();
            line = fill(block) ? block.next() : null;
        }
        taken += line == null ? 0 : 1;
        return line;
    }

    /** Lines that {@link #next} has returned. */
    public long lines() {
        return taken;
    }

    /** Bytes of the lines given so far, of this split's alone. */
    public long textBytes() {
        return textBytes;
    }

    /** Stored bytes consumed so far, of this split alone. */
    public long storedBytes() {
        return source instanceof PlainBytes ? textBytes : source.stored();
    }

    /** Requests repeated to read the input. */
    public int retries() {
        return raw instanceof Retrying retrying ? retrying.retries() : 0;
    }

    @Override
    public void close() throws IOException {
        source.close();
        raw.close();
    }
}
