package dev.mayfly.provisioner;

import java.util.Locale;

/** Where a node is in its life. */
public enum NodeState {
    /** Asked for, and present: it counts. */
    PENDING,
    /** Its machine runs; whether it works is not known yet. */
    RUNNING,
    /** It works. */
    READY,
    /** It finishes what it has and takes no more: its slot is free. */
    DRAINING,
    /** Its machine was stopped from outside: it does nothing, and its disk is still billed. */
    STOPPED,
    /** It is over. */
    GONE;

    /** Whether it holds its slot. */
    public boolean present() {
        return this == PENDING || this == RUNNING || this == READY;
    }

    /** As written in tags and messages. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
