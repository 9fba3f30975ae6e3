package dev.mayfly.engine.fetch;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.locks.Condition;
import org.jspecify.annotations.Nullable;

/**
 * What is known of one remote, and its parts in order, as far as they are planned and not read. Guarded by the lock of
 * its {@link ReadAhead}.
 */
final class Body {
    final Remote remote;
    final Deque<Part> parts = new ArrayDeque<>();
    final Condition changed;

    OptionalLong size;
    Optional<String> tag;
    private long planned;
    private boolean begun;
    boolean opened;
    boolean closed;
    int retries;
    /** Whether it comes in several parts, over a connection that nothing vouches for, under a tag that may be its MD5. */
    boolean needsCheck;

    Body(Remote remote, Condition changed) {
        this.remote = remote;
        this.changed = changed;
        this.size = remote.size();
        this.tag = remote.entityTag();
    }

    /** Whether a part that broke off may go on where it did: the bytes are sure to be those of the same version. */
    boolean isResumable() {
        return tag.isPresent();
    }

    /**
     * The next part, which becomes the last of {@link #parts}; null where there is none, or not yet.
     *
     * @param guess what to expect of a body of unknown size
     */
    @Nullable
    Part plan(FetchLimits limits, long guess) {
        if (!hasMore()) {
            return null;
        }
        Part part;
        if (size.isEmpty()) {
            part = new Part(this, 0, Part.UNKNOWN, guess);
        } else {
            long left = size.getAsLong() - planned;
            long count = left <= limits.longest() || !isResumable() ? left : limits.part();
            part = new Part(this, planned, planned + count, Math.min(count, limits.longest()));
            planned += count;
        }
        begun = true;
        parts.add(part);
        return part;
    }

    /** Whether there is a part that can be planned. */
    boolean hasMore() {
        return !begun || (size.isPresent() && planned < size.getAsLong());
    }

    /** The server has said how long the body is; the only part ends where this says. */
    void learn(Part only, long length, long firstEnd) {
        size = OptionalLong.of(length);
        only.to = firstEnd;
        planned = firstEnd;
    }

    /** Whether all was read. */
    boolean isAtEnd() {
        return parts.isEmpty() && !hasMore();
    }
}
