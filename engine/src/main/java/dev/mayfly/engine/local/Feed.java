package dev.mayfly.engine.local;

import dev.mayfly.engine.Step;
import java.util.List;

/**
 * Where a plan's elements come from, in pieces that threads take in turn. It can be read once. Safe for use by many
 * threads.
 */
interface Feed {
    /** What a job does while it is read. */
    String phase();

    /** How many pieces there are; the order of their numbers is that of their rows. */
    int pieces();

    /** Begins the phase. */
    void begin();

    /** Gives up what was fetched and not read; nothing is read after it. */
    default void end() {}

    /** Leads the elements of the pieces that a thread takes through the steps of the plan to its tail. */
    void read(int thread, List<Step> steps, MapTask.Tail tail);
}
