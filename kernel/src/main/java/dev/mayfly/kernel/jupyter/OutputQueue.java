package dev.mayfly.kernel.jupyter;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * What waits to be published, in order.
 *
 * <p>A cell may print a line at a time, ten thousand times; a message for each would drown any client. So text waits up
 * to {@link #DELAY}, and what is printed meanwhile to the same stream by the same cell joins it. A whole message (a
 * result, an error, {@code idle}) never waits and takes all text before it along: order is kept to the letter.
 *
 * <p>Nothing is dropped. A printer that is ahead of the writer by more than {@link #MOST_CHARACTERS} is held until the
 * writer has caught up, so that a loop that prints forever does not fill the heap here. Safe for any thread.
 */
final class OutputQueue {
    static final Duration DELAY = Duration.ofMillis(60);
    /** A stream message ends at this length and the next begins. */
    static final int CHUNK_CHARACTERS = 1 << 17;

    static final int MOST_CHARACTERS = 1 << 23;

    private final Runnable onNews;
    private final Deque<Item> items = new ArrayDeque<>();
    private int characters;
    private int messages;
    private boolean closed;

    /** @param onNews called when the writer should look again: something is due, or a first text waits */
    OutputQueue(Runnable onNews) {
        this.onNews = onNews;
    }

    /** One thing to publish. */
    sealed interface Item {
        /** The frames of a message. */
        record Whole(List<byte[]> frames) implements Item {}

        /** Text of one stream of one cell. */
        record Printed(ObjectNode parent, String stream, StringBuilder text, long sinceNanos) implements Item {}
    }

    /** Adds text; holds the caller while the writer is far behind. */
    synchronized void print(ObjectNode parent, String stream, String text, long nowNanos) {
        if (text.isEmpty() || closed) {
            return;
        }
        boolean first = items.isEmpty();
        if (items.peekLast() instanceof Item.Printed last
                && last.parent().equals(parent)
                && last.stream().equals(stream)
                && last.text().length() < CHUNK_CHARACTERS) {
            last.text().append(text);
        } else {
            items.add(new Item.Printed(parent, stream, new StringBuilder(text), nowNanos));
        }
        characters += text.length();
        if (first || characters >= CHUNK_CHARACTERS) {
            onNews.run();
        }
        awaitRoom();
    }

    /** Adds a message, due at once, whatever waits. */
    synchronized void add(List<byte[]> frames) {
        if (!closed) {
            items.add(new Item.Whole(frames));
            messages++;
            characters += size(frames);
            onNews.run();
        }
    }

    /** The same; holds the caller while the writer is far behind. */
    synchronized void addInTime(List<byte[]> frames) {
        add(frames);
        awaitRoom();
    }

    private static int size(List<byte[]> frames) {
        return frames.stream().mapToInt(frame -> frame.length).sum();
    }

    /** How long the writer may sleep: nanoseconds until something is due, 0 when it is, -1 when there is nothing. */
    synchronized long nanosUntilDue(long nowNanos) {
        if (items.isEmpty()) {
            return -1;
        }
        if (messages > 0 || closed || characters >= CHUNK_CHARACTERS) {
            return 0;
        }
        return items.peekFirst() instanceof Item.Printed oldest
                ? Math.max(0, oldest.sinceNanos() + DELAY.toNanos() - nowNanos)
                : 0;
    }

    /** Takes what is due, in order. Text that ends in half a character waits for the other half, once. */
    synchronized List<Item> takeDue(long nowNanos) {
        List<Item> due = new ArrayList<>();
        while (!items.isEmpty() && nanosUntilDue(nowNanos) == 0) {
            Item item = items.removeFirst();
            if (item instanceof Item.Printed printed) {
                characters -= printed.text().length();
                if (items.isEmpty() && !closed && printed.text().length() > 1 && Text.endsInHalfPair(printed.text())) {
                    keepLast(printed, nowNanos);
                }
            } else {
                messages--;
                characters -= size(((Item.Whole) item).frames());
            }
            due.add(item);
        }
        notifyAll();
        return due;
    }

    /** Takes no more; what is there is due now, and nobody is held any longer. */
    synchronized void close() {
        closed = true;
        notifyAll();
        onNews.run();
    }

    private void keepLast(Item.Printed printed, long nowNanos) {
        StringBuilder text = printed.text();
        int last = text.length() - 1;
        StringBuilder half = new StringBuilder().append(text.charAt(last));
        text.setLength(last);
        items.add(new Item.Printed(printed.parent(), printed.stream(), half, nowNanos));
        characters++;
    }

    /** An interrupted printer stays interrupted, but its text is in: only the wait ends. */
    private void awaitRoom() {
        try {
            while (characters > MOST_CHARACTERS && !closed) {
                wait();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
