package dev.mayfly.provisioner;

import java.util.Locale;

/** What a node does in its cluster. */
public enum Role {
    /** Schedules, and holds the state that all nodes share. There is one. */
    MASTER,
    /** Computes. */
    WORKER;

    /** As written in tags and messages. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
