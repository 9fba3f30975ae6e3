package dev.mayfly.engine;

import dev.mayfly.engine.source.RecordFormat;
import dev.mayfly.engine.source.WholeFile;
import java.io.Serializable;
import java.util.AbstractMap;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The records of a side file by a key. What travels is the file's handle. */
final class SideMap<K, R extends Record> extends AbstractMap<K, R> implements Serializable {
    private static final long serialVersionUID = 1;

    private final SideFile file;
    private final RecordFormat format;
    private final Class<R> type;
    private final Transform<R, K> key;
    private transient volatile @Nullable Map<K, R> loaded;

    SideMap(SideFile file, RecordFormat format, Class<R> type, Transform<R, K> key) {
        this.file = file;
        this.format = format;
        this.type = type;
        this.key = key;
    }

    /** Rows by key. */
    static <K, R extends Record> Map<K, R> table(String name, List<WholeFile.Row<R>> rows, Transform<R, K> key) {
        Map<K, R> table = new HashMap<>();
        for (WholeFile.Row<R> row : rows) {
            K of = Calls.apply(key, row.record());
            if (of == null) {
                throw new JobException(
                        String.format(Locale.ROOT, "%s line %,d has no key: the function gave null", name, row.line()));
            }
            R other = table.putIfAbsent(of, row.record());
            if (other != null) {
                throw new JobException(String.format(
                        Locale.ROOT,
                        "%s line %,d has the key %s, as a line before: choose a key that no two rows share, or join the file",
                        name,
                        row.line(),
                        of));
            }
        }
        return Collections.unmodifiableMap(table);
    }

    private Map<K, R> rows() {
        Map<K, R> rows = loaded;
        if (rows == null) {
            rows = file.table(format, type, key);
            loaded = rows;
        }
        return rows;
    }

    @Override
    public @Nullable R get(@Nullable Object of) {
        return rows().get(of);
    }

    @Override
    public boolean containsKey(@Nullable Object of) {
        return rows().containsKey(of);
    }

    @Override
    public int size() {
        return rows().size();
    }

    @Override
    public Set<Entry<K, R>> entrySet() {
        return rows().entrySet();
    }

    /** Names the file; never reads it. */
    @Override
    public String toString() {
        return "rows of " + file.name() + " by key";
    }
}
