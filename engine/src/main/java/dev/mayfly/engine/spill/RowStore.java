package dev.mayfly.engine.spill;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/**
 * A list of rows that is written once and then read any number of times: as objects on the heap while the budget
 * allows, packed and spilled beyond. Many threads write, each with its own writer; rows are read section by section, in
 * the order in which the sections were made, and within a section piece by piece.
 *
 * <p>Where there are many, and who writes them has them packed already, they stay so on the heap: a fifth of the memory,
 * and nothing that the garbage collector must move.
 */
public final class RowStore<T> implements AutoCloseable {
    private final SpillSpace space;
    private final Codec<T> codec;
    private final List<Section> sections = new CopyOnWriteArrayList<>();

    RowStore(SpillSpace space, Codec<T> codec) {
        this.space = space;
        this.codec = codec;
    }

    /** A section of one writer, for one thread. What it wrote can be read once it is closed. */
    public Writer newWriter() {
        Section section = newSection();
        Writer writer = section.newWriter();
        writer.begin(section.newPiece());
        return writer;
    }

    /** A section that many threads write. */
    public Section newSection() {
        Section section = new Section();
        sections.add(section);
        return section;
    }

    /** The rows of all closed writers. */
    public long count() {
        return sections.stream().mapToLong(Section::count).sum();
    }

    /** Bytes that the space of these rows has written to disk. */
    public long spilledBytes() {
        return space.spilledBytes();
    }

    /** All rows, from the first; none is read before it is asked for. */
    public Stream<T> stream() {
        return StreamSupport.stream(Spliterators.spliterator(new All(), count(), Spliterator.ORDERED), false);
    }

    /** Deletes the rows, and gives back what they took of the budget. Idempotent. */
    @Override
    public void close() {
        sections.forEach(Section::delete);
        sections.clear();
    }

    /** Piece after piece. A flat-mapped stream would not do: its iterator buffers all rows of one. */
    private final class All implements Iterator<T> {
        private final Iterator<Section> sectionsLeft = sections.iterator();
        private final Map<Writer, Iterator<T>> open = new HashMap<>();
        private Iterator<Piece> piecesLeft = Collections.emptyIterator();
        private Iterator<T> rows = Collections.emptyIterator();
        private long rowsLeft;

        @Override
        public boolean hasNext() {
            while (rowsLeft == 0 && piecesLeft.hasNext()) {
                open(piecesLeft.next());
            }
            while (rowsLeft == 0 && sectionsLeft.hasNext()) {
                open.clear();
                piecesLeft = sectionsLeft.next().pieces().iterator();
                while (rowsLeft == 0 && piecesLeft.hasNext()) {
                    open(piecesLeft.next());
                }
            }
            return rowsLeft > 0;
        }

        private void open(Piece piece) {
            if (piece.writer != null && piece.count > 0) {
                rows = open.computeIfAbsent(piece.writer, Writer::rows);
                rowsLeft = piece.count;
            }
        }

        @Override
        public T next() {
            if (!hasNext()) {
                throw new NoSuchElementException("no more rows");
            }
            rowsLeft--;
            return rows.next();
        }
    }

    /** Rows that many threads write, in an order that is known before they are. */
    public final class Section implements AutoCloseable {
        /** Both guarded by this. */
        private final List<Writer> writers = new ArrayList<>();

        private final List<Piece> pieces = new ArrayList<>();

        private Section() {}

        /** A writer for one thread, and for pieces that it writes in their order. */
        public synchronized Writer newWriter() {
            Writer writer = new Writer();
            writers.add(writer);
            return writer;
        }

        /** The next piece in the order in which rows are read. */
        public synchronized Piece newPiece() {
            Piece piece = new Piece(pieces.size());
            pieces.add(piece);
            return piece;
        }

        private synchronized List<Piece> pieces() {
            return List.copyOf(pieces);
        }

        private synchronized long count() {
            return writers.stream().mapToLong(writer -> writer.count).sum();
        }

        private synchronized void delete() {
            writers.forEach(Writer::delete);
        }

        /** Closes all writers, which nobody may use any more. Idempotent. */
        @Override
        public synchronized void close() {
            writers.forEach(Writer::close);
        }
    }

    /** Rows of a section that one writer writes. */
    public final class Piece {
        private final int number;
        private @Nullable Writer writer;
        private long count;

        private Piece(int number) {
            this.number = number;
        }
    }

    /** Writes rows. For one thread. */
    public final class Writer implements AutoCloseable {
        /** So many are objects, whoever writes them: to read those costs nothing. */
        private static final int OBJECTS = 1 << 9;

        private final HeapGrant grant = new HeapGrant(space.budget());
        private final RecordAppender appender = new RecordAppender(space.store().newGroup(), 64);
        private final List<T> heap = new ArrayList<>();
        /** Whether what is written now is packed, and the rows from which on it was otherwise than before. */
        private boolean packing;

        private final List<Long> turns = new ArrayList<>();
        private @Nullable Piece piece;
        private int nextPiece;
        private boolean full;
        private long written;
        private long writtenBefore;
        private volatile long count;

        private Writer() {}

        /** Whether a piece comes behind all that this has written. */
        public boolean isBefore(Piece next) {
            return next.number >= nextPiece;
        }

        /**
         * Begins a piece; what was begun before ends.
         *
         * @throws IllegalArgumentException if a piece was written that comes behind this one
         */
        public void begin(Piece next) {
            if (!isBefore(next)) {
                throw new IllegalArgumentException("piece " + next.number + " comes before " + nextPiece
                        + ", up to which this has written: another writer can write it");
            }
            end();
            nextPiece = next.number + 1;
            piece = next;
            next.writer = this;
            writtenBefore = written;
        }

        /** Ends a piece. */
        public void end() {
            if (piece != null) {
                piece.count = written - writtenBefore;
            }
            piece = null;
        }

        /**
         * Appends a row to the piece that was begun.
         *
         * @throws SpillException if it must be spilled and has no encoding, or the disk is full
         */
        public void add(T row) {
            full = full || !grant.tryHold(row, codec);
            append(row);
        }

        /**
         * Appends a row whose size is known: whoever asks for it must pack the row, and throw that away.
         *
         * @param packedSize about the bytes that it takes when it is packed; negative where that is not known
         * @throws SpillException as {@link #add(Object)} does
         */
        public void add(T row, int packedSize) {
            if (packedSize < 0) {
                add(row);
            } else {
                full = full || !grant.tryHold(packedSize);
                append(row);
            }
        }

        private void append(T row) {
            turn(full);
            if (!full) {
                heap.add(row);
            } else {
                codec.write(row, appender.out());
                appender.end();
            }
            written++;
        }

        /** Whether the next row is better packed by who has it, by {@link #packed} and {@link #endPacked}, than added. */
        public boolean wantsPacked() {
            return full || heap.size() >= OBJECTS;
        }

        /** Where the next row is to be packed, as the codec would. */
        public PackedOutput packed() {
            return appender.out();
        }

        /**
         * Ends the row that was packed, which is now appended to the piece that was begun.
         *
         * @throws SpillException if it must be spilled, and the disk is full
         */
        public void endPacked() {
            turn(true);
            appender.end();
            written++;
        }

        private void turn(boolean packs) {
            if (packs != packing) {
                packing = packs;
                turns.add(written);
            }
        }

        /** Makes what was written readable. Idempotent. */
        @Override
        public void close() {
            end();
            appender.finish();
            count = written;
        }

        /** The objects, and what is packed, in the order in which they were written. */
        private Iterator<T> rows() {
            Iterator<T> objects = heap.iterator();
            Iterator<T> packed = new ValueReader<>(new BlockCursor(appender.group()), codec);
            Iterator<Long> turnsLeft = turns.iterator();
            return new Iterator<>() {
                private Iterator<T> now = objects;
                private long left = turnsLeft.hasNext() ? turnsLeft.next() : Long.MAX_VALUE;
                private long position;

                @Override
                public boolean hasNext() {
                    return objects.hasNext() || packed.hasNext();
                }

                @Override
                public T next() {
                    if (position == left) {
                        now = now == objects ? packed : objects;
                        left = turnsLeft.hasNext() ? turnsLeft.next() : Long.MAX_VALUE;
                    }
                    position++;
                    return now.next();
                }
            };
        }

        private void delete() {
            heap.clear();
            grant.release();
            appender.group().release();
        }
    }
}
