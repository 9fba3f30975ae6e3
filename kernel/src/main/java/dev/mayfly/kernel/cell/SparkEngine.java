package dev.mayfly.kernel.cell;

import dev.mayfly.engine.Backend;
import dev.mayfly.engine.closure.SessionClasses;
import dev.mayfly.engine.spark.SparkBackend;
import dev.mayfly.engine.spark.SparkEndpoint;
import dev.mayfly.engine.spark.SparkOptions;
import dev.mayfly.provisioner.Gateway;
import java.nio.file.Path;
import java.util.function.Consumer;
import org.apache.spark.sql.SparkSession;

/**
 * Spark, by its Connect server.
 *
 * @param classes what functions of cells are made of
 * @param notes told what the person should know of a job, in sentences
 */
record SparkEngine(SessionClasses classes, Consumer<String> notes) implements Engine {
    @Override
    public Backend backend(Gateway gateway, String cluster, int slots) {
        SparkOptions options = new SparkOptions(
                cluster, slots, gateway.sharesFiles(), gateway::inward, Path.of(System.getProperty("java.io.tmpdir")));
        return SparkBackend.of(endpoint(gateway), options, classes, notes);
    }

    @Override
    public SparkSession session(Gateway gateway) {
        return org.apache.spark.sql.connect.SparkSession.builder()
                .remote(gateway.address() + "/;token=" + gateway.token())
                .create();
    }

    private static SparkEndpoint endpoint(Gateway gateway) {
        return new SparkEndpoint(gateway.host(), gateway.port(), gateway.token());
    }
}
