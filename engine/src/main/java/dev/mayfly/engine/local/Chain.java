package dev.mayfly.engine.local;

import dev.mayfly.engine.Condition;
import dev.mayfly.engine.Step;
import dev.mayfly.engine.Transform;
import dev.mayfly.engine.source.Line;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The steps of a plan, fused into one call a line. What functions do is told from their byte code where they split texts into
 * fields: of fields by which elements are counted no {@code String} is made, nor of those that no function behind reads.
 */
final class Chain {
    private final Meter meter;
    private final Supplier<Place> place;
    private final JobControl control;

    /** @param place where the thread is that runs the chain */
    Chain(Meter meter, Supplier<Place> place, JobControl control) {
        this.control = control;
        this.meter = meter;
        this.place = place;
    }

    /** The first of the steps, which leads through all others to the last stage. */
    Stage of(List<Step> steps, MapTask.Tail last) {
        Optional<MapTask.ByKey> counted = last.counted();
        Stage stage = counted.flatMap(by -> by.key()
                        .splitField()
                        .flatMap(field -> FieldStage.one(field.regex(), field.index(), by.texts(), last)))
                .or(() -> areLinesLeft(steps) ? last.ofLines() : Optional.<Stage>empty())
                .orElse(last);
        for (int i = steps.size() - 1; i >= 0; i--) {
            List<Step> behind = steps.subList(i + 1, steps.size());
            stage = steps.get(i) instanceof Step.Map<?, ?> map
                    ? map(map, behind, last, behind.isEmpty() ? counted : Optional.empty(), stage)
                    : steps.get(i) instanceof Step.Filter<?> filter
                            ? filter(filter, areLinesLeft(steps.subList(0, i)), stage)
                            : stage(steps.get(i), i == 0, behind.isEmpty() ? counted : Optional.empty(), stage);
        }
        return stage;
    }

    /** Whether behind some steps there are lines yet, as they were read. */
    private static boolean areLinesLeft(List<Step> steps) {
        return steps.stream().allMatch(step -> step instanceof Step.Filter<?>);
    }

    @SuppressWarnings("unchecked") // the plan was typed when it was made
    private static Stage filter(Step.Filter<?> step, boolean isOfLines, Stage next) {
        Condition<Object> condition = (Condition<Object>) step.condition();
        Stage filtered = element -> {
            if (condition.test(element)) {
                next.accept(element);
            }
        };
        return isOfLines
                ? TextFunction.of(condition)
                        .<Stage>map(text -> new TextStage.Filter(text, next, filtered))
                        .orElse(filtered)
                : filtered;
    }

    @SuppressWarnings("unchecked") // the plan was typed when it was made
    private static Stage map(
            Step.Map<?, ?> step, List<Step> behind, MapTask.Tail last, Optional<MapTask.ByKey> counted, Stage next) {
        Transform<Object, Object> function = (Transform<Object, Object>) step.function();
        Stage mapped = element -> next.accept(function.apply(element));
        Optional<String> split = FunctionBody.of(function).split();
        if (split.isEmpty()) {
            return mapped;
        }
        String regex = split.get();
        return counted.flatMap(
                        by -> by.key().element().flatMap(index -> FieldStage.one(regex, index, by.texts(), mapped)))
                .or(() -> read(behind, last).flatMap(indices -> FieldStage.some(regex, indices, next, mapped)))
                .orElse(mapped);
    }

    /** Which elements of arrays the steps read and the last stage, in ascending order, where they do nothing else with them. */
    private static Optional<int[]> read(List<Step> steps, MapTask.Tail last) {
        List<FunctionBody> readers = new ArrayList<>();
        for (Step step : steps) {
            if (step instanceof Step.Filter<?> filter) {
                readers.add(FunctionBody.of(filter.condition()));
            } else if (step instanceof Step.Map<?, ?> map) {
                readers.add(FunctionBody.of(map.function()));
                return indices(readers);
            } else if (step instanceof Step.FlatMap<?, ?> flatMap) {
                readers.add(FunctionBody.of(flatMap.function()));
                return indices(readers);
            } else {
                return Optional.empty();
            }
        }
        return last.readers().flatMap(functions -> {
            readers.addAll(functions);
            return indices(readers);
        });
    }

    private static Optional<int[]> indices(List<FunctionBody> readers) {
        if (!readers.stream().allMatch(reader -> reader.elementsRead().isPresent())) {
            return Optional.empty();
        }
        return Optional.of(readers.stream()
                .flatMap(reader -> reader.elementsRead().orElseThrow().stream())
                .mapToInt(Integer::intValue)
                .sorted()
                .distinct()
                .toArray());
    }

    @SuppressWarnings("unchecked") // the plan was typed when it was made
    private Stage stage(Step step, boolean isFirst, Optional<MapTask.ByKey> counted, Stage next) {
        if (step instanceof Step.View) {
            return element -> next.accept(element instanceof Line ? element : Line.of((String) element));
        }
        if (step instanceof Step.FlatMap<?, ?> flatMap) {
            Transform<Object, Stream<Object>> function =
                    (Transform<Object, Stream<Object>>) (Transform<?, ?>) flatMap.function();
            Stage mapped = flatMap(function, next);
            return FunctionBody.of(function)
                    .splitStream()
                    .flatMap(regex -> counted.filter(by -> by.key().isIdentity())
                            .map(by -> FieldStage.all(regex, by.texts(), mapped))
                            .orElseGet(() -> FieldStage.each(regex, control, next, mapped)))
                    .orElse(mapped);
        }
        if (step instanceof Step.Grep grep) {
            Matcher matcher = Pattern.compile(grep.regex()).matcher("");
            return element -> {
                if (matcher.reset(element.toString()).find()) {
                    next.accept(element);
                }
            };
        }
        if (step instanceof Step.Parse<?> parse) {
            return new ParseStage<>(parse, isFirst, meter, place, next);
        }
        throw new IllegalStateException("no such step: " + step);
    }

    private Stage flatMap(Transform<Object, Stream<Object>> function, Stage next) {
        // A stream hands its elements over faster than an iterator gets them from it.
        Consumer<Object> taker = element -> {
            if (control.isStopped()) {
                throw new JobControl.StoppedException();
            }
            try {
                next.accept(element);
            } catch (Exception e) {
                throw Chain.<RuntimeException>unchecked(e);
            }
        };
        return element -> {
            try (Stream<Object> elements = function.apply(element)) {
                elements.sequential().forEachOrdered(taker);
            }
        };
    }

    /** Throws a checked exception through a method that declares none. */
    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"}) // E is never what is thrown: that is the point
    private static <E extends Exception> E unchecked(Exception e) throws E {
        throw (E) e;
    }
}
