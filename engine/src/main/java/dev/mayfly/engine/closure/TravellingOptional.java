package dev.mayfly.engine.closure;

import java.io.Serializable;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** An optional value on its way: the JDK's own is not serializable. */
@SuppressWarnings("serial") // the value is what it is; the stream refuses what cannot travel
record TravellingOptional(@Nullable Object value) implements Serializable {
    private Object readResolve() {
        return Optional.ofNullable(value);
    }
}
