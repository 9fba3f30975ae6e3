package dev.mayfly.engine.fetch;

/** A stream that repeats requests where it must, and says how often it did. */
public interface Retrying {
    /** Requests repeated so far. */
    int retries();
}
