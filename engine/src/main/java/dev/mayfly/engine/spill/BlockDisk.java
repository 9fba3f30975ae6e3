package dev.mayfly.engine.spill;

import java.io.IOException;

/** Where blocks go that the heap has no room for. Used by one thread only, that of {@link SpillThread}. */
interface BlockDisk {
    /** Stores a block under a key and those that follow it, one for each piece; says in which generation it is. */
    int write(long firstKey, byte[] block) throws IOException;

    byte[] read(int generation, long firstKey, int length) throws IOException;

    /** Says that a block is no longer needed. */
    void release(int generation, int length) throws IOException;

    /** How many keys a block of a length takes. */
    int pieces(int length);

    /** Deletes everything. */
    void close() throws IOException;
}
