package dev.mayfly.engine.spark;

import dev.mayfly.engine.spill.BlockGroup;
import dev.mayfly.engine.spill.BlockReader;
import dev.mayfly.engine.spill.Codec;
import dev.mayfly.engine.spill.PackedInput;
import dev.mayfly.engine.spill.SpillSpace;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Set;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/**
 * Rows that tasks have sent, packed as they came: on the heap while that is small, else on disk. They belong to attempts
 * of tasks, of which those count that are kept at the end. Safe for use by many threads; one request of an attempt at a
 * time.
 */
final class ReceivedRows {
    private final SpillSpace space;
    /** Guarded by this. */
    private final Map<String, Attempt> attempts = new HashMap<>();

    private List<Piece> pieces = List.of();

    /** Rows of one split or partition, in order. */
    private static final class Piece {
        private final BlockGroup blocks;
        private long count;

        Piece(BlockGroup blocks) {
            this.blocks = blocks;
        }
    }

    private static final class Attempt {
        private final Map<Integer, Piece> pieces = new TreeMap<>();
        private int next;
    }

    ReceivedRows(SpillSpace space) {
        this.space = space;
    }

    /** Takes what a task sent; what it sends again since the answer was lost is left out. */
    void take(String name, int sequence, byte[] packed) {
        Attempt attempt;
        synchronized (this) {
            attempt = attempts.computeIfAbsent(name, any -> new Attempt());
        }
        synchronized (attempt) {
            if (sequence < attempt.next) {
                return;
            }
            if (sequence > attempt.next) {
                throw new IllegalStateException("rows came in another order than they were sent");
            }
            attempt.next++;
            PackedInput in = new PackedInput(packed);
            while (in.remaining() > 0) {
                int number = in.readSize();
                long count = in.readVarint();
                int length = in.readSize();
                Piece piece = attempt.pieces.computeIfAbsent(
                        number, any -> new Piece(space.store().newGroup()));
                piece.blocks.append(packed, in.position(), length);
                piece.count += count;
                in.skip(length);
            }
        }
    }

    /** Keeps the rows of the attempts that ended well, in the order of the pieces' numbers, and deletes all others. */
    synchronized void keep(Set<String> names) {
        TreeMap<Integer, List<Piece>> inOrder = new TreeMap<>();
        attempts.forEach((name, attempt) -> {
            if (names.contains(name)) {
                attempt.pieces.forEach((number, piece) -> inOrder.computeIfAbsent(number, any -> new ArrayList<>())
                        .add(piece));
            } else {
                attempt.pieces.values().forEach(piece -> piece.blocks.release());
            }
        });
        attempts.clear();
        pieces = inOrder.values().stream().flatMap(List::stream).toList();
    }

    synchronized long count() {
        return pieces.stream().mapToLong(piece -> piece.count).sum();
    }

    /** The rows that are kept. */
    synchronized <T> Stream<T> stream(Codec<T> codec) {
        return StreamSupport.stream(
                Spliterators.spliterator(new Rows<>(pieces, codec), count(), Spliterator.ORDERED), false);
    }

    private static final class Rows<T> implements Iterator<T> {
        private final Iterator<Piece> pieces;
        private final Codec<T> codec;
        private final PackedInput in = new PackedInput(new byte[0]);
        private @Nullable BlockReader blocks;

        Rows(List<Piece> pieces, Codec<T> codec) {
            this.pieces = pieces.iterator();
            this.codec = codec;
        }

        @Override
        public boolean hasNext() {
            while (in.remaining() == 0) {
                byte[] block = blocks == null ? null : blocks.next();
                if (block != null) {
                    in.reset(block, 0, block.length);
                } else if (pieces.hasNext()) {
                    blocks = pieces.next().blocks.read();
                } else {
                    return false;
                }
            }
            return true;
        }

        @Override
        public T next() {
            if (!hasNext()) {
                throw new NoSuchElementException("no more rows");
            }
            return codec.read(in);
        }
    }
}
