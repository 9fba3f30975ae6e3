package dev.mayfly.engine.local;

import java.util.Optional;

/** Where in its work a thread is; its text is for messages. */
interface Place {
    /** Whether the element is the first line of an input. */
    boolean isFirstLine();

    /**
     * The first line of the input, if the elements are of one; it may have to be read anew.
     *
     * @param line the current line
     */
    Optional<String> firstLine(String line);
}
