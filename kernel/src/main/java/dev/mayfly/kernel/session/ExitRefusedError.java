package dev.mayfly.kernel.session;

/**
 * Thrown where code in a cell asks to end the process: {@code System.exit}, {@code Runtime.exit}, {@code Runtime.halt}.
 * Its static methods stand in for these in the byte code of cells.
 */
@SuppressWarnings("DoNotCallSuggester") // Called by byte code alone, where no annotation could warn of it.
public final class ExitRefusedError extends Error {
    private static final long serialVersionUID = 1L;
    private final int status;

    private ExitRefusedError(String call, int status) {
        super(call + "(" + status + ") was refused: it would end the session with everything in it. "
                + "To leave a cell early, return or throw; to end the session, use the front end's own command");
        this.status = status;
    }

    /** The exit code that was asked for. */
    public int status() {
        return status;
    }

    /** Stands in for {@link System#exit}. */
    public static void exit(int status) {
        throw new ExitRefusedError("System.exit", status);
    }

    /** Stands in for {@link Runtime#exit}. */
    public static void exit(Runtime runtime, int status) {
        throw new ExitRefusedError("Runtime.exit", status);
    }

    /** Stands in for {@link Runtime#halt}. */
    public static void halt(Runtime runtime, int status) {
        throw new ExitRefusedError("Runtime.halt", status);
    }
}
