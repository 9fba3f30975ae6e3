package dev.mayfly.engine.local;

import dev.mayfly.engine.JobException;
import dev.mayfly.engine.Mapper;
import dev.mayfly.engine.spill.RowStore;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The ends of a thread's chain of steps: a mapper whose pairs are grouped, or rows in the order of the splits. */
final class Tails {
    private Tails() {}

    /** Calls the mapper with each element. */
    static <K, V> MapTask.Tail grouped(Mapper<Object, K, V> mapper, MapSide<K, V> side) {
        return new MapTask.Tail() {
            @Override
            public void accept(Object element) throws Exception {
                mapper.map(element, side);
            }

            @Override
            public void begin(int split) {}

            @Override
            public void end() {}

            @Override
            public void check() {
                side.check();
            }

            @Override
            public long taken() {
                return side.emitted();
            }
        };
    }

    /** Writes each element as a row of its split. */
    static MapTask.Tail rows(List<RowStore<Object>.Writer> splits) {
        return new MapTask.Tail() {
            private RowStore<Object>.@Nullable Writer rows;
            private long taken;

            @Override
            public void accept(Object element) {
                if (element == null) {
                    throw new JobException("a step made null of the line: filter(...) it out");
                }
                if (rows != null) {
                    rows.add(element);
                    taken++;
                }
            }

            @Override
            public void begin(int split) {
                rows = splits.get(split);
            }

            @Override
            public void end() {
                if (rows != null) {
                    rows.close();
                }
            }

            @Override
            public void check() {}

            @Override
            public long taken() {
                return taken;
            }
        };
    }
}
