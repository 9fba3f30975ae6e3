package dev.mayfly.kernel.cli;

/** A script cannot be cut into snippets. */
final class ScriptException extends Exception {
    private static final long serialVersionUID = 1;

    private final int line;
    private final String problem;

    ScriptException(int line, String problem) {
        super(problem);
        this.line = line;
        this.problem = problem;
    }

    /** Where, from 1. */
    int line() {
        return line;
    }

    /** What is wrong there. */
    String problem() {
        return problem;
    }
}
