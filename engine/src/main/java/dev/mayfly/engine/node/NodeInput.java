package dev.mayfly.engine.node;

import dev.mayfly.engine.fetch.ReadAhead;
import dev.mayfly.engine.fetch.Remote;
import dev.mayfly.engine.source.Input;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * An input that is read by HTTP. The session says where, anew whenever a signature may have expired, and what an answer
 * other than bytes means: it alone has the credentials.
 */
final class NodeInput implements Input, Remote {
    /** An address is used for so long; the shortest signatures live longer. */
    private static final long FRESH_NANOS = 60_000_000_000L;

    private final Wire.SplitText split;
    private final SessionLink session;
    private Optional<Address> address;
    private long since = System.nanoTime();

    NodeInput(Wire.SplitText split, SessionLink session) {
        this.split = split;
        this.session = session;
        this.address = split.address();
    }

    @Override
    public String name() {
        return split.name();
    }

    @Override
    public OptionalLong size() {
        return split.size() < 0 ? OptionalLong.empty() : OptionalLong.of(split.size());
    }

    @Override
    public Optional<String> entityTag() {
        return split.entityTag().isEmpty() ? Optional.empty() : Optional.of(split.entityTag());
    }

    @Override
    public OptionalLong offset() {
        return split.offset() < 0 ? OptionalLong.empty() : OptionalLong.of(split.offset());
    }

    @Override
    public synchronized Address address(int failures) throws IOException {
        if (!split.remote()) {
            return new Address(
                    session.uri("input/" + split.input()), Map.of("Authorization", List.of(session.authorization())));
        }
        if (address.isEmpty() || failures > 0 || System.nanoTime() - since > FRESH_NANOS) {
            address = Optional.of(Wire.address(session.post("address/" + split.input() + "/" + failures, new byte[0])));
            since = System.nanoTime();
        }
        return address.get();
    }

    @Override
    public Refusal refused(Answer answer) {
        try {
            return Wire.refusal(session.post("refused/" + split.input(), Wire.answer(answer)));
        } catch (IOException e) {
            return Refusal.last(name() + " answered " + answer.status() + ", and " + e.getMessage());
        }
    }

    @Override
    public InputStream open() throws IOException {
        return ReadAhead.open(this);
    }

    @Override
    public String toString() {
        return name();
    }
}
