package dev.mayfly.engine.local;

/** Where in its work a thread is; its text is for messages. */
interface Place {
    /** Whether the element is the first line of an input. */
    boolean isFirstLine();
}
