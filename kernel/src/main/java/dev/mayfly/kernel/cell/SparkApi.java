package dev.mayfly.kernel.cell;

import dev.mayfly.kernel.session.Archive;
import java.nio.file.Path;
import java.util.List;
import org.apache.spark.SparkContext;
import org.apache.spark.SparkThrowable;
import org.apache.spark.annotation.Stable;
import org.apache.spark.api.java.function.MapFunction;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.unsafe.types.UTF8String;

/**
 * What the compiler has to see for a cell that uses {@link SessionCluster#spark()}. No cell before needs it, and it would
 * cost the start of every session a large jar.
 */
final class SparkApi {
    /** Where it is used, this is written. */
    static final String CALL = "cluster.spark(";

    private static final List<Class<?>> ORIGINS = List.of(
            SparkSession.class,
            SparkThrowable.class,
            MapFunction.class,
            Stable.class,
            SparkContext.class,
            UTF8String.class,
            scala.Product.class);

    private SparkApi() {}

    static List<Path> jars() {
        return ORIGINS.stream()
                .map(type -> Archive.of(type, "").path())
                .distinct()
                .toList();
    }
}
