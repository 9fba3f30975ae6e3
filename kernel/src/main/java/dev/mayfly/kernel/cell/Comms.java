package dev.mayfly.kernel.cell;

import dev.mayfly.kernel.cell.CommMessage.Kind;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The objects of a session that have another half in the front end: what widgets are made of. Safe for any thread. */
public final class Comms {
    private final Supplier<FrontEnd> frontEnd;
    private final Map<String, Consumer<Comm>> targets = new ConcurrentHashMap<>();
    private final Map<String, Comm> open = new ConcurrentHashMap<>();

    /** @param frontEnd that of the cell to which the calling thread belongs */
    Comms(Supplier<FrontEnd> frontEnd) {
        this.frontEnd = frontEnd;
    }

    /** Says what to do when the front end opens a pair for a target. */
    public void target(String name, Consumer<Comm> opened) {
        targets.put(name, opened);
    }

    /** Opens a pair: the front end makes the other half by the target's name. */
    public Comm open(String target, Map<String, @Nullable Object> data) {
        Comm comm = new Comm(UUID.randomUUID().toString(), target, this);
        open.put(comm.id(), comm);
        send(new CommMessage(Kind.OPEN, comm.id(), target, data));
        return comm;
    }

    void send(CommMessage message) {
        frontEnd.get().comm(message);
    }

    void forget(Comm comm) {
        open.remove(comm.id());
    }

    /** The open pairs: id to target. */
    Map<String, String> targets() {
        Map<String, String> all = new LinkedHashMap<>();
        open.forEach((id, comm) -> all.put(id, comm.target()));
        return all;
    }

    /** What to do with a message of the front end; nothing where nobody here listens. */
    Optional<Runnable> received(CommMessage message) {
        @Nullable Comm known = open.get(message.id());
        return switch (message.kind()) {
            case OPEN -> opened(message);
            case MESSAGE -> Optional.ofNullable(known).map(comm -> () -> comm.received(message.data()));
            case CLOSE ->
                Optional.ofNullable(known).map(comm -> () -> {
                    forget(comm);
                    comm.closed();
                });
        };
    }

    private Optional<Runnable> opened(CommMessage message) {
        return Optional.ofNullable(targets.get(message.target())).map(target -> () -> {
            Comm comm = new Comm(message.id(), message.target(), this);
            open.put(comm.id(), comm);
            try {
                target.accept(comm);
                comm.received(message.data());
            } catch (RuntimeException | Error e) {
                forget(comm);
                throw e;
            }
        });
    }
}
