package dev.mayfly.engine.source;

import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Whole lines that follow each other in a split, in a buffer that fits the processor's cache and grows only for a line
 * that is longer. A {@link LineReader} fills it, any thread may then take the lines from it, and it can be filled again
 * once {@link #done} was called. Used by one thread at a time.
 *
 * <p>The bytes are scanned eight at a time for the next LF, and on the way for bytes beyond ASCII: a line without any
 * becomes a {@code String} by one copy.
 */
public final class LineBlock {
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long ONES = 0x0101010101010101L;
    private static final long HIGH_BITS = 0x8080808080808080L;
    private static final long LINE_FEEDS = 0x0A0A0A0A0A0A0A0AL;
    /** What a block holds, unless a line is longer. */
    public static final int BYTES = 1 << 18;

    /** A word may be read from the last byte on. */
    private static final int SLACK = Long.BYTES;

    private byte[] bytes = new byte[BYTES];
    private int start;
    private int at;
    private int end;
    /** Where the line starts that was taken last. */
    private int lineStart;
    /** Where its text ends. */
    private int lineEnd;

    private final Line view = new Line();
    private long lines;
    private long replaced;
    private @Nullable LineCount count;

    /** Where the text searched for was found last; not before {@link #at} once that was asked. */
    private int found;

    /** An empty block. */
    public LineBlock() {}

    byte[] bytes() {
        return bytes;
    }

    /** Bytes that fit. */
    int room() {
        return bytes.length - SLACK;
    }

    /** Makes room for longer lines, and keeps what is there. */
    void grow(long most) {
        bytes = Arrays.copyOf(bytes, (int) Math.min(most, 2L * room()) + SLACK);
    }

    /** Whether this is larger than usual, for a long line. */
    public boolean isGrown() {
        return bytes.length > BYTES;
    }

    /** Gives lines to take: those from one byte to another, where the last of them ends. */
    void fill(int from, int to, LineCount number) {
        start = from;
        at = from;
        end = to;
        lines = 0;
        replaced = 0;
        count = number;
        found = -1;
    }

    /** The next line, or null behind the last. */
    public @Nullable String next() {
        int from = at;
        if (from >= end) {
            return null;
        }
        long high = advance();
        return text(high);
    }

    /** The line that was taken last. */
    private String text(long high) {
        int from = lineStart;
        int to = lineEnd;
        return (high & HIGH_BITS) == 0
                ? new String(bytes, from, to - from, StandardCharsets.ISO_8859_1)
                : decoded(from, to);
    }

    /** The next line, or null behind the last; always the same object. Bytes that are no UTF-8 are not counted. */
    public @Nullable Line nextView() {
        int from = at;
        if (from >= end) {
            return null;
        }
        advance();
        view.set(bytes, from, lineEnd);
        return view;
    }

    /**
     * The next line, or null behind the last. For a line of ASCII characters the block itself stands, until the next is taken:
     * its bytes lie in {@link #window} from {@link #lineStart} to before {@link #lineEnd}.
     */
    public @Nullable Object nextOrBlock() {
        if (at >= end) {
            return null;
        }
        long high = advance();
        return (high & HIGH_BITS) == 0 ? this : text(high);
    }

    /** The array with the lines; behind the last it has 8 bytes more. */
    public byte[] window() {
        return bytes;
    }

    /** Where the line starts that was taken last. */
    public int lineStart() {
        return lineStart;
    }

    /** Where the text of that line ends. */
    public int lineEnd() {
        return lineEnd;
    }

    /** That line, of ASCII characters. */
    public String line() {
        return text(0);
    }

    /** Goes behind the line at {@link #at}, and says where its text ends; its bytes, or-ed, and maybe some LF. */
    private long advance() {
        int from = at;
        byte[] window = bytes;
        long high = 0;
        int word = from;
        long hit;
        while (true) {
            long eight = (long) LONGS.get(window, word);
            long difference = eight ^ LINE_FEEDS;
            hit = (difference - ONES) & ~difference & HIGH_BITS;
            if (hit != 0) {
                // What follows the LF is another line's.
                high |= eight & (hit ^ (hit - 1));
                break;
            }
            high |= eight;
            word += Long.BYTES;
            if (word >= end) {
                break;
            }
        }
        int to = hit == 0 ? end : Math.min(end, word + (Long.numberOfTrailingZeros(hit) >>> 3));
        at = to + 1;
        lineStart = from;
        lines++;
        lineEnd = to > from && window[to - 1] == '\r' ? to - 1 : to;
        return high;
    }

    /**
     * The next line that may hold a text, or null behind the last such: lines of ASCII characters without it are left
     * out, at the speed of memory, and counted as taken. Other lines are not, since what is no UTF-8 in them counts.
     *
     * @param search for a text without LF; the same for all lines of a block
     */
    public @Nullable String next(ByteSearch search) {
        if (found < at) {
            found = search.indexIn(bytes, at, end);
        }
        leaveOut(found);
        return next();
    }

    /** Takes the lines that end before a byte, up to the first that has more than ASCII characters. */
    private void leaveOut(int limit) {
        byte[] window = bytes;
        int word = at;
        // Whole words first: where the last LF among them is, is found backwards.
        int feeds = 0;
        while (word + Long.BYTES <= limit) {
            long eight = (long) LONGS.get(window, word);
            if ((eight & HIGH_BITS) != 0) {
                break;
            }
            // Exact for bytes of 7 bits, where the usual test for a zero byte may also hit the byte behind one.
            feeds += Long.BYTES - Long.bitCount(((eight ^ LINE_FEEDS) + ~HIGH_BITS) & HIGH_BITS);
            word += Long.BYTES;
        }
        int last = word;
        while (word < limit && window[word] >= 0) {
            feeds += window[word] == '\n' ? 1 : 0;
            word++;
            last = word;
        }
        boolean whole = last == end && window[last - 1] != '\n';
        while (!whole && last > at && window[last - 1] != '\n') {
            last--;
        }
        lines += whole ? feeds + 1 : feeds;
        at = last;
    }

    private String decoded(int from, int to) {
        String line = new String(bytes, from, to - from, StandardCharsets.UTF_8);
        if (line.indexOf('\uFFFD') >= 0) {
            replaced += line.chars().filter(c -> c == '\uFFFD').count() - genuineReplacements(from, to);
        }
        return line;
    }

    private int genuineReplacements(int from, int to) {
        int genuine = 0;
        for (int i = from; i < to - 2; i++) {
            if (bytes[i] == (byte) 0xEF && bytes[i + 1] == (byte) 0xBF && bytes[i + 2] == (byte) 0xBD) {
                genuine++;
            }
        }
        return genuine;
    }

    /** Lines taken. */
    public long lines() {
        return lines;
    }

    /** Characters in the lines taken that stand for bytes which are no UTF-8. */
    public long replaced() {
        return replaced;
    }

    /** Bytes of all its lines. */
    public int length() {
        return end - start;
    }

    /** Whether its first line is the first of the input. */
    public boolean isFirst() {
        return count != null && count.isFirst();
    }

    /**
     * The lines of the input before this block; for messages only. While other threads take the lines of earlier blocks,
     * those are counted in their buffers.
     *
     * @throws IOException if the input must be read for that, and cannot
     */
    public long linesBefore() throws IOException {
        return count == null ? 0 : count.before();
    }

    /**
     * The first line of the input, if it has any.
     *
     * @throws IOException if the input must be read for that, and cannot
     */
    public Optional<String> firstLineOfInput() throws IOException {
        return count == null ? Optional.empty() : count.firstLineOfInput();
    }

    /** The first line between two bytes, if it is no longer than so many. */
    Optional<String> firstLine(int from, int to, int most) {
        int end = from;
        while (end < to && bytes[end] != '\n' && end - from <= most) {
            end++;
        }
        if (end - from > most) {
            return Optional.empty();
        }
        int length = end > from && bytes[end - 1] == '\r' ? end - 1 - from : end - from;
        return Optional.of(new String(bytes, from, length, StandardCharsets.UTF_8));
    }

    /** Whether all lines were taken. */
    boolean isTaken() {
        return at >= end;
    }

    /** All its lines: those taken and those to come. */
    long countLines() {
        long all = 0;
        for (int i = start; i < end; i++) {
            all += bytes[i] == '\n' ? 1 : 0;
        }
        return end > start && bytes[end - 1] != '\n' ? all + 1 : all;
    }

    /** Says that all lines were taken, or that nobody wants the others. */
    public void done() {
        if (count != null) {
            count.done();
            count = null;
        }
    }
}
