package dev.mayfly.engine;

import dev.mayfly.engine.source.RecordFormat;
import java.io.Serializable;
import java.util.stream.Stream;

/** One step of a plan on the way from a line to an element: the closed set that every backend implements. */
public sealed interface Step extends Serializable {

    /** Replaces each line by a {@link dev.mayfly.engine.source.Line} of it, which lasts until the steps behind return. */
    record View() implements Step {}

    /** Replaces each element. */
    record Map<T, R>(Transform<T, R> function) implements Step {}

    /** Keeps the elements that satisfy a condition. */
    record Filter<T>(Condition<T> condition) implements Step {}

    /** Replaces each element by any number of elements. The stream is closed after use. */
    record FlatMap<T, R>(Transform<T, Stream<R>> function) implements Step {}

    /** Keeps the lines in which the regular expression is found. */
    record Grep(String regex) implements Step {}

    /**
     * Reads each line as a record.
     *
     * @param skipBad whether a line that cannot be read is counted and left out, rather than failing the job
     */
    record Parse<R extends Record>(RecordFormat format, Class<R> type, boolean skipBad) implements Step {}
}
