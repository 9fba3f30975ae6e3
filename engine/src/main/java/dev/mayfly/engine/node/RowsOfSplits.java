package dev.mayfly.engine.node;

import dev.mayfly.engine.source.Split;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.api.java.function.MapPartitionsFunction;

/** Reads the splits of a task to rows, which go to the session. */
public record RowsOfSplits(JobAddress job, String path) implements MapPartitionsFunction<Long, String> {
    @Override
    public Iterator<String> call(Iterator<Long> numbers) throws Exception {
        if (!numbers.hasNext()) {
            return Collections.emptyIterator();
        }
        long number = numbers.next();
        Task task = Task.of(job, path, number);
        List<Wire.SplitText> texts = task.splits(number);
        int[] pieces = texts.stream().mapToInt(Wire.SplitText::number).toArray();
        List<Split> splits = task.open(texts);
        return task.rows(splits, (part, sink) -> part.rows(splits, pieces, sink));
    }
}
