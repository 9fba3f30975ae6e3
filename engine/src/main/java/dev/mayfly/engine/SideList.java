package dev.mayfly.engine;

import dev.mayfly.engine.source.RecordFormat;
import java.io.Serializable;
import java.util.AbstractList;
import java.util.List;
import java.util.RandomAccess;
import org.jspecify.annotations.Nullable;

/** The records of a side file. What travels is the file's handle. */
final class SideList<R extends Record> extends AbstractList<R> implements RandomAccess, Serializable {
    private static final long serialVersionUID = 1;

    private final SideFile file;
    private final RecordFormat format;
    private final Class<R> type;
    private transient volatile @Nullable List<R> loaded;

    SideList(SideFile file, RecordFormat format, Class<R> type) {
        this.file = file;
        this.format = format;
        this.type = type;
    }

    private List<R> rows() {
        List<R> rows = loaded;
        if (rows == null) {
            rows = file.rows(format, type);
            loaded = rows;
        }
        return rows;
    }

    @Override
    public R get(int index) {
        return rows().get(index);
    }

    @Override
    public int size() {
        return rows().size();
    }

    /** Names the file; never reads it. */
    @Override
    public String toString() {
        return "rows of " + file.name();
    }
}
