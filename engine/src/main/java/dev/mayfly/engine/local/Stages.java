package dev.mayfly.engine.local;

import dev.mayfly.engine.Mapper;
import dev.mayfly.engine.Plan;
import java.util.function.Function;

/**
 * The parts of a plan that are read apart from each other. Each is named by a path: the empty one is the whole plan, and
 * {@code l} and {@code r} lead on to the sides of a join that a plan begins with.
 */
public final class Stages {
    /** The path of the whole plan. */
    public static final String ROOT = "";

    private static final char LEFT = 'l';
    private static final char RIGHT = 'r';

    private Stages() {}

    /** The path of the left side of the join that a plan begins with. */
    public static String left(String path) {
        return path + LEFT;
    }

    /** The path of the right side. */
    public static String right(String path) {
        return path + RIGHT;
    }

    /** The plan of a path. */
    public static Plan<?> plan(Plan<?> whole, String path) {
        Plan<?> plan = whole;
        for (int i = 0; i < path.length(); i++) {
            plan = side(plan, path.charAt(i)).plan();
        }
        return plan;
    }

    /** Whether a path leads to the right side of a join. */
    static boolean isRight(String path) {
        return path.charAt(path.length() - 1) == RIGHT;
    }

    /** The path of the plan whose join a side belongs to. */
    static String parent(String path) {
        return path.substring(0, path.length() - 1);
    }

    /** The join that a path leads through last. */
    static Plan.Join<?, ?, ?> joinOf(Plan<?> whole, String path) {
        return (Plan.Join<?, ?, ?>) plan(whole, parent(path)).source();
    }

    /** What meets the elements of a side with those of the other: a mapper that emits each by its key. */
    @SuppressWarnings("unchecked") // the plan was typed when it was made
    static Mapper<Object, Object, Object> byKey(Plan<?> whole, String path) {
        Plan.Side<Object, Object> side =
                (Plan.Side<Object, Object>) side(plan(whole, parent(path)), path.charAt(path.length() - 1));
        return (element, out) -> out.emit(side.key().apply(element), element);
    }

    private static Plan.Side<?, ?> side(Plan<?> plan, char which) {
        Plan.Join<?, ?, ?> join = (Plan.Join<?, ?, ?>) plan.source();
        return which == LEFT ? join.left() : join.right();
    }

    /** The plan with other inputs in place of its own, which a function makes of them. */
    public static <T> Plan<T> withInputs(
            Plan<T> plan, Function<dev.mayfly.engine.source.Inputs, dev.mayfly.engine.source.Inputs> inputs) {
        Plan.Source source = plan.source() instanceof Plan.Lines lines
                ? new Plan.Lines(inputs.apply(lines.inputs()))
                : withInputs((Plan.Join<?, ?, ?>) plan.source(), inputs);
        return new Plan<>(source, plan.steps(), plan.grouping());
    }

    private static <K, L, R> Plan.Source withInputs(
            Plan.Join<K, L, R> join,
            Function<dev.mayfly.engine.source.Inputs, dev.mayfly.engine.source.Inputs> inputs) {
        return new Plan.Join<>(
                join.kind(),
                new Plan.Side<>(
                        withInputs(join.left().plan(), inputs), join.left().key()),
                new Plan.Side<>(
                        withInputs(join.right().plan(), inputs), join.right().key()));
    }
}
