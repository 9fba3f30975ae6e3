package dev.mayfly.kernel.session;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Turns a Throwable into what its author should see of it. */
final class Traces {
    private static final String OURS = "dev.mayfly.";
    private static final String LAMBDA = "lambda$";

    private final Origins origins;

    Traces(Origins origins) {
        this.origins = origins;
    }

    UserTrace of(Throwable error) {
        return of(error, Collections.newSetFromMap(new IdentityHashMap<>()));
    }

    /**
     * As {@link #of(Throwable)}. Some libraries give an error the frames of another machine: where no cell is among them,
     * what was running is. Not for errors of ours, whose message says what a frame could.
     *
     * @param running the statement of the cell
     */
    UserTrace of(Throwable error, UserTrace.Frame running) {
        UserTrace trace = of(error);
        if (namesCell(trace) || error.getClass().getName().startsWith(OURS)) {
            return trace;
        }
        List<UserTrace.Frame> frames = new ArrayList<>(trace.frames());
        frames.add(running);
        return new UserTrace(trace.type(), trace.message(), frames, trace.cause(), trace.suppressed());
    }

    private static boolean namesCell(UserTrace trace) {
        return trace.frames().stream().anyMatch(UserTrace.Frame::inCell)
                || trace.cause().filter(Traces::namesCell).isPresent()
                || trace.suppressed().stream().anyMatch(Traces::namesCell);
    }

    /** A Throwable and its causes, each once: they may go in a circle. */
    static List<Throwable> chain(Throwable error) {
        Set<Throwable> seen = Collections.newSetFromMap(new IdentityHashMap<>());
        List<Throwable> chain = new ArrayList<>();
        for (Throwable next = error; next != null && seen.add(next); next = next.getCause()) {
            chain.add(next);
        }
        return chain;
    }

    private UserTrace of(Throwable error, Set<Throwable> seen) {
        seen.add(error);
        Optional<UserTrace> cause =
                Optional.ofNullable(error.getCause()).filter(seen::add).map(next -> of(next, seen));
        List<UserTrace> suppressed = Arrays.stream(error.getSuppressed())
                .filter(seen::add)
                .map(next -> of(next, seen))
                .toList();
        return new UserTrace(typeName(error), message(error), frames(error.getStackTrace()), cause, suppressed);
    }

    private static String typeName(Throwable error) {
        String name = error.getClass().getName();
        return SnippetNames.isSnippet(name) ? SnippetNames.asWritten(name) : name;
    }

    private static Optional<String> message(Throwable error) {
        try {
            return Optional.ofNullable(error.getLocalizedMessage());
        } catch (RuntimeException e) {
            // A message that a cell computes may itself fail; the trace must not.
            return Optional.of("(its message cannot be read: " + e.getClass().getName() + ")");
        }
    }

    private List<UserTrace.Frame> frames(StackTraceElement[] all) {
        int end = all.length;
        while (end > 0 && !SnippetNames.isSnippet(all[end - 1].getClassName())) {
            end--;
        }
        // What no cell called is shown as it is: without it there would be nothing to go by.
        StackTraceElement[] shown = end == 0 ? all : Arrays.copyOf(all, end);
        List<UserTrace.Frame> frames = new ArrayList<>();
        for (StackTraceElement frame : shown) {
            if (!frame.getClassName().startsWith(OURS)) {
                UserTrace.Frame next = frame(frame);
                // A statement that gives a variable its value is two methods of its class.
                boolean same =
                        next.method().isEmpty() && !frames.isEmpty() && next.equals(frames.get(frames.size() - 1));
                if (!same) {
                    frames.add(next);
                }
            }
        }
        return frames;
    }

    private UserTrace.Frame frame(StackTraceElement frame) {
        String method = method(frame);
        return origins.place(frame)
                .map(place -> new UserTrace.Frame(place.cell(), place.line(), method, true, place.code()))
                .orElseGet(() -> new UserTrace.Frame(
                        frame.getClassName(), frame.getLineNumber(), frame.getMethodName(), false, ""));
    }

    private static String method(StackTraceElement frame) {
        String name = frame.getMethodName();
        String inner = SnippetNames.asWritten(frame.getClassName());
        if (name.startsWith(LAMBDA)) {
            return "lambda";
        }
        if (inner.isEmpty()) {
            return name.startsWith(SnippetNames.DO_IT) ? "" : name;
        }
        return name.equals("<init>") ? "new " + inner : inner + "." + name;
    }
}
