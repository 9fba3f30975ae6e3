package dev.mayfly.engine.fetch;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpHeaders;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** Something whose bytes are fetched by HTTP: how to ask for them, and what a refusal means. Safe for use by many threads. */
public interface Remote {
    /** What the user calls it, fit for messages. */
    String name();

    /** Its bytes, where that is known without asking. */
    OptionalLong size();

    /** The entity tag that it must have, where one is known: other bytes than its are an error. */
    Optional<String> entityTag();

    /** Where its bytes start in what the address names; a part of something larger where this is not empty. */
    default OptionalLong offset() {
        return OptionalLong.empty();
    }

    /**
     * Where to ask, made anew for each request, since signatures expire.
     *
     * @param failures of requests before this one, in a row
     * @throws IOException if there is no way to ask: the message is the user's
     */
    Address address(int failures) throws IOException;

    /** What an answer other than bytes means. */
    Refusal refused(Answer answer);

    /**
     * A URL and the headers that belong to it. Both may hold secrets.
     *
     * @param uri of http or https
     */
    record Address(URI uri, Map<String, List<String>> headers) {
        /** Never shows the URL. */
        @Override
        public String toString() {
            return "an address at " + uri.getHost();
        }
    }

    /**
     * An answer without the bytes that were asked for.
     *
     * @param text the start of its body
     */
    record Answer(int status, HttpHeaders headers, String text) {}

    /**
     * What to do about a refusal.
     *
     * @param passing whether another try could succeed
     * @param slower whether the server asks for fewer requests
     * @param message why; where it is final, a whole sentence for the user that names the thing
     */
    record Refusal(boolean passing, boolean slower, String message) {
        /** Another try could succeed. */
        public static Refusal passing(String reason) {
            return new Refusal(true, false, reason);
        }

        /** Another try could succeed, with fewer at once. */
        public static Refusal busy(String reason) {
            return new Refusal(true, true, reason);
        }

        /** No other try can succeed. */
        public static Refusal last(String message) {
            return new Refusal(false, false, message);
        }
    }
}
