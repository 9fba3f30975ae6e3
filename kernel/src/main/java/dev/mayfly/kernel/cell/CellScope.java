package dev.mayfly.kernel.cell;

import dev.mayfly.engine.MapReduce;
import dev.mayfly.engine.Mapper;
import dev.mayfly.engine.Pair;
import dev.mayfly.engine.Reducer;
import dev.mayfly.engine.Result;
import dev.mayfly.engine.s3.S3;
import dev.mayfly.engine.source.Inputs;
import dev.mayfly.kernel.session.Session;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Function;
import org.dflib.jjava.jupyter.kernel.BaseKernel;
import org.dflib.jjava.jupyter.kernel.display.DisplayData;
import org.jspecify.annotations.Nullable;

/**
 * The names that every cell finds on hand, as a static import. Each session loads this class anew, so what is static here
 * is one session's.
 */
public final class CellScope {
    /** Local files as places for results, and as data that mappers look into. */
    public static final LocalFiles files;

    /** Objects in S3. */
    public static final S3 s3;

    /** The machines of this session. */
    public static final SessionCluster cluster;

    /** Objects that have another half in the front end. */
    public static final Comms comms;

    private static final OnHand ON_HAND;

    static {
        ON_HAND = (OnHand) Session.contextOf(CellScope.class);
        files = ON_HAND.localFiles();
        s3 = ON_HAND.s3();
        cluster = ON_HAND.cluster();
        comms = ON_HAND.comms();
    }

    private CellScope() {}

    /** A plan over the lines of the inputs: {@code mapreduce(files("logs/*.gz")).map(...).groupBy(...).count()}. */
    public static MapReduce<String> mapreduce(Inputs inputs) {
        return ON_HAND.mapreduce(inputs);
    }

    /** The classic form: the mapper emits pairs for each line, the reducer gets each key with all its values. */
    public static <K, V, R> Result<Pair<K, R>> mapreduce(
            Inputs inputs, Mapper<String, K, V> mapper, Reducer<K, V, R> reducer) {
        return ON_HAND.mapreduce(inputs).mapReduce(mapper, reducer);
    }

    /** Local files by name, folder or pattern, compressed or not. */
    public static Inputs files(String... names) {
        return ON_HAND.files(names);
    }

    /** What URLs of http or https hold. */
    public static Inputs urls(List<String> urls) {
        return ON_HAND.urls(urls);
    }

    /** Shows a value in the output of the cell; by the name that it returns, {@link #updateDisplay} can replace it. */
    public static String display(@Nullable Object value) {
        return ON_HAND.display(value);
    }

    /** The same under a name of your own, or in forms of some MIME types. */
    public static String display(@Nullable Object value, String... idOrTypes) {
        return ON_HAND.display(value, idOrTypes);
    }

    /** Replaces what was shown under an id. */
    public static void updateDisplay(String id, @Nullable Object value, String... types) {
        ON_HAND.updateDisplay(id, value, types);
    }

    /** Shows values of a type by HTML from now on: {@code displayAs(Hit.class, h -> "<b>" + h.path() + "</b>")}. */
    public static <T> void displayAs(Class<T> type, Function<? super T, String> html) {
        ON_HAND.displayAs(type, html);
    }

    /** A value in forms of some MIME types, as IJava has it. */
    public static DisplayData render(@Nullable Object value, String... types) {
        return ON_HAND.render(value, types);
    }

    /** Prints as {@link java.io.PrintStream#printf} does. */
    public static void printf(String format, @Nullable Object... values) {
        System.out.printf(format, values);
    }

    /** Evaluates Java as a part of this cell, and gives its value. */
    public static @Nullable Object eval(String code) {
        return ON_HAND.eval(code);
    }

    /** The kernel as libraries for IJava and JJava know it. */
    public static BaseKernel getKernelInstance() {
        return ON_HAND.kernel();
    }

    /** Clears the output of the cell. */
    public static void clear() {
        ON_HAND.clear(false);
    }

    /** Clears the output of the cell; with {@code wait}, only when the next output comes. */
    public static void clear(boolean wait) {
        ON_HAND.clear(wait);
    }

    /** Takes the value of an expression that a front end asks for. Not for cells. */
    public static void $look(@Nullable Object value) {
        ON_HAND.look(value);
    }

    /** Says how long an expression takes. Not for cells: {@code %timeit} is. */
    public static void $timeit(Callable<?> expression) throws Exception {
        ON_HAND.timeit(expression);
    }

    /** Says how long statements take. Not for cells: {@code %timeit} is. */
    public static void $timeit(OnHand.Statements statements) throws Exception {
        ON_HAND.timeit(() -> {
            statements.run();
            return statements;
        });
    }
}
