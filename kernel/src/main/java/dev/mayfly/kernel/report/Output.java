package dev.mayfly.kernel.report;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** One output of a code cell, after nbformat 4. */
sealed interface Output {
    /** Printed text; {@code name} is {@code stdout} or {@code stderr}. */
    record Stream(String name, String text) implements Output {}

    /**
     * A value that the cell showed.
     *
     * @param data MIME type to content, texts in one piece
     * @param displayId the name by which it can be updated while the notebook runs; not stored
     */
    record Display(ObjectNode data, ObjectNode metadata, Optional<String> displayId) implements Output {}

    /** The value of the cell's last expression. */
    record Value(OptionalInt executionCount, ObjectNode data, ObjectNode metadata) implements Output {}

    /** How the cell failed. */
    record Failure(String name, String message, List<String> traceback) implements Output {
        public Failure {
            traceback = List.copyOf(traceback);
        }
    }

    /** A kind of output that nbformat 4 does not name, kept as it is. */
    record Unknown(ObjectNode json) implements Output {}
}
