package dev.mayfly.kernel.report;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;

/** What ran a notebook, and which notebook it was: kept in {@code metadata.mayfly} of what came out. */
final class Version {
    private static final String FIELD = "mayfly";

    private Version() {}

    static String mayfly() {
        return "Mayfly "
                + Optional.ofNullable(Version.class.getPackage().getImplementationVersion())
                        .orElse("(development)");
    }

    /** The notebook with this version's name and the hash of the file that it was read from. */
    static Notebook record(Notebook notebook, String sha256) {
        ObjectNode metadata = notebook.metadata();
        ObjectNode ours = metadata.withObjectProperty(FIELD);
        ours.put("version", mayfly());
        ours.put("java", Runtime.version().toString());
        ours.put("notebook_sha256", sha256);
        return notebook.withMetadata(metadata);
    }

    /** One recorded field, empty where the notebook never ran here. */
    static String recorded(Notebook notebook, String field) {
        return notebook.metadata().path(FIELD).path(field).asText();
    }
}
