package dev.mayfly.engine.spill;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * A list of rows that is written once and then read any number of times: as objects on the heap while the budget
 * allows, packed and spilled beyond. Many threads write, each with its own writer; rows are read writer by writer, in
 * the order in which the writers were made, and in the order written.
 */
public final class RowStore<T> implements AutoCloseable {
    private final SpillSpace space;
    private final Codec<T> codec;
    private final List<Writer> writers = new CopyOnWriteArrayList<>();

    RowStore(SpillSpace space) {
        this.space = space;
        this.codec = space.codecs().values();
    }

    /** A writer for one thread. What it wrote can be read once it is closed. */
    public Writer newWriter() {
        Writer writer = new Writer();
        writers.add(writer);
        return writer;
    }

    /** The rows of all closed writers. */
    public long count() {
        return writers.stream().mapToLong(writer -> writer.count).sum();
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
        writers.forEach(Writer::delete);
        writers.clear();
    }

    /** Writer after writer. A flat-mapped stream would not do: its iterator buffers all of a writer's rows. */
    private final class All implements Iterator<T> {
        private final Iterator<Writer> left = writers.iterator();
        private Iterator<T> heap = Collections.emptyIterator();
        private Iterator<T> spilled = Collections.emptyIterator();

        @Override
        public boolean hasNext() {
            while (!heap.hasNext() && !spilled.hasNext() && left.hasNext()) {
                Writer writer = left.next();
                heap = writer.heap.iterator();
                spilled = writer.spilled();
            }
            return heap.hasNext() || spilled.hasNext();
        }

        @Override
        public T next() {
            if (!hasNext()) {
                throw new NoSuchElementException("no more rows");
            }
            return heap.hasNext() ? heap.next() : spilled.next();
        }
    }

    /** Writes rows. For one thread. */
    public final class Writer implements AutoCloseable {
        private final HeapGrant grant = new HeapGrant(space.budget());
        private final RecordAppender appender = new RecordAppender(space.store().newGroup(), 64);
        private final List<T> heap = new ArrayList<>();
        private boolean full;
        private long written;
        private volatile long count;

        private Writer() {}

        /**
         * Appends a row.
         *
         * @throws SpillException if it must be spilled and has no encoding, or the disk is full
         */
        public void add(T row) {
            full = full || !grant.tryHold(row, codec);
            if (!full) {
                heap.add(row);
            } else {
                codec.write(row, appender.out());
                appender.end();
            }
            written++;
        }

        /** Makes what was written readable. Idempotent. */
        @Override
        public void close() {
            appender.flush();
            count = written;
        }

        private Iterator<T> spilled() {
            return new ValueReader<>(new BlockCursor(appender.group()), codec);
        }

        private void delete() {
            heap.clear();
            grant.release();
            appender.group().release();
        }
    }
}
