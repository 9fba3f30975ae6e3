package dev.mayfly.kernel.report;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * What papermill writes about a run into a notebook's {@code metadata.papermill} and each cell's, so that its readers
 * understand ours. Functions from one notebook to the next.
 */
final class PapermillMetadata {
    private static final String FIELD = "papermill";
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern(
                    "uuuu-MM-dd'T'HH:mm:ss.SSSSSSxxx", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    private PapermillMetadata() {}

    /** How far a cell is. */
    enum Status {
        PENDING,
        RUNNING,
        COMPLETED,
        FAILED;

        private String stored() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** A run begins: every cell is pending, and the outputs of an earlier run are gone. */
    static Notebook start(Notebook notebook, String inputPath, ParameterValues values, Instant now) {
        List<Cell> pending = notebook.cells().stream()
                .map(cell -> edit(cell, PapermillMetadata::reset).withOutputs(List.of(), OptionalInt.empty()))
                .toList();
        return edit(notebook.withCells(pending), run -> {
            run.set("default_parameters", Json.object());
            run.set("environment_variables", Json.object());
            run.set("parameters", values.json());
            run.put("version", Version.mayfly());
            run.put("input_path", inputPath);
            run.put("start_time", TIME.format(now));
            run.putNull("end_time");
            run.putNull("duration");
            run.putNull("exception");
        });
    }

    static Cell cellStarts(Cell cell, Instant now) {
        return edit(cell, run -> {
            run.put("start_time", TIME.format(now));
            run.put("status", Status.RUNNING.stored());
            run.put("exception", false);
        });
    }

    static Cell cellEnds(Cell cell, Instant started, Instant now, boolean failed) {
        return edit(cell, run -> {
            run.put("start_time", TIME.format(started));
            run.put("end_time", TIME.format(now));
            run.put("duration", seconds(started, now));
            run.put("exception", failed);
            run.put("status", (failed ? Status.FAILED : Status.COMPLETED).stored());
        });
    }

    static Notebook end(Notebook notebook, Instant started, Instant now, boolean failed) {
        return edit(notebook, run -> {
            run.put("end_time", TIME.format(now));
            run.put("duration", seconds(started, now));
            if (failed) {
                run.put("exception", true);
            }
        });
    }

    /** The notebook without the times of its run. */
    static Notebook untimed(Notebook notebook) {
        List<Cell> cells = notebook.cells().stream()
                .map(cell -> cell.metadata().has(FIELD) ? edit(cell, PapermillMetadata::forgetTimes) : cell)
                .toList();
        return edit(notebook.withCells(cells), PapermillMetadata::forgetTimes);
    }

    private static void forgetTimes(ObjectNode run) {
        run.putNull("start_time");
        run.putNull("end_time");
        run.putNull("duration");
    }

    /** The notebook as it goes into one file. */
    static Notebook at(Notebook notebook, String outputPath) {
        return edit(notebook, run -> run.put("output_path", outputPath));
    }

    static Status status(Cell cell) {
        String stored = cell.metadata().path(FIELD).path("status").asText();
        for (Status status : Status.values()) {
            if (status.stored().equals(stored)) {
                return status;
            }
        }
        return Status.PENDING;
    }

    /** How long a cell ran; zero where it did not. */
    static Duration duration(Cell cell) {
        JsonNode seconds = cell.metadata().path(FIELD).path("duration");
        return Duration.ofNanos((long) (seconds.asDouble() * 1e9));
    }

    private static void reset(ObjectNode run) {
        run.removeAll();
        run.putNull("exception");
        run.putNull("start_time");
        run.putNull("end_time");
        run.putNull("duration");
        run.put("status", Status.PENDING.stored());
    }

    private static double seconds(Instant started, Instant now) {
        return TimeUnit.NANOSECONDS.toMicros(Duration.between(started, now).toNanos()) / 1e6;
    }

    private static Cell edit(Cell cell, Consumer<ObjectNode> change) {
        ObjectNode metadata = cell.metadata();
        change.accept(metadata.withObjectProperty(FIELD));
        return cell.withMetadata(metadata);
    }

    private static Notebook edit(Notebook notebook, Consumer<ObjectNode> change) {
        ObjectNode metadata = notebook.metadata();
        change.accept(metadata.withObjectProperty(FIELD));
        return notebook.withMetadata(metadata);
    }
}
