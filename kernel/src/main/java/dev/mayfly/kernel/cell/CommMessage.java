package dev.mayfly.kernel.cell;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What passes between an object in a cell and its other half in the front end: "Custom messages" of "Messaging in Jupyter".
 *
 * @param id names the pair
 * @param target what is to make the other half; empty but for the first message
 * @param data a JSON tree of maps, lists, strings and numbers
 */
public record CommMessage(Kind kind, String id, String target, Map<String, @Nullable Object> data) {
    public CommMessage {
        data = Collections.unmodifiableMap(new LinkedHashMap<>(data));
    }

    /** What a message does. */
    public enum Kind {
        OPEN,
        MESSAGE,
        CLOSE
    }
}
