package dev.mayfly.engine.spark;

import java.nio.file.Path;

/**
 * What a backend knows of its cluster.
 *
 * @param name as shown to the user: {@code cluster of 2 nodes}
 * @param slots tasks that run at a time
 * @param sharesFiles whether the nodes see the session's files by the same paths
 * @param service where executors reach the session's service, as {@code http://host:port}; empty where the address that it
 *     listens on will do, which is this machine's own
 * @param folder where results go that exceed memory
 */
public record SparkOptions(String name, int slots, boolean sharesFiles, ServiceAddress service, Path folder) {
    /** How executors reach the session. */
    @FunctionalInterface
    public interface ServiceAddress {
        /**
         * The address of a port of this machine's loopback, as executors see it: of a tunnel's other end, for example.
         *
         * @return {@code http://host:port}
         */
        String of(int localPort);
    }

    public SparkOptions {
        if (slots < 1) {
            throw new IllegalArgumentException("slots must be at least 1; got " + slots);
        }
    }

    /** A cluster of processes on this machine. */
    public static SparkOptions onThisMachine(String name, int slots) {
        return new SparkOptions(
                name, slots, true, port -> "http://127.0.0.1:" + port, Path.of(System.getProperty("java.io.tmpdir")));
    }
}
