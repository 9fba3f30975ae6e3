package dev.mayfly.kernel.jupyter;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/** Writes the kernel's messages: a fresh header for each, under one session. Safe for any thread. */
final class Author {
    /** The protocol that we speak. */
    static final String PROTOCOL = "5.5";

    private final String session;
    private final Clock clock;
    private final AtomicLong count = new AtomicLong();

    Author(String session, Clock clock) {
        this.session = session;
        this.clock = clock;
    }

    /** An answer for the client that sent the request. */
    Message reply(Message request, String type, ObjectNode content) {
        return message(request.identities(), type, request.header().json(), content);
    }

    /** News for every client. */
    Message publication(ObjectNode parent, String type, ObjectNode content) {
        return message(List.of(type.getBytes(StandardCharsets.UTF_8)), type, parent, content);
    }

    /** A message under a topic of the receiver's choice. */
    Message message(List<byte[]> identities, String type, ObjectNode parent, ObjectNode content) {
        return new Message(identities, header(type), parent, Json.object(), content, List.of());
    }

    private Header header(String type) {
        ObjectNode json = Json.object();
        json.put("msg_id", session + "_" + count.incrementAndGet());
        json.put("msg_type", type);
        json.put("username", "kernel");
        json.put("session", session);
        json.put("date", Instant.now(clock).truncatedTo(ChronoUnit.MICROS).toString());
        json.put("version", PROTOCOL);
        return new Header(json);
    }
}
