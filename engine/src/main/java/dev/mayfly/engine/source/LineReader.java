package dev.mayfly.engine.source;

import dev.mayfly.engine.fetch.Retrying;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The lines of a split. A line ends at LF or CRLF or the end of the input; the text is UTF-8, a byte order mark at its
 * start is dropped, bytes that are no UTF-8 become U+FFFD and are counted. Used by one thread.
 *
 * <p>Text passes through one window that fits the processor's cache and grows only for a line that is longer. It is
 * scanned eight bytes at a time for the next LF, and on the way for bytes beyond ASCII: a line without any becomes a
 * {@code String} by one copy.
 */
public final class LineReader implements Closeable {
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long ONES = 0x0101010101010101L;
    private static final long HIGH_BITS = 0x8080808080808080L;
    private static final long LINE_FEEDS = 0x0A0A0A0A0A0A0A0AL;
    private static final int WINDOW = 1 << 18;

    private final Split split;
    private final InputStream raw;
    private final ByteSource source;
    private final int longestLine;

    private byte[] window = new byte[WINDOW];
    private int start;
    private int end;
    private boolean atEnd;
    /** Offset in the text of the window's first byte. */
    private long windowOffset;

    private long firstLineOffset;
    private long lines;
    private long replaced;
    private boolean ascii;

    private LineReader(Split split, InputStream raw, ByteSource source, int longestLine) {
        this.split = split;
        this.raw = raw;
        this.source = source;
        this.longestLine = longestLine;
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
            LineReader reader = new LineReader(split, raw, Decoders.open(split, raw, memory), longestLine);
            reader.findFirstLine();
            return reader;
        } catch (Damage e) {
            raw.close();
            throw e.in(split.input().name(), 1);
        } catch (IOException | RuntimeException | Error e) {
            raw.close();
            throw e;
        }
    }

    /** The next line, or null behind the last. */
    public @Nullable String next() throws IOException {
        if (windowOffset + start >= split.to()) {
            return null;
        }
        int lineEnd = findLineEnd();
        if (lineEnd < 0) {
            if (start == end) {
                return null;
            }
            lineEnd = end;
        }
        String line = line(start, lineEnd);
        start = Math.min(lineEnd + 1, end);
        lines++;
        return line;
    }

    private void findFirstLine() throws IOException {
        if (split.isFirst()) {
            while (end < 3 && fill()) {
                // A byte order mark is three bytes.
            }
            if (end >= 3 && window[0] == (byte) 0xEF && window[1] == (byte) 0xBB && window[2] == (byte) 0xBF) {
                start = 3;
            }
            return;
        }
        windowOffset = split.from() - 1;
        int lineEnd = findLineEnd();
        start = lineEnd < 0 ? end : lineEnd + 1;
        firstLineOffset = windowOffset + start;
    }

    /** Index of the LF that ends the line at {@link #start}, or -1 where the input ends first. */
    private int findLineEnd() throws IOException {
        int scanned = 0;
        ascii = true;
        while (true) {
            int found = scan(start + scanned, end);
            if (found >= 0) {
                return found;
            }
            scanned = end - start;
            if (!fill()) {
                return -1;
            }
        }
    }

    private int scan(int from, int to) {
        byte[] bytes = window;
        long high = 0;
        int at = from;
        int found = -1;
        for (; at <= to - 8; at += 8) {
            long word = (long) LONGS.get(bytes, at);
            high |= word;
            long difference = word ^ LINE_FEEDS;
            long hit = (difference - ONES) & ~difference & HIGH_BITS;
            if (hit != 0) {
                found = at + (Long.numberOfTrailingZeros(hit) >>> 3);
                break;
            }
        }
        for (; found < 0 && at < to; at++) {
            high |= bytes[at];
            if (bytes[at] == '\n') {
                found = at;
            }
        }
        if ((high & HIGH_BITS) != 0) {
            ascii = false;
        }
        return found;
    }

    /** Reads more text behind {@link #end}, making room first; false at the end of the input. */
    private boolean fill() throws IOException {
        if (atEnd) {
            return false;
        }
        if (start > 0) {
            System.arraycopy(window, start, window, 0, end - start);
            windowOffset += start;
            end -= start;
            start = 0;
        }
        if (end == window.length) {
            grow();
        }
        int n = read();
        if (n < 0) {
            atEnd = true;
            return false;
        }
        end += n;
        return true;
    }

    private int read() throws IOException {
        try {
            return source.read(window, end, window.length - end);
        } catch (Damage e) {
            throw e.in(split.input().name(), split.linesBefore() + lines + 1);
        }
    }

    private void grow() throws IOException {
        if (window.length >= longestLine) {
            throw new BadInputException(
                    String.format(
                            Locale.ROOT,
                            "%s has a line of more than %,d bytes (line %,d): give the process a larger heap, or check"
                                    + " that the input is text",
                            split.input().name(),
                            longestLine,
                            split.linesBefore() + lines + 1),
                    null);
        }
        window = Arrays.copyOf(window, (int) Math.min(longestLine, 2L * window.length));
    }

    private String line(int from, int lineEnd) {
        int to = lineEnd > from && window[lineEnd - 1] == '\r' ? lineEnd - 1 : lineEnd;
        if (ascii) {
            return new String(window, from, to - from, StandardCharsets.ISO_8859_1);
        }
        String line = new String(window, from, to - from, StandardCharsets.UTF_8);
        if (line.indexOf('\uFFFD') >= 0) {
            replaced += line.chars().filter(c -> c == '\uFFFD').count() - genuineReplacements(from, to);
        }
        return line;
    }

    private int genuineReplacements(int from, int to) {
        int count = 0;
        for (int i = from; i < to - 2; i++) {
            if (window[i] == (byte) 0xEF && window[i + 1] == (byte) 0xBF && window[i + 2] == (byte) 0xBD) {
                count++;
            }
        }
        return count;
    }

    /** Lines read. */
    public long lines() {
        return lines;
    }

    /** Bytes of the text so far, of this split's lines alone. */
    public long textBytes() {
        return windowOffset + start - firstLineOffset;
    }

    /** Stored bytes consumed so far, of this split alone. */
    public long storedBytes() {
        return source instanceof PlainBytes ? textBytes() : source.stored();
    }

    /** Characters that stand for bytes which are no UTF-8. */
    public long replaced() {
        return replaced;
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
