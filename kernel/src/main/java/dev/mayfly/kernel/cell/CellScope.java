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

    private static final OnHand ON_HAND;

    static {
        ON_HAND = (OnHand) Session.contextOf(CellScope.class);
        files = ON_HAND.localFiles();
        s3 = ON_HAND.s3();
        cluster = ON_HAND.cluster();
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

    /** Shows a value in the output of the cell. */
    public static void display(@Nullable Object value) {
        ON_HAND.display(value);
    }

    /** Shows a value that {@link #updateDisplay} can replace. */
    public static void display(@Nullable Object value, String id) {
        ON_HAND.display(value, id);
    }

    /** Replaces what was shown under an id. */
    public static void updateDisplay(String id, @Nullable Object value) {
        ON_HAND.updateDisplay(id, value);
    }

    /** Clears the output of the cell. */
    public static void clear() {
        ON_HAND.clear(false);
    }

    /** Takes the value of an expression that a front end asks for. Not for cells. */
    public static void $look(@Nullable Object value) {
        ON_HAND.look(value);
    }
}
