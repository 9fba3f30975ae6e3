package dev.mayfly.kernel.report;

import java.nio.file.Path;
import java.util.Optional;

/**
 * A request whose every word was checked: nothing of it can be refused any more.
 *
 * @param name the notebook's file name
 * @param folder what relative names in it start from
 * @param notebook with its parameters injected
 */
record ReportOrder(
        String name,
        Path folder,
        Notebook notebook,
        ParameterValues values,
        Selection selection,
        Redaction redaction,
        Provenance provenance) {

    /**
     * What the report is made of.
     *
     * @param sha256 of the notebook's file
     * @param git its state in its repository
     * @param fingerprint of everything that the report depends on, where that was asked for
     */
    record Provenance(String sha256, Optional<GitCommit> git, Optional<String> fingerprint) {}
}
