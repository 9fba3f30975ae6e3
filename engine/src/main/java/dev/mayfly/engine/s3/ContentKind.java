package dev.mayfly.engine.s3;

import dev.mayfly.engine.sink.Packing;
import java.util.Optional;

/**
 * How an object describes its content. One that is gzip by its name is a gzip file; one that is gzip in spite of it is
 * text in transit, which a browser unpacks.
 */
record ContentKind(String type, Optional<String> encoding) {
    private static final String TEXT = "text/plain; charset=utf-8";

    static ContentKind of(Packing packing, String name) {
        if (name.endsWith(".gz")) {
            return new ContentKind("application/gzip", Optional.empty());
        }
        return new ContentKind(TEXT, packing == Packing.GZIP ? Optional.of("gzip") : Optional.empty());
    }
}
