package dev.mayfly.kernel.session;

/** Thrown by a method or class whose code names something that no cell has defined yet. The message says what. */
public final class UnresolvedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    UnresolvedException(String message) {
        super(message);
    }
}
