package dev.mayfly.engine.spark;

import dev.mayfly.engine.JobException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import org.apache.spark.sql.SparkSession;
import org.jspecify.annotations.Nullable;

/** The session with a Connect server, made when it is first needed, and anew after the server was lost. */
final class ConnectSession implements AutoCloseable {
    private static final int CONNECT_MILLIS = 2_000;

    private final SparkEndpoint endpoint;
    /** Guarded by this. */
    private @Nullable SparkSession session;

    ConnectSession(SparkEndpoint endpoint) {
        this.endpoint = endpoint;
    }

    /** The session. */
    synchronized SparkSession get() {
        if (session == null) {
            try {
                SparkSession made = org.apache.spark.sql.connect.SparkSession.builder()
                        .remote(remote())
                        .create();
                // Partitions are what the engine makes them: nothing is to be guessed, or put together.
                made.conf().set("spark.sql.adaptive.enabled", "false");
                session = made;
            } catch (Exception e) { // the client is Scala, and declares nothing of what it throws
                throw new JobException(
                        "the cluster's Connect server at " + endpoint + " does not take this session: "
                                + String.valueOf(e.getMessage())
                                        .lines()
                                        .findFirst()
                                        .orElse("it says nothing")
                                + ": look at cluster.status()",
                        e);
            }
        }
        return session;
    }

    private String remote() {
        String address = "sc://" + endpoint.host() + ":" + endpoint.port();
        return endpoint.token().isEmpty() ? address : address + "/;token=" + endpoint.token();
    }

    /** Whether somebody listens at the server's address. */
    boolean isListening() {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(endpoint.host(), endpoint.port()), CONNECT_MILLIS);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    /** Stops what runs under a tag; a server that is gone runs nothing. */
    void interrupt(SparkSession in, String tag) {
        Thread thread = new Thread(
                () -> {
                    try {
                        in.interruptTag(tag);
                    } catch (Exception e) { // the client is Scala, and declares nothing of what it throws
                        // It is gone, and with it what it ran.
                    }
                },
                "mayfly-interrupt");
        thread.setDaemon(true);
        thread.start();
    }

    /** Forgets a session whose server was lost. */
    synchronized void forget(SparkSession lost) {
        if (session == lost) {
            session = null;
        }
    }

    @Override
    public synchronized void close() {
        if (session != null) {
            try {
                session.close();
            } catch (Exception e) { // the client is Scala, and declares nothing of what it throws
                // The server is gone: there is nothing to take leave of.
            }
            session = null;
        }
    }
}
