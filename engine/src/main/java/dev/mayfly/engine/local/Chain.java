package dev.mayfly.engine.local;

import dev.mayfly.engine.Condition;
import dev.mayfly.engine.Step;
import dev.mayfly.engine.Transform;
import dev.mayfly.engine.source.Line;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The steps of a plan, fused into one call a line. Where functions only split texts into fields, and these are keys by which
 * elements are counted, no {@code String} is made of a field: what functions do is told from their byte code.
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
                .orElse(last);
        for (int i = steps.size() - 1; i >= 0; i--) {
            stage = stage(steps.get(i), i == 0, i == steps.size() - 1 ? counted : Optional.empty(), stage);
        }
        return stage;
    }

    @SuppressWarnings("unchecked") // the plan was typed when it was made
    private Stage stage(Step step, boolean isFirst, Optional<MapTask.ByKey> counted, Stage next) {
        if (step instanceof Step.View) {
            return element -> next.accept(element instanceof Line ? element : Line.of((String) element));
        }
        if (step instanceof Step.Map<?, ?> map) {
            Transform<Object, Object> function = (Transform<Object, Object>) map.function();
            Stage mapped = element -> next.accept(function.apply(element));
            return counted.flatMap(by -> by.key().element().flatMap(index -> FunctionBody.of(function)
                            .split()
                            .flatMap(regex -> FieldStage.one(regex, index, by.texts(), mapped))))
                    .orElse(mapped);
        }
        if (step instanceof Step.Filter<?> filter) {
            Condition<Object> condition = (Condition<Object>) filter.condition();
            return element -> {
                if (condition.test(element)) {
                    next.accept(element);
                }
            };
        }
        if (step instanceof Step.FlatMap<?, ?> flatMap) {
            Transform<Object, Stream<Object>> function =
                    (Transform<Object, Stream<Object>>) (Transform<?, ?>) flatMap.function();
            Fields.Taker texts = counted.filter(by -> by.key().isIdentity())
                    .map(MapTask.ByKey::texts)
                    .orElse((bytes, offset, count) ->
                            next.accept(new String(bytes, offset, count, StandardCharsets.ISO_8859_1)));
            Stage mapped = flatMap(function, next);
            return FunctionBody.of(function)
                    .splitStream()
                    .flatMap(regex -> FieldStage.all(regex, texts, mapped))
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
