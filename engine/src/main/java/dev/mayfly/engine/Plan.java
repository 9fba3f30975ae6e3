package dev.mayfly.engine;

import dev.mayfly.engine.source.Inputs;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a job computes: inputs, the steps from lines to elements, and how elements are grouped, if they are. A value:
 * it holds no data, runs nothing, and means the same on every backend.
 *
 * @param inputs what is read, line by line
 * @param steps from a line ({@code String}) to an element, in order
 * @param grouping how elements become pairs and one result per key; empty when the elements are the result
 * @param <T> what the job produces: elements, or {@code Pair<K, R>} where grouped
 */
public record Plan<T>(Inputs inputs, List<Step> steps, Optional<Grouping<?, ?, ?, ?>> grouping) {

    /** How elements become pairs, and what becomes of the values of one key. */
    public record Grouping<T, K, V, R>(Mapper<T, K, V> mapper, Aggregate<K, V, R> aggregate) {}

    public Plan {
        steps = List.copyOf(steps);
    }

    /** The plan whose elements are the lines of the inputs. */
    public static Plan<String> lines(Inputs inputs) {
        return new Plan<>(inputs, List.of(), Optional.empty());
    }

    /** This ungrouped plan with one more step. */
    <R> Plan<R> then(Step step) {
        requireUngrouped();
        List<Step> longer = new ArrayList<>(steps);
        longer.add(step);
        return new Plan<>(inputs, longer, Optional.empty());
    }

    /** This ungrouped plan, grouped. */
    <K, V, R> Plan<Pair<K, R>> group(Mapper<T, K, V> mapper, Aggregate<K, V, R> aggregate) {
        requireUngrouped();
        return new Plan<>(inputs, steps, Optional.of(new Grouping<>(mapper, aggregate)));
    }

    /** This plan, whose parsing steps leave bad records out instead of failing. */
    Plan<T> skippingBadRecords() {
        List<Step> lenient = steps.stream().map(Plan::lenient).toList();
        return new Plan<>(inputs, lenient, grouping);
    }

    private static Step lenient(Step step) {
        return step instanceof Step.Parse<?> parse ? new Step.Parse<>(parse.format(), parse.type(), true) : step;
    }

    private void requireUngrouped() {
        if (grouping.isPresent()) {
            throw new IllegalStateException("the plan is grouped already");
        }
    }
}
