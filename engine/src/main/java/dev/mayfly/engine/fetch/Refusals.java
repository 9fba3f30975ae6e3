package dev.mayfly.engine.fetch;

import java.io.IOException;
import java.net.ConnectException;
import java.util.Locale;

/** What is said of a part that does not come. */
final class Refusals {
    private Refusals() {}

    static Remote.Refusal of(Remote remote, Remote.Answer answer, Part part) {
        int status = answer.status();
        if (status == 412) {
            return Remote.Refusal.last(
                    remote.name() + " cannot be read: it was replaced after it was listed, or while it was read"
                            + " (HTTP 412). List it again, and run this again.");
        }
        if (status == 200 || status == 416) {
            return Remote.Refusal.last(broke(part) + " and could not be taken up again (HTTP " + status
                    + "): it has changed, or its server knows no ranges. Run it again.");
        }
        return remote.refused(answer);
    }

    static IOException brokeOff(Part part, int failures, IOException cause) {
        String name = part.body.remote.name();
        boolean unreached = part.next == 0 && cause instanceof ConnectException;
        String times = failures == 1 ? "" : ", " + failures + " times in a row";
        return new IOException(
                unreached
                        ? name + " cannot be reached" + times + " (" + reason(cause) + "): check host, port and network"
                        : broke(part) + times + ": " + reason(cause) + ". Run it again.",
                cause);
    }

    private static String broke(Part part) {
        long size = part.body.size.orElse(Part.UNKNOWN);
        return String.format(
                Locale.ROOT,
                "%s broke off after %,d %sbytes",
                part.body.remote.name(),
                part.next,
                size == Part.UNKNOWN ? "" : String.format(Locale.ROOT, "of %,d ", size));
    }

    /** What the JDK says of a connection, without what could be a URL. */
    private static String reason(IOException cause) {
        String message = cause.getMessage();
        return message == null || message.isBlank()
                ? cause.getClass().getSimpleName()
                : message.replaceAll("\\?[^\\s\"')]*", "");
    }
}
