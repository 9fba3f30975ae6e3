package dev.mayfly.engine.local;

import dev.mayfly.engine.spill.BlockStore;
import dev.mayfly.engine.spill.PackedInput;
import java.util.Arrays;
import java.util.Iterator;
import org.jspecify.annotations.Nullable;

/**
 * Blocks that others have made, of one partition, as sorted runs. Blocks that follow each other in order become one run,
 * from wherever they are. Used by one thread.
 */
final class Incoming {
    private final JobControl control;
    private final Side left;
    private final @Nullable Side right;

    /** @param sides whether blocks are of two sides, rather than of one */
    Incoming(BlockStore store, long cursorBytes, JobControl control, boolean sides) {
        this.control = control;
        this.left = new Side(new Runs(store, 0, cursorBytes, control));
        this.right = sides ? new Side(new Runs(store, 0, cursorBytes, control)) : null;
    }

    /** Takes all blocks. */
    void take(Iterator<JobPart.Block> blocks) {
        PackedInput in = new PackedInput();
        while (blocks.hasNext()) {
            control.check();
            byte[] block = blocks.next().bytes();
            in.reset(block, 0, block.length);
            (in.readByte() == Outgoing.RIGHT && right != null ? right : left).take(in);
        }
        left.end();
        if (right != null) {
            right.end();
        }
    }

    Runs left() {
        return left.runs;
    }

    Runs right() {
        if (right == null) {
            throw new IllegalStateException("there is one side only");
        }
        return right.runs;
    }

    /** One side's runs, the last of which is being written. */
    private static final class Side {
        private final Runs runs;
        private BlockPart.@Nullable Writer open;
        private long lastPlace;
        private byte[] lastKey = new byte[0];

        Side(Runs runs) {
            this.runs = runs;
        }

        void take(PackedInput in) {
            boolean first = true;
            byte[] bytes = in.array();
            int keyStart = 0;
            int keyLength = 0;
            while (in.remaining() > 0) {
                long place = in.readFixed64();
                keyLength = in.readSize();
                keyStart = in.position();
                in.skip(keyLength);
                int length = in.readSize();
                int start = in.position();
                in.skip(length);
                if (first && (open == null || isBefore(place, bytes, keyStart, keyLength))) {
                    end();
                    open = runs.newPart(0);
                }
                first = false;
                lastPlace = place;
                if (open != null) {
                    open.add(place, bytes, keyStart, keyLength, bytes, start, length);
                }
            }
            lastKey = Arrays.copyOfRange(bytes, keyStart, keyStart + keyLength);
        }

        /** Whether an entry comes before the last one. */
        private boolean isBefore(long place, byte[] key, int start, int length) {
            return Order.compare(place, key, start, length, lastPlace, lastKey, 0, lastKey.length) < 0;
        }

        void end() {
            if (open != null) {
                runs.add(0, open.end());
                open = null;
            }
        }
    }
}
