package dev.mayfly.kernel.report;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mayfly.engine.JobFacts;
import dev.mayfly.engine.source.Input;
import dev.mayfly.engine.source.Inputs;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What the jobs of a report read and did, for {@code metadata.mayfly}: where its numbers come from. Safe from any thread:
 * every access holds its lock.
 */
final class JobLog {
    /** More inputs than this are counted, not listed. */
    static final int MOST_INPUTS = 500;

    private record Job(int cell, JobFacts facts) {}

    private final Map<String, Input> inputs = new LinkedHashMap<>();
    private final List<Job> jobs = new ArrayList<>();
    private long count;
    private long bytes;

    synchronized void add(int cell, Inputs read, JobFacts facts) {
        jobs.add(new Job(cell, facts));
        for (Input input : read.list()) {
            if (inputs.size() < MOST_INPUTS || inputs.containsKey(input.name())) {
                if (inputs.put(input.name(), input) == null) {
                    count++;
                    bytes += input.size().orElse(0);
                }
            } else {
                count++;
                bytes += input.size().orElse(0);
            }
        }
    }

    /** Writes what was recorded. */
    synchronized void write(ObjectNode ours) {
        ArrayNode list = ours.putArray("jobs");
        BigDecimal dollars = BigDecimal.ZERO;
        boolean known = true;
        for (Job job : jobs) {
            JobFacts facts = job.facts();
            known &= facts.dollars().isPresent();
            dollars = dollars.add(BigDecimal.valueOf(facts.dollars().orElse(0)));
            ObjectNode each = list.addObject();
            each.put("cell", job.cell()).put("where", facts.where()).put("inputs", facts.inputs());
            each.put("lines", facts.lines()).put("bytes_read", facts.bytesRead());
            each.put("skipped_records", facts.skippedRecords()).put("keys", facts.keys());
            each.put("spilled_bytes", facts.spilledBytes()).put("retries", facts.retries());
            each.put("seconds", facts.time().toMillis() / 1000.0);
        }
        if (known) {
            ours.put("dollars", dollars.setScale(4, RoundingMode.HALF_UP));
        } else {
            ours.putNull("dollars");
        }
        ours.put("input_count", count).put("input_bytes", bytes);
        ArrayNode read = ours.putArray("inputs");
        for (Input input : inputs.values()) {
            ObjectNode each = read.addObject().put("name", input.name());
            input.size().ifPresent(size -> each.put("bytes", size));
            input.version().ifPresent(version -> each.put("version", version));
            input.modified().ifPresent(modified -> each.put("modified", modified.toString()));
        }
    }

    /** The record without what differs between two runs over the same inputs. */
    static void untimed(ObjectNode ours) {
        for (var job : ours.path("jobs")) {
            ((ObjectNode) job).remove(List.of("seconds", "spilled_bytes", "retries"));
        }
        for (var input : ours.path("inputs")) {
            ((ObjectNode) input).remove("modified");
        }
        ours.remove("dollars");
    }
}
