package dev.mayfly.kernel.report;

/** A parameter is unknown, or its value is none of its type. */
final class ParameterException extends Exception {
    private static final long serialVersionUID = 1;

    ParameterException(String message) {
        super(message);
    }
}
