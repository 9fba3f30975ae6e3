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
        Partition partition = Partition.of(rows);
        int number = partition.number();
        return Task.of(job, path, number).rows(List.of(), (part, sink) -> {
            if (reduces) {
                part.reduce(Task.blocks(partition), number, sink);
            } else {
                part.rowsOfJoined(Task.blocks(partition), number, sink);
            }
        });
    }
}
