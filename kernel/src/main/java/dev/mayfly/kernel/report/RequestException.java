package dev.mayfly.kernel.report;

/** What was asked for cannot be meant. */
final class RequestException extends Exception {
    private static final long serialVersionUID = 1;

    RequestException(String message) {
        super(message);
    }
}
