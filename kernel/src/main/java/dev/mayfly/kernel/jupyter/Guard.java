package dev.mayfly.kernel.jupyter;

import java.io.PrintStream;
import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Lets a message in at most once, and only a signed one where there is a key. What it refuses is counted, never
 * answered; the first refusal of each kind is told on the log. Remembers the last 65,536 signatures. One thread's own,
 * but for {@link #refused}.
 */
final class Guard {
    private static final int REMEMBERED = 1 << 16;

    private final Wire wire;
    private final Signature signature;
    private final PrintStream log;
    private final Set<String> seen = Collections.newSetFromMap(new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Boolean> eldest) {
            return size() > REMEMBERED;
        }
    });
    private final Map<Refusal, Long> refused = new EnumMap<>(Refusal.class);

    Guard(Wire wire, Signature signature, PrintStream log) {
        this.wire = wire;
        this.signature = signature;
        this.log = log;
    }

    Optional<Message> admit(Channel channel, List<byte[]> frames) {
        Wire.Decoded decoded = wire.decode(frames);
        if (decoded instanceof Wire.Decoded.Refused no) {
            refuse(channel, no.reason());
            return Optional.empty();
        }
        Wire.Decoded.Accepted yes = (Wire.Decoded.Accepted) decoded;
        if (signature.isRequired() && !seen.add(yes.signature())) {
            refuse(channel, Refusal.REPLAYED);
            return Optional.empty();
        }
        return Optional.of(yes.message());
    }

    /** How many messages were refused for a reason so far. */
    synchronized long refused(Refusal reason) {
        return refused.getOrDefault(reason, 0L);
    }

    private synchronized void refuse(Channel channel, Refusal reason) {
        if (refused.merge(reason, 1L, Long::sum) == 1) {
            log.println("mayfly: dropped a message on " + channel + ": " + reason.reason());
        }
    }
}
