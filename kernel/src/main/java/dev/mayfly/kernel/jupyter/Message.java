package dev.mayfly.kernel.jupyter;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/**
 * One message of "Messaging in Jupyter", protocol 5.5.
 *
 * @param identities where a router sends it, or the topic of a publication
 * @param parent the header of the message that caused it; empty where none did
 * @param buffers raw bytes beside the JSON, unsigned as the protocol has it
 */
record Message(
        List<byte[]> identities,
        Header header,
        ObjectNode parent,
        ObjectNode metadata,
        ObjectNode content,
        List<byte[]> buffers) {
    Message {
        identities = List.copyOf(identities);
        buffers = List.copyOf(buffers);
    }

    String type() {
        return header.type();
    }
}
