package dev.mayfly.engine.source;

import java.io.IOException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What a decoder found wrong, and where; whoever knows the input and the line makes the message. */
final class Damage extends IOException {
    private static final long serialVersionUID = 1;
    private static final String AGAIN = "fetch or upload it again";

    private final String what;
    private final String nextStep;

    Damage(String what, String nextStep, @Nullable Throwable cause) {
        super(what, cause);
        this.what = what;
        this.nextStep = nextStep;
    }

    /** The stored bytes end too early. */
    static Damage truncated(long at, @Nullable Throwable cause) {
        return new Damage("is truncated after " + number(at) + " bytes", AGAIN, cause);
    }

    /** The stored bytes are not what they should be. */
    static Damage corrupt(long at, String what, @Nullable Throwable cause) {
        return new Damage("is corrupt at byte " + number(at) + ": " + what, AGAIN, cause);
    }

    /** Something follows that is no part of what came before. */
    static Damage behind(long at, String what) {
        return new Damage(
                "has data behind its last " + what + ", at byte " + number(at), "cut it off, or " + AGAIN, null);
    }

    private static String number(long n) {
        return String.format(Locale.ROOT, "%,d", n);
    }

    /** The error for the user. */
    BadInputException in(String input, long line) {
        return new BadInputException(
                input + " " + what + String.format(Locale.ROOT, " (line %,d): ", line) + nextStep, this);
    }
}
