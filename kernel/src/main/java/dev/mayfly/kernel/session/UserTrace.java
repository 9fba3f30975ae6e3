package dev.mayfly.kernel.session;

import java.util.List;
import java.util.Optional;

/**
 * A Throwable as its author should see it: frames in cells by cell name and line, without the frames of the kernel.
 *
 * @param type the Throwable's class, as a person writes it
 * @param message its message
 * @param frames innermost first: library frames that the person's code called, then the person's own
 */
public record UserTrace(
        String type,
        Optional<String> message,
        List<Frame> frames,
        Optional<UserTrace> cause,
        List<UserTrace> suppressed) {
    public UserTrace {
        frames = List.copyOf(frames);
        suppressed = List.copyOf(suppressed);
    }

    /**
     * One call.
     *
     * @param place a cell's name, or a class name for code that no cell holds
     * @param line from 1 within the cell or source file; 0 or less where it is not known
     * @param method the method, with its class where a cell defines one; empty for a cell's own statements
     * @param inCell whether a cell holds this code
     * @param code the text of the line, where a cell holds it
     */
    public record Frame(String place, int line, String method, boolean inCell, String code) {
        @Override
        public String toString() {
            String where = line > 0 ? place + (inCell ? ", line " : ":") + line : place;
            return method.isEmpty() ? where : method + " (" + where + ")";
        }
    }
}
