package dev.mayfly.kernel.cell;

import dev.mayfly.kernel.display.MimeBundle;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * One session with its helpers on hand, as a front end sees it. One cell runs at a time, and beside it those of
 * {@link #beside other lanes}; help with what is being typed need not wait for its end.
 */
public interface Workspace extends AutoCloseable {
    /**
     * Runs a cell to its end: its snippets and magics in order, up to the first that fails.
     *
     * @param name how messages call the cell: {@code In [3]}, {@code quickstart.ipynb cell 3}, {@code standard input}
     * @param frontEnd where its output goes, also that of threads which outlive it
     */
    Reply run(String name, String code, FrontEnd frontEnd);

    /** Stops the running cell, its jobs included; the session goes on. Returns at once; does nothing when idle. */
    void interrupt();

    /** What could stand at the cursor, a position in UTF-16 units. */
    Completions complete(String code, int cursor);

    /** What stands at the cursor: signature and documentation. */
    Optional<MimeBundle> inspect(String code, int cursor, int detail);

    /** Whether the code could run as it is. */
    Completeness completeness(String code);

    /** How the session renders a value of an expression, without storing it; a failure where it throws. */
    Reply evaluate(String expression, FrontEnd frontEnd);

    /** Qualified names that the simple name before the cursor could mean and that are not imported, if it is none's yet. */
    default List<String> importable(String code, int cursor) {
        return List.of();
    }

    /** The number of the next cell, where others count the cells of this session too. */
    default OptionalInt nextCell() {
        return OptionalInt.empty();
    }

    /** Whether help with what is typed comes while a cell runs, and not when it has ended. */
    default boolean helpsWhileRunning() {
        return false;
    }

    /** How the cluster stands that jobs run on, and what it costs, in a line; nothing where there is none. Returns at once. */
    default Optional<String> clusterLine() {
        return Optional.empty();
    }

    /** Shows what others run in this session, where there are others. */
    default void follow(FrontEnd others) {}

    /**
     * Gives a message of the front end to the object that it is for, as a cell of its own.
     *
     * @return how that ended; nothing where no object is there for it
     */
    default Optional<Reply> comm(CommMessage message, FrontEnd frontEnd) {
        return Optional.empty();
    }

    /** The objects that have another half in the front end: id to target. */
    default Map<String, String> comms() {
        return Map.of();
    }

    /**
     * Another lane of this session: the same variables and definitions, but cells of its own, which run beside those of
     * this one. To close it stops its cell and leaves the session as it is.
     *
     * @throws UnsupportedOperationException if this workspace has one lane alone
     */
    default Workspace beside() {
        throw new UnsupportedOperationException("this workspace runs one cell at a time");
    }

    /** Stops what runs, ends the session's jobs, and deletes what they left. */
    @Override
    void close();

    /** How a cell ended. */
    sealed interface Reply {
        /**
         * The cell ran to its end.
         *
         * @param result the last expression's value, where the cell ends in one
         */
        record Done(Optional<MimeBundle> result) implements Reply {}

        /**
         * The cell failed.
         *
         * @param name the kind: {@code CompilationError}, or the exception's class name
         * @param message one line or more, for a person
         * @param traceback what to show, line by line, with ANSI colours: for a compiler error the line and a caret, for
         *     an exception the user's frames with cell and line, and its causes
         */
        record Failed(String name, String message, List<String> traceback) implements Reply {
            public Failed {
                traceback = List.copyOf(traceback);
            }
        }

        /** The cell was interrupted. {@code note} says so, and what may still run. */
        record Interrupted(String note) implements Reply {}
    }

    /**
     * What could replace a part of the code.
     *
     * @param from where the replaced part starts
     * @param to where it ends
     */
    record Completions(int from, int to, List<Candidate> candidates) {
        public Completions {
            candidates = List.copyOf(candidates);
        }
    }

    /**
     * One thing that could stand there.
     *
     * @param text what to insert
     * @param type {@code method, variable, class, keyword, magic, file}
     * @param signature as a person reads it; empty where there is none
     */
    record Candidate(String text, String type, String signature) {}

    /** Whether code could run as it is. */
    enum Completeness {
        COMPLETE,
        /** More lines must follow. */
        INCOMPLETE,
        /** No further line could make it run. */
        INVALID,
        EMPTY
    }
}
