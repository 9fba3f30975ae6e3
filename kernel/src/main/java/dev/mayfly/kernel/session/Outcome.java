package dev.mayfly.kernel.session;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** How a cell ended. */
public sealed interface Outcome {
    /**
     * What the person should know although the cell did not fail for it: a definition that waits for another, a variable
     * that was reset since its type was redefined.
     */
    List<String> notes();

    /**
     * The cell ended in an expression.
     *
     * @param value the live object
     * @param type its declared type, as Java source
     * @param name the variable that holds it from now on
     * @param statement whether the expression ends in a semicolon: it was evaluated for what it does, most likely
     */
    record Value(@Nullable Object value, String type, String name, boolean statement, List<String> notes)
            implements Outcome {
        public Value {
            notes = List.copyOf(notes);
        }
    }

    /** The cell ran to its end and has no value. */
    record Nothing(List<String> notes) implements Outcome {
        public Nothing {
            notes = List.copyOf(notes);
        }
    }

    /** The compiler refused a snippet; those before it have run, those after it have not. */
    record Rejected(List<Problem> problems, List<String> notes) implements Outcome {
        public Rejected {
            problems = List.copyOf(problems);
            notes = List.copyOf(notes);
        }
    }

    /**
     * A snippet threw.
     *
     * @param error the very object that was thrown, with its causes
     * @param trace where, in the person's code
     */
    record Thrown(Throwable error, UserTrace trace, List<String> notes) implements Outcome {
        public Thrown {
            notes = List.copyOf(notes);
        }
    }

    /**
     * The cell was interrupted.
     *
     * @param stillIn where its code was when it had not reacted in time: it goes on in a thread that nobody waits for.
     *     Empty when it ended
     */
    record Interrupted(Optional<String> stillIn, List<String> notes) implements Outcome {
        public Interrupted {
            notes = List.copyOf(notes);
        }
    }

    /**
     * A snippet asked to end the process, which would have ended the session with it.
     *
     * @param status the exit code that it asked for
     * @param message says so
     */
    record Refused(int status, String message, UserTrace trace, List<String> notes) implements Outcome {
        public Refused {
            notes = List.copyOf(notes);
        }
    }
}
