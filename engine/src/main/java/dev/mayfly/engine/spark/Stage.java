package dev.mayfly.engine.spark;

import static org.apache.spark.sql.functions.col;

import dev.mayfly.engine.Plan;
import dev.mayfly.engine.local.Stages;
import dev.mayfly.engine.node.GatherJoined;
import dev.mayfly.engine.node.GatherSplits;
import dev.mayfly.engine.node.JobAddress;
import dev.mayfly.engine.node.RowsOfBlocks;
import dev.mayfly.engine.node.RowsOfSplits;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoder;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.SparkSession;
import scala.Tuple2;

/**
 * A plan as Spark runs it. What Spark sees is numbers of tasks, and blocks that belong to partitions: each task asks the
 * session what its number stands for.
 */
final class Stage {
    private static final Encoder<Tuple2<Integer, byte[]>> BLOCKS = Encoders.tuple(Encoders.INT(), Encoders.BINARY());
    private static final int FEWEST_BITS = 1;
    private static final int MOST_BITS = 8;
    /** So much of the inputs, as stored, should be a partition. */
    private static final long PARTITION = 16L << 20;

    private final SparkSession session;
    private final Plan<?> whole;
    private final Map<String, List<List<Bins.Numbered>>> tasks;
    private final JobAddress job;
    private final int bits;

    Stage(
            SparkSession session,
            Plan<?> whole,
            Map<String, List<List<Bins.Numbered>>> tasks,
            JobAddress job,
            int slots,
            long bytes) {
        this.session = session;
        this.whole = whole;
        this.tasks = tasks;
        this.job = job;
        long wanted = Math.max(2L * slots, bytes / PARTITION);
        int atLeast = Long.SIZE - Long.numberOfLeadingZeros(wanted - 1);
        this.bits = Math.max(FEWEST_BITS, Math.min(MOST_BITS, atLeast));
    }

    /** Runs it, and returns the names of the attempts whose rows the session has. */
    List<String> rows() {
        boolean grouped = whole.grouping().isPresent();
        Dataset<String> names = !grouped && whole.source() instanceof Plan.Lines
                ? numbers(Stages.ROOT).mapPartitions(new RowsOfSplits(job, Stages.ROOT), Encoders.STRING())
                : (grouped ? moved(gathered(Stages.ROOT)) : sides(Stages.ROOT))
                        .mapPartitions(new RowsOfBlocks(job, Stages.ROOT, grouped), Encoders.STRING());
        return names.collectAsList();
    }

    private Dataset<Tuple2<Integer, byte[]>> gathered(String path) {
        return Stages.plan(whole, path).source() instanceof Plan.Lines
                ? numbers(path).mapPartitions(new GatherSplits(job, path, bits), BLOCKS)
                : sides(path).mapPartitions(new GatherJoined(job, path, bits), BLOCKS);
    }

    /** What both sides of a join have gathered, where it meets. */
    private Dataset<Tuple2<Integer, byte[]>> sides(String path) {
        return moved(gathered(Stages.left(path)).union(gathered(Stages.right(path))));
    }

    private Dataset<Tuple2<Integer, byte[]>> moved(Dataset<Tuple2<Integer, byte[]>> blocks) {
        return blocks.repartitionById(1 << bits, col("_1"));
    }

    /** A partition of one number for each task. */
    private Dataset<Long> numbers(String path) {
        int count = tasks.getOrDefault(path, List.of()).size();
        return session.range(0, count, 1, count);
    }
}
