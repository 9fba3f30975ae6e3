package dev.mayfly.engine;

import dev.mayfly.engine.source.Input;
import dev.mayfly.engine.source.Inputs;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a job computes: where elements come from, the steps that they go through, and how they are grouped, if they are.
 * A value: it holds no data, runs nothing, and means the same on every backend.
 *
 * @param source what the first step is given
 * @param steps from what the source gives to an element, in order
 * @param grouping how elements become pairs and one result per key; empty when the elements are the result
 * @param <T> what the job produces: elements, or {@code Pair<K, R>} where grouped
 */
@SuppressWarnings("serial") // travels without inputs, by a stream that knows optional values
public record Plan<T>(Source source, List<Step> steps, Optional<Grouping<?, ?, ?, ?>> grouping)
        implements Serializable {

    /** Where elements come from: the closed set that every backend implements. */
    public sealed interface Source extends Serializable {
        /** All that is read. */
        Inputs inputs();
    }

    /** The lines of inputs, each a {@code String}. */
    public record Lines(Inputs inputs) implements Source {}

    /**
     * The elements of two ungrouped plans that meet by equal keys, each two of them a {@link Joined}, in no promised
     * order. Either side, and the elements of one key, may exceed memory; a backend that holds one of the two sides of a
     * key holds the right one.
     */
    public record Join<K, L, R>(Kind kind, Side<K, L> left, Side<K, R> right) implements Source {

        /** What becomes of an element that meets none. */
        public enum Kind {
            /** It is left out. Both sides are bare elements. */
            INNER,
            /** One of the left side is kept. The right side is an {@code Optional}. */
            LEFT,
            /** It is kept. Both sides are {@code Optional}s. */
            OUTER
        }

        /** The inputs of the left side, then those of the right. */
        @Override
        public Inputs inputs() {
            List<Input> all = new ArrayList<>(left.plan().inputs().list());
            all.addAll(right.plan().inputs().list());
            return new Inputs(all);
        }
    }

    /** One side of a join: an ungrouped plan, and what its elements are met by. */
    public record Side<K, T>(Plan<T> plan, Transform<T, K> key) implements Serializable {}

    /** How elements become pairs, and what becomes of the values of one key. */
    public record Grouping<T, K, V, R>(Mapper<T, K, V> mapper, Aggregate<K, V, R> aggregate) implements Serializable {}

    public Plan {
        steps = List.copyOf(steps);
    }

    /** The plan whose elements are the lines of the inputs. */
    public static Plan<String> lines(Inputs inputs) {
        return new Plan<>(new Lines(inputs), List.of(), Optional.empty());
    }

    /** The plan whose elements are those of a join. */
    static <K, L, R, T> Plan<T> join(Join.Kind kind, Side<K, L> left, Side<K, R> right) {
        return new Plan<>(new Join<>(kind, left, right), List.of(), Optional.empty());
    }

    /** All that is read. */
    public Inputs inputs() {
        return source.inputs();
    }

    /** This ungrouped plan with one more step. */
    <R> Plan<R> then(Step step) {
        requireUngrouped();
        List<Step> longer = new ArrayList<>(steps);
        longer.add(step);
        return new Plan<>(source, longer, Optional.empty());
    }

    /** This ungrouped plan, grouped. */
    <K, V, R> Plan<Pair<K, R>> group(Mapper<T, K, V> mapper, Aggregate<K, V, R> aggregate) {
        requireUngrouped();
        return new Plan<>(source, steps, Optional.of(new Grouping<>(mapper, aggregate)));
    }

    /** This plan, whose parsing steps leave bad records out instead of failing, those of joined plans too. */
    Plan<T> skippingBadRecords() {
        List<Step> lenient = steps.stream().map(Plan::lenient).toList();
        return new Plan<>(lenient(source), lenient, grouping);
    }

    private static Source lenient(Source source) {
        return source instanceof Join<?, ?, ?> join ? lenient(join) : source;
    }

    private static <K, L, R> Source lenient(Join<K, L, R> join) {
        return new Join<>(join.kind(), lenient(join.left()), lenient(join.right()));
    }

    private static <K, T> Side<K, T> lenient(Side<K, T> side) {
        return new Side<>(side.plan().skippingBadRecords(), side.key());
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
