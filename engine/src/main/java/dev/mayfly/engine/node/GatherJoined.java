package dev.mayfly.engine.node;

import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import scala.Tuple2;

/**
 * Joins what came to a partition from both sides, and gathers by key what is emitted for the joined elements.
 *
 * @param path which part of the job's plan
 * @param bits the logarithm of the number of partitions
 */
public record GatherJoined(JobAddress job, String path, int bits)
        implements MapPartitionsFunction<Tuple2<Integer, byte[]>, Tuple2<Integer, byte[]>> {
    @Override
    public Iterator<Tuple2<Integer, byte[]>> call(Iterator<Tuple2<Integer, byte[]>> rows) throws Exception {
        if (!rows.hasNext()) {
            return Collections.emptyIterator();
        }
        Partition partition = Partition.of(rows);
        return Task.of(job, path, partition.number())
                .gather(List.of(), part -> part.gatherJoined(Task.blocks(partition), bits));
    }
}
