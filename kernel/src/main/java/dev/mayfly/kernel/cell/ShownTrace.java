package dev.mayfly.kernel.cell;

import dev.mayfly.kernel.session.UserTrace;
import dev.mayfly.kernel.session.UserTrace.Frame;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What of a Throwable helps the person who typed the cell.
 *
 * <p>What cells threw, or libraries that they called, stays as it is. What Mayfly threw at them, or libraries that it
 * called, says all in its message: a missing file, a truncated input, a pattern that is none. Of that, only the lines of
 * cells are shown, and those causes that a cell threw. A failure that no message was written for is a fault of Mayfly: it
 * keeps its frames, for whoever reports it.
 */
final class ShownTrace {
    private static final String OURS = "dev.mayfly.";
    private static final String CELLS = "REPL.";

    private final Set<Throwable> seen = Collections.newSetFromMap(new IdentityHashMap<>());

    private ShownTrace() {}

    /** @param trace that of the error, its causes in the same order */
    static UserTrace of(Throwable error, UserTrace trace) {
        return new ShownTrace().shown(error, trace);
    }

    private UserTrace shown(Throwable error, UserTrace trace) {
        seen.add(error);
        boolean ours = isOurs(error);
        Optional<UserTrace> cause = cause(error, trace, ours);
        if (!ours) {
            return new UserTrace(trace.type(), trace.message(), trace.frames(), cause, trace.suppressed());
        }
        List<Frame> frames = isFault(error)
                ? allOf(error)
                : trace.frames().stream().filter(Frame::inCell).toList();
        return new UserTrace(error.getClass().getSimpleName(), trace.message(), frames, cause, List.of());
    }

    /** The next cause that tells more than the message of this error. */
    private Optional<UserTrace> cause(Throwable error, UserTrace trace, boolean ours) {
        @Nullable Throwable next = error.getCause();
        Optional<UserTrace> of = trace.cause();
        while (next != null && of.isPresent() && !seen.contains(next)) {
            if (!ours || isOfCells(next) || isFault(next)) {
                return Optional.of(shown(next, of.get()));
            }
            seen.add(next);
            of = of.get().cause();
            next = next.getCause();
        }
        return Optional.empty();
    }

    /** Whether code of ours was closer to where it was thrown than any cell. */
    private static boolean isOurs(Throwable error) {
        for (StackTraceElement frame : error.getStackTrace()) {
            if (frame.getClassName().startsWith(OURS)) {
                return true;
            }
            if (frame.getClassName().startsWith(CELLS)) {
                return false;
            }
        }
        return false;
    }

    private static boolean isOfCells(Throwable error) {
        for (StackTraceElement frame : error.getStackTrace()) {
            if (frame.getClassName().startsWith(CELLS)) {
                return !isOurs(error);
            }
        }
        return false;
    }

    /** Whether our code threw what is never thrown on purpose. */
    private static boolean isFault(Throwable error) {
        boolean unforeseen = error instanceof NullPointerException
                || error instanceof IndexOutOfBoundsException
                || error instanceof ClassCastException
                || error instanceof LinkageError
                || error instanceof AssertionError
                || error instanceof StackOverflowError;
        return unforeseen && isOurs(error);
    }

    private static List<Frame> allOf(Throwable error) {
        return List.of(error.getStackTrace()).stream()
                .map(frame -> new Frame(frame.getClassName(), frame.getLineNumber(), frame.getMethodName(), false, ""))
                .toList();
    }
}
