package dev.mayfly.kernel.cell;

import dev.mayfly.kernel.cell.CommMessage.Kind;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One half of a pair of objects, of which the other lives in the front end. Safe for any thread. */
public final class Comm {
    private final String id;
    private final String target;
    private final Comms owner;
    private volatile Consumer<Map<String, @Nullable Object>> onMessage = data -> {};
    private volatile Runnable onClose = () -> {};

    Comm(String id, String target, Comms owner) {
        this.id = id;
        this.target = target;
        this.owner = owner;
    }

    /** Names the pair. */
    public String id() {
        return id;
    }

    /** What the two are. */
    public String target() {
        return target;
    }

    /** Sends data to the other half; call it from a cell, or a thread that one started. */
    public void send(Map<String, @Nullable Object> data) {
        owner.send(new CommMessage(Kind.MESSAGE, id, "", data));
    }

    /** Says what to do with what the other half sends. Each runs as a cell of its own. */
    public void onMessage(Consumer<Map<String, @Nullable Object>> action) {
        onMessage = action;
    }

    /** Says what to do when the other half is gone. */
    public void onClose(Runnable action) {
        onClose = action;
    }

    /** Ends both halves. */
    public void close() {
        owner.forget(this);
        owner.send(new CommMessage(Kind.CLOSE, id, "", Map.of()));
    }

    void received(Map<String, @Nullable Object> data) {
        onMessage.accept(data);
    }

    void closed() {
        onClose.run();
    }
}
