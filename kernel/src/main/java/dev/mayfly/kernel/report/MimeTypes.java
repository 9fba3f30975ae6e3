package dev.mayfly.kernel.report;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;

/** What nbformat knows of MIME types. */
final class MimeTypes {
    private MimeTypes() {}

    /** Whether the content is JSON, not text. */
    static boolean isJson(String mimeType) {
        return mimeType.equals("application/json")
                || (mimeType.startsWith("application/") && mimeType.endsWith("+json"));
    }

    /** Whether a file holds the content line by line. */
    static boolean isLines(String mimeType) {
        return mimeType.startsWith("text/")
                || mimeType.equals("application/javascript")
                || mimeType.equals("image/svg+xml");
    }

    /** The types of a bundle, safe to change it by. */
    static List<String> names(ObjectNode bundle) {
        List<String> names = new ArrayList<>();
        bundle.fieldNames().forEachRemaining(names::add);
        return names;
    }
}
