package dev.mayfly.kernel.display;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * One value in several forms, for a front end to choose from.
 *
 * @param data MIME type to content: a {@code String} (Base64 for binary types), or a JSON tree of maps, lists, strings
 *     and numbers for {@code +json} types. {@code text/plain} is always there
 * @param metadata MIME type to hints such as {@code width}
 */
public record MimeBundle(Map<String, Object> data, Map<String, Object> metadata) {
    public static final String TEXT = "text/plain";
    public static final String HTML = "text/html";
    public static final String PNG = "image/png";

    public MimeBundle {
        if (!data.containsKey(TEXT)) {
            throw new IllegalArgumentException("a MIME bundle needs " + TEXT + "; got " + data.keySet());
        }
        data = Collections.unmodifiableMap(new LinkedHashMap<>(data));
        metadata = Collections.unmodifiableMap(new LinkedHashMap<>(metadata));
    }

    /** A bundle of plain text alone. */
    public static MimeBundle text(String text) {
        return new MimeBundle(Map.of(TEXT, text), Map.of());
    }

    /** This bundle with one more form. */
    public MimeBundle with(String mimeType, Object content) {
        Map<String, Object> more = new LinkedHashMap<>(data);
        more.put(mimeType, content);
        return new MimeBundle(more, metadata);
    }

    /** The plain text form. */
    public String plain() {
        return (String) data.getOrDefault(TEXT, "");
    }
}
