package dev.mayfly.engine.source;

import java.io.IOException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What a decoder found wrong, and where; whoever knows the input and the line makes the message. */
final class Damage extends IOException {
    private static final long serialVersionUID = 1;

    private final String what;
    private final String nextStep;

    Damage(String what, String nextStep, @Nullable Throwable cause) {
        super(what, cause);
        this.what = what;
        this.nextStep = nextStep;
    }

    /** The error for the user. */
    BadInputException in(String input, long line) {
        return new BadInputException(
                input + " " + what + String.format(Locale.ROOT, " (line %,d): ", line) + nextStep, this);
    }
}
