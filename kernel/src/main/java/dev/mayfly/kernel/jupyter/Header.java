package dev.mayfly.kernel.jupyter;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * The header of a message, kept as it came: a reply repeats its request's header to the letter, fields of later
 * protocol versions included.
 */
record Header(ObjectNode json) {
    Header {
        for (String field : new String[] {"msg_id", "msg_type", "session"}) {
            JsonNode value = json.get(field);
            if (value == null || !value.isTextual()) {
                throw new IllegalArgumentException("header field \"" + field + "\" is missing or no string");
            }
        }
    }

    /** Unique for every message. */
    String id() {
        return json.get("msg_id").textValue();
    }

    String type() {
        return json.get("msg_type").textValue();
    }

    /** The client's session, or the kernel's. */
    String session() {
        return json.get("session").textValue();
    }
}
