package dev.mayfly.engine;

/** Calls functions of the user that may throw anything, from code that may not. */
final class Calls {
    private Calls() {}

    static <T, R> R apply(Transform<T, R> function, T element) {
        try {
            return function.apply(element);
        } catch (Exception e) {
            throw failed(e);
        }
    }

    static <T> boolean test(Condition<T> condition, T element) {
        try {
            return condition.test(element);
        } catch (Exception e) {
            throw failed(e);
        }
    }

    private static RuntimeException failed(Exception e) {
        return e instanceof RuntimeException unchecked
                ? unchecked
                : new JobException("A function over the rows threw " + e, e);
    }
}
