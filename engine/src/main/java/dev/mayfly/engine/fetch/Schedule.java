package dev.mayfly.engine.fetch;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which parts to ask for next: those of the bodies that are being read first, each within an equal share of the memory,
 * then those ahead of the readers, in order. The next part of what is being read is asked for even where memory or
 * requests are used up, so that a reader never waits for one that waits for it.
 *
 * <p>Used under the lock of its {@link ReadAhead}.
 */
final class Schedule {
    private static final long FIRST_GUESS = 256 << 10;
    private static final long LEAST_WINDOW = 32 << 10;

    final Ramp ramp;
    private final FetchLimits limits;
    private final List<Body> bodies;
    /** Those that are being read. */
    private final Set<Body> open = new LinkedHashSet<>();

    private int nextAhead;
    private long used;
    private long guess = FIRST_GUESS;

    Schedule(List<Body> bodies, FetchLimits limits) {
        this.bodies = bodies;
        this.limits = limits;
        this.ramp = new Ramp(limits.connections());
    }

    /** A reader has come to a body. */
    void opened(Body body) {
        body.opened = true;
        open.add(body);
    }

    /** The parts to ask for now, planned and with memory reserved. */
    List<Part> next(int inFlight) {
        List<Part> starting = new ArrayList<>();
        // Where nothing is ahead, nothing is kept back for it.
        long forOpen = nextAhead < bodies.size() ? limits.memory() * 3 / 4 : limits.memory();
        long share = forOpen / Math.max(1, open.size());
        int most = ramp.limit();
        for (Body body : open) {
            while (body.hasMore()
                    && (body.parts.isEmpty()
                            || (inFlight + starting.size() < most && held(body) + limits.part() <= share))) {
                Part part = plan(body);
                if (part == null) {
                    break;
                }
                starting.add(part);
            }
        }
        while (nextAhead < bodies.size() && inFlight + starting.size() < most) {
            Body body = bodies.get(nextAhead);
            if (!body.opened && body.parts.isEmpty() && !body.closed) {
                if (used + expected(body) > limits.memory()) {
                    break;
                }
                Part part = plan(body);
                if (part != null) {
                    starting.add(part);
                }
            }
            nextAhead++;
        }
        return starting;
    }

    private static long held(Body body) {
        long held = 0;
        for (Part part : body.parts) {
            held += part.reserved;
        }
        return held;
    }

    private long expected(Body body) {
        return Math.max(LEAST_WINDOW, Math.min(limits.longest(), body.size.orElse(guess)));
    }

    private @Nullable Part plan(Body body) {
        Part part = body.plan(limits, Math.max(LEAST_WINDOW, Math.min(guess, limits.part())));
        if (part != null) {
            reserve(part);
        }
        return part;
    }

    /** Holds as much memory for a part as it needs from now on. */
    void reserve(Part part) {
        long need = part.need();
        used += need - part.reserved;
        part.reserved = need;
    }

    /** The length of an only part is known. */
    void learn(Part part, long length, boolean divisible) {
        long most = limits.longest();
        boolean cut = divisible && length > most;
        part.body.learn(part, length, cut ? limits.part() : length);
        guess = (guess * 3 + Math.min(length, most)) / 4;
        long wanted = Math.min(part.to, most);
        if (wanted <= part.window || used + wanted - part.window <= limits.memory() || part.body.opened) {
            part.window = wanted;
        }
        reserve(part);
    }

    /** Nobody wants more of a body: its parts are forgotten, and their memory is free. */
    void drop(Body body) {
        open.remove(body);
        for (Part part : body.parts) {
            used -= part.reserved;
            part.reserved = 0;
            part.ready.clear();
        }
        body.parts.clear();
    }
}
