package dev.mayfly.provisioner;

import java.net.URI;
import java.util.Optional;

/**
 * The way from this machine to the engine of a cluster that is ready: an address on loopback, behind which a tunnel may
 * be. Closing it cuts the tunnel, if there is one; the cluster lives on.
 */
public interface Gateway extends AutoCloseable {
    /** Where the engine listens for sessions, as seen from here. */
    String host();

    /** As Spark writes it, without the token: {@code sc://localhost:15002}. */
    default String address() {
        return "sc://" + host() + ":" + port();
    }

    /** The port on {@link #host}. */
    int port();

    /** What a session proves with that it may use the engine. A secret: it stands in no message, log or file. */
    String token();

    /** The engine's own pages, as seen from here. */
    Optional<URI> ui();

    /** The {@link NodeRuntime#hash} of what the nodes were started with. */
    String runtime();

    /** The major version of the JDK that the nodes run on. */
    int java();

    /**
     * Where nodes reach a port of this machine's loopback, as long as the gateway is open; asked again, the same.
     *
     * @return {@code http://host:port}
     */
    default String inward(int localPort) {
        return "http://127.0.0.1:" + localPort;
    }

    /** Whether nodes see this machine's files by the same paths. */
    default boolean sharesFiles() {
        return true;
    }

    @Override
    void close();
}
