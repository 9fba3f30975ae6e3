package dev.mayfly.provisioner;

import java.util.List;
import java.util.Optional;

/** How a user reaches what a master serves. The master serves it on its own loopback alone. */
public interface Access {
    /** Where nodes cannot be reached at all. */
    Access NONE = new Access() {};

    /** The port of Spark Connect on the master's loopback. */
    int CONNECT_PORT = 15_002;

    /** The port of the engine's web page on the master's loopback. */
    int UI_PORT = 8_080;

    /** The command that opens a shell on a node, each of its words; empty where there is none. */
    default Optional<List<String>> ssh(Node node) {
        return Optional.empty();
    }

    /**
     * What {@code SPARK_REMOTE} should be once the tunnel is open, or at once where none is needed.
     *
     * @param node the master
     */
    default String sparkRemote(Node node) {
        return "sc://127.0.0.1:" + CONNECT_PORT;
    }

    /**
     * Where the engine's web page is once the tunnel is open, or at once where none is needed.
     *
     * @param node the master
     */
    default String ui(Node node) {
        return "http://127.0.0.1:" + UI_PORT;
    }
}
