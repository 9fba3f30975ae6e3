package dev.mayfly.engine.node;

import dev.mayfly.engine.source.Split;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import scala.Tuple2;

/**
 * Reads the splits of a task, and gathers by key what is emitted for their elements.
 *
 * @param path which part of the job's plan
 * @param bits the logarithm of the number of partitions
 */
public record GatherSplits(JobAddress job, String path, int bits)
        implements MapPartitionsFunction<Long, Tuple2<Integer, byte[]>> {
    @Override
    public Iterator<Tuple2<Integer, byte[]>> call(Iterator<Long> numbers) throws Exception {
        if (!numbers.hasNext()) {
            return Collections.emptyIterator();
        }
        long number = numbers.next();
        Task task = Task.of(job, path, number);
        List<Split> splits = task.open(task.splits(number));
        return task.gather(splits, part -> part.gather(splits, bits));
    }
}
