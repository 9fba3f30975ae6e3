package dev.mayfly.kernel.report;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;

/** What ran a notebook, and which notebook it was: kept in {@code metadata.mayfly} of what came out. */
final class Version {
    static final String FIELD = "mayfly";

    private Version() {}

    static String mayfly() {
        return "Mayfly "
                + Optional.ofNullable(Version.class.getPackage().getImplementationVersion())
                        .orElse("(development)");
    }

    /** The notebook with this version's name and where it comes from. */
    static Notebook record(Notebook notebook, ReportOrder.Provenance provenance) {
        ObjectNode metadata = notebook.metadata();
        ObjectNode ours = metadata.putObject(FIELD);
        ours.put("version", mayfly());
        ours.put("java", Runtime.version().toString());
        ours.put("notebook_sha256", provenance.sha256());
        provenance.fingerprint().ifPresent(fingerprint -> ours.put("fingerprint", fingerprint));
        provenance.git().ifPresent(git -> ours.putObject("git")
                .put("commit", git.commit())
                .put("changed", git.changed()));
        return notebook.withMetadata(metadata);
    }

    /** One recorded field, empty where the notebook never ran here. */
    static String recorded(Notebook notebook, String field) {
        return notebook.metadata().path(FIELD).path(field).asText();
    }
}
