package dev.mayfly.engine.node;

import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import scala.Tuple2;

/**
 * Reduces, or joins, what came to a partition to rows, which go to the session.
 *
 * @param reduces whether the plan is grouped; joined otherwise
 */
public record RowsOfBlocks(JobAddress job, String path, boolean reduces)
        implements MapPartitionsFunction<Tuple2<Integer, byte[]>, String> {
    @Override
    public Iterator<String> call(Iterator<Tuple2<Integer, byte[]>> rows) throws Exception {
        if (!rows.hasNext()) {
            return Collections.emptyIterator();
        }
        Tuple2<Integer, byte[]> first = rows.next();
        int number = first._1();
        Iterator<Tuple2<Integer, byte[]>> all = new Rest(first, rows);
        return Task.of(job, path).rows(List.of(), (part, sink) -> {
            if (reduces) {
                part.reduce(Task.blocks(all), number, sink);
            } else {
                part.rowsOfJoined(Task.blocks(all), number, sink);
            }
        });
    }

    /** An iterator, with what was taken from it before it. */
    private static final class Rest implements Iterator<Tuple2<Integer, byte[]>> {
        private final Tuple2<Integer, byte[]> first;
        private final Iterator<Tuple2<Integer, byte[]>> rest;
        private boolean begun;

        Rest(Tuple2<Integer, byte[]> first, Iterator<Tuple2<Integer, byte[]>> rest) {
            this.first = first;
            this.rest = rest;
        }

        @Override
        public boolean hasNext() {
            return !begun || rest.hasNext();
        }

        @Override
        public Tuple2<Integer, byte[]> next() {
            if (!begun) {
                begun = true;
                return first;
            }
            return rest.next();
        }
    }
}
