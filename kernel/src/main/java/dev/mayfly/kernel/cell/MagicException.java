package dev.mayfly.kernel.cell;

/** A magic cannot do what it was told. The message says why and what to do. */
final class MagicException extends Exception {
    private static final long serialVersionUID = 1;

    MagicException(String message) {
        super(message);
    }
}
