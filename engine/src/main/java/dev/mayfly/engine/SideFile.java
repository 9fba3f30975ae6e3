package dev.mayfly.engine;

import dev.mayfly.engine.source.RecordFormat;
import dev.mayfly.engine.source.WholeFile;
import java.io.IOException;
import java.io.Serializable;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;

/**
 * A small data file that every function of a job can look into, such as a table of places by address. A function
 * captures it, or one of its lists and maps, and finds it on whichever machine it runs. What is read of it is loaded when
 * it is first asked for, once per process, and shared by all threads; it cannot be changed. Safe for use by many threads.
 *
 * <pre>{@code
 * var places = files.side("geo.csv").map(Place.class, p -> p.network());
 * mapreduce(logs).groupBy(line -> places.get(network(line)).country()).count()
 * }</pre>
 */
public final class SideFile implements Serializable {
    private static final long serialVersionUID = 1;
    /** So much of the heap the text of a side file may have: as objects it takes several times that. */
    private static final int SHARE_OF_HEAP = 8;
    /** More forms than this mean that a function makes a new one at each call. */
    private static final int MOST_FORMS = 64;

    private final transient SideStamp stamp;
    private final transient ConcurrentMap<Object, Object> forms = new ConcurrentHashMap<>();

    /** What a file is loaded as. */
    private record Form(
            String kind, @Nullable Object detail, @Nullable Object key) {}

    private interface Loader<T> {
        T load(WholeFile file) throws IOException;
    }

    SideFile(SideStamp stamp) {
        this.stamp = stamp;
    }

    /**
     * A file as it is now.
     *
     * @throws IllegalArgumentException if there is no such file, or it cannot be read
     */
    public static SideFile of(Path file) {
        return new SideFile(SideStamp.of(file));
    }

    /**
     * Where the file is on this machine.
     *
     * @throws JobException if it is not as it was when it was named
     */
    public Path path() {
        return stamp.unchanged();
    }

    /** The text, decompressed where it is compressed. */
    public String text() {
        return form(new Form("text", null, null), WholeFile::text);
    }

    /** The lines. */
    public List<String> lines() {
        return form(new Form("lines", null, null), file -> List.copyOf(file.lines()));
    }

    /** The lines as records of comma-separated values, by the names of a header or in order. */
    public <R extends Record> List<R> csv(Class<R> type) {
        return new SideList<>(this, RecordFormat.CSV, type);
    }

    /** The lines as records of values between another separator. */
    public <R extends Record> List<R> csv(Class<R> type, char separator) {
        return new SideList<>(this, new RecordFormat.Csv(separator), type);
    }

    /** The lines as records of JSON objects. */
    public <R extends Record> List<R> json(Class<R> type) {
        return new SideList<>(this, RecordFormat.JSON, type);
    }

    /**
     * The records of a {@code .csv}, {@code .tsv}, {@code .json}, {@code .jsonl} or {@code .ndjson} file by a key, which no
     * two of them may share. Loaded when it is first asked.
     *
     * @throws IllegalArgumentException if the file has another name
     */
    public <K, R extends Record> Map<K, R> map(Class<R> type, Transform<R, K> key) {
        return new SideMap<>(this, stamp.format(), type, key);
    }

    <R extends Record> List<R> rows(RecordFormat format, Class<R> type) {
        return form(new Form("rows", format, type), file -> file.rows(format, type).stream()
                .map(WholeFile.Row::record)
                .toList());
    }

    <K, R extends Record> Map<K, R> table(RecordFormat format, Class<R> type, Transform<R, K> key) {
        return form(new Form("map", format, key), file -> SideMap.table(stamp.name(), file.rows(format, type), key));
    }

    @SuppressWarnings("unchecked") // a form says what it is loaded as
    private <T> T form(Form form, Loader<T> loader) {
        Object loaded = forms.get(form);
        return (T) (loaded != null ? loaded : load(form, loader));
    }

    private synchronized Object load(Form form, Loader<?> loader) {
        Object present = forms.get(form);
        if (present != null) {
            return present;
        }
        if (forms.size() >= MOST_FORMS) {
            throw new JobException(
                    stamp.name() + " was read " + MOST_FORMS + " times in different ways: make its lists and"
                            + " maps before the job, in variables, rather than anew in a function that captures others");
        }
        try {
            Object loaded =
                    loader.load(new WholeFile(path(), Runtime.getRuntime().maxMemory() / SHARE_OF_HEAP));
            path();
            forms.put(form, loaded);
            return loaded;
        } catch (IOException e) {
            throw new JobException(String.valueOf(e.getMessage()), e);
        }
    }

    String name() {
        return stamp.name();
    }

    private Object writeReplace() {
        return stamp.travelling();
    }

    /** Names the file; never reads it. */
    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "side file %s, %,d bytes: .csv(Row.class), .json(Row.class), .map(Row.class, r -> r.key()), .lines(),"
                        + " .text(), .path()",
                stamp.name(),
                stamp.size());
    }
}
