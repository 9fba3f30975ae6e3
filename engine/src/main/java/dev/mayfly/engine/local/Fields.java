package dev.mayfly.engine.local;

import dev.mayfly.engine.spill.Latin1;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The fields of a text between separators: those of {@link String#split(String)}, without a {@code String} of each. The
 * bytes are scanned eight at a time. Used by one thread.
 */
final class Fields {
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long ONES = 0x0101010101010101L;
    private static final long HIGH_BITS = 0x8080808080808080L;

    /** So many bytes follow the last field in its array. */
    static final int SLACK = Long.BYTES;

    /** Stands for the index of the last field. */
    static final int LAST = -1;

    /** A longer text is left to the JDK. */
    private static final int LONGEST = 1 << 20;

    private final Separator separator;
    private byte[] copy = new byte[1 << 10];
    private byte[] bytes = copy;
    private int start;
    private int end;
    /** The text as a string, where it came as one. */
    private @Nullable String whole;

    /** Takes fields. */
    interface Taker {
        /**
         * Takes a field.
         *
         * @param bytes holds it, a Latin-1 character a byte, and {@value Fields#SLACK} bytes behind it; until the next text is set
         */
        void take(byte[] bytes, int offset, int count) throws Exception;
    }

    /**
     * What stands between fields: the part of the regular expressions that is of one character or white space.
     *
     * @param eights the character in each of eight bytes
     * @param orControls whether the white space from tab to carriage return is meant too
     * @param isRun whether some that follow each other are one
     */
    record Separator(long eights, boolean orControls, boolean isRun) {
        private static final String META = ".$|()[{^?*+\\";

        /** What a regular expression finds, where it is so simple. */
        static Optional<Separator> of(String regex) {
            boolean run = regex.length() > 1 && regex.endsWith("+") && !regex.equals("\\+");
            String one = run ? regex.substring(0, regex.length() - 1) : regex;
            if (one.equals("\\s")) {
                return Optional.of(new Separator(ONES * ' ', true, run));
            }
            boolean quoted = one.length() == 2 && one.charAt(0) == '\\' && !isWordly(one.charAt(1));
            if (!quoted && (one.length() != 1 || META.contains(one))) {
                return Optional.empty();
            }
            char character = one.charAt(one.length() - 1);
            return character > 0xFF ? Optional.empty() : Optional.of(new Separator(ONES * character, false, run));
        }

        /** Behind a backslash such a character is no plain one, or may be none one day. */
        private static boolean isWordly(char character) {
            return character > 0x7F || Character.isLetterOrDigit(character);
        }

        /** The high bits of the bytes of a word that separate. */
        long in(long word) {
            long other = word ^ eights;
            long hits = ~(((other & ~HIGH_BITS) + ~HIGH_BITS) | other) & HIGH_BITS;
            if (orControls) {
                long low = word & ~HIGH_BITS;
                hits |= (low + ONES * (0x80 - '\t')) & ~(low + ONES * (0x80 - '\r' - 1)) & ~word & HIGH_BITS;
            }
            return hits;
        }
    }

    Fields(Separator separator) {
        this.separator = separator;
    }

    /** Takes a text to find the fields of; false where it must be left to the JDK. */
    boolean set(String text) {
        int count = text.length();
        if (count > LONGEST || !Latin1.isSure(text)) {
            return false;
        }
        if (copy.length < count + SLACK) {
            copy = new byte[2 * count + SLACK];
        }
        Latin1.copy(text, copy, 0);
        set(copy, 0, count);
        whole = text;
        return true;
    }

    /**
     * The same of a text that is a part of an array, a Latin-1 character a byte; behind it the array has {@value #SLACK} bytes
     * more.
     */
    void set(byte[] in, int from, int to) {
        bytes = in;
        start = from;
        end = to;
        whole = null;
    }

    /** A field as a string: the same object that {@link String#split(String)} gives, where that is known to others. */
    String text(int offset, int count) {
        if (count == 0) {
            return "";
        }
        String text = whole;
        return text != null && count == end - start
                ? text
                : new String(bytes, offset, count, StandardCharsets.ISO_8859_1);
    }

    /** Gives all fields of the text, in order. */
    void forEach(Taker taker) throws Exception {
        byte[] in = bytes;
        int to = end;
        // Empty fields at the end are none; a text without any separator is one, even if empty.
        while (to > start && separator.in(in[to - 1] & 0xFF) << (Long.SIZE - Byte.SIZE) != 0) {
            to--;
        }
        if (to == start && end > start) {
            return;
        }
        int from = start;
        for (int word = start; word < to; word += Long.BYTES) {
            long hits = separator.in((long) LONGS.get(in, word));
            while (hits != 0) {
                int at = word + (Long.numberOfTrailingZeros(hits) >>> 3);
                if (at >= to) {
                    break;
                }
                if (isField(from, at)) {
                    taker.take(in, from, at - from);
                }
                from = at + 1;
                hits &= hits - 1;
            }
        }
        taker.take(in, from, to - from);
    }

    /** Whether what ends at a separator is a field, and not between two of a run. */
    private boolean isField(int from, int at) {
        return at > from || from == start || !separator.isRun;
    }

    /**
     * Gives a field of the text.
     *
     * @param index counted from 0
     * @return false where it is not there for sure: the JDK is to say what it is
     */
    boolean field(int index, Taker taker) throws Exception {
        int from = start;
        int number = 0;
        for (int word = start; word < end; word += Long.BYTES) {
            long hits = separator.in((long) LONGS.get(bytes, word));
            while (hits != 0) {
                int at = word + (Long.numberOfTrailingZeros(hits) >>> 3);
                if (at >= end) {
                    break;
                }
                if (isField(from, at)) {
                    if (number == index) {
                        return give(from, at, taker);
                    }
                    number++;
                }
                from = at + 1;
                hits &= hits - 1;
            }
        }
        return number == index && give(from, end, taker);
    }

    /**
     * The fields of the text as an array, of which some alone are there; in place of the others is null.
     *
     * @param indices of those, in ascending order, maybe with {@link #LAST} before them; the text may have fewer
     */
    String[] some(int[] indices) throws Exception {
        Some taker = new Some(indices);
        forEach(taker);
        return taker.array();
    }

    /** Keeps where some fields are. */
    private final class Some implements Taker {
        private final int[] indices;
        private final int[] offsets;
        private final int[] counts;
        private final boolean withLast;
        private int kept;
        private int number;
        private int lastOffset;
        private int lastCount;

        Some(int[] wanted) {
            this.withLast = wanted.length > 0 && wanted[0] == LAST;
            this.indices = withLast ? Arrays.copyOfRange(wanted, 1, wanted.length) : wanted;
            this.offsets = new int[indices.length];
            this.counts = new int[indices.length];
        }

        @Override
        public void take(byte[] in, int offset, int count) {
            if (kept < indices.length && indices[kept] == number) {
                offsets[kept] = offset;
                counts[kept] = count;
                kept++;
            }
            number++;
            lastOffset = offset;
            lastCount = count;
        }

        String[] array() {
            String[] array = new String[number];
            for (int i = 0; i < kept; i++) {
                array[indices[i]] = text(offsets[i], counts[i]);
            }
            if (withLast && number > 0 && array[number - 1] == null) {
                array[number - 1] = text(lastOffset, lastCount);
            }
            return array;
        }
    }

    private boolean give(int from, int to, Taker taker) throws Exception {
        // One that is empty may be one of those at the end.
        if (to > from) {
            taker.take(bytes, from, to - from);
        }
        return to > from;
    }
}
