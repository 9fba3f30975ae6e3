package dev.mayfly.engine.spill;

/**
 * What one holder of rows took of a budget, in steps, so that a row costs no contention. A row is charged by its packed
 * size, since nobody can ask an object for its own. For one thread.
 */
final class HeapGrant {
    private static final long STEP = 1 << 16;
    /** The packed size of a row that has no encoding. */
    private static final int UNKNOWN = 256;

    private final MemoryBudget budget;
    private final PackedOutput scratch = new PackedOutput();
    private boolean unknown;
    private long granted;
    private long used;

    HeapGrant(MemoryBudget budget) {
        this.budget = budget;
    }

    /** Charges a row to the budget, and says whether it has room for it. */
    <T> boolean tryHold(T row, Codec<T> codec) {
        return tryHold(packedSize(row, codec));
    }

    /** As the other, of a row that takes so many bytes when it is packed. */
    boolean tryHold(int packedSize) {
        long size = size(packedSize);
        if (used + size > granted) {
            long more = Math.max(STEP, used + size - granted);
            if (!budget.tryReserve(more)) {
                return false;
            }
            granted += more;
        }
        used += size;
        return true;
    }

    /** Bytes charged, whether or not the budget had room. */
    long used() {
        return used;
    }

    /** Counts a row that is held beyond the budget. */
    <T> void hold(T row, Codec<T> codec) {
        used += size(packedSize(row, codec));
    }

    void release() {
        budget.release(granted);
        granted = 0;
        used = 0;
    }

    /** Headers, references and boxes make objects larger than their bytes: by this much, in the usual record. */
    private static long size(int packedSize) {
        return 80 + 2L * packedSize;
    }

    private <T> int packedSize(T row, Codec<T> codec) {
        if (unknown) {
            return UNKNOWN;
        }
        scratch.clear();
        try {
            codec.write(row, scratch);
            return scratch.length();
        } catch (SpillException e) {
            // It may stay on the heap; only when it must be spilled is this an error.
            unknown = true;
            return UNKNOWN;
        }
    }
}
