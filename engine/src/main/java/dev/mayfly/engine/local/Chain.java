package dev.mayfly.engine.local;

import dev.mayfly.engine.Condition;
import dev.mayfly.engine.Step;
import dev.mayfly.engine.Transform;
import dev.mayfly.engine.source.Line;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The steps of a plan, fused into one call a line. */
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
    Stage of(List<Step> steps, Stage last) {
        Stage stage = last;
        for (int i = steps.size() - 1; i >= 0; i--) {
            stage = stage(steps.get(i), i == 0, stage);
        }
        return stage;
    }

    @SuppressWarnings("unchecked") // the plan was typed when it was made
    private Stage stage(Step step, boolean isFirst, Stage next) {
        if (step instanceof Step.View) {
            return element -> next.accept(element instanceof Line ? element : Line.of((String) element));
        }
        if (step instanceof Step.Map<?, ?> map) {
            Transform<Object, Object> function = (Transform<Object, Object>) map.function();
            return element -> next.accept(function.apply(element));
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
            return flatMap((Transform<Object, Stream<Object>>) (Transform<?, ?>) flatMap.function(), next);
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
