package dev.mayfly.kernel.session;

/** Whether code could run as it is. */
public enum Completeness {
    COMPLETE,
    /** More must follow. */
    INCOMPLETE,
    /** Nothing that could follow would make it run. */
    INVALID,
    /** There is nothing to run. */
    EMPTY
}
