package dev.mayfly.engine.spark;

/**
 * Where a Spark Connect server listens.
 *
 * @param host a name or address
 * @param port greater than 0
 * @param token what the server asks for; empty where it asks for nothing
 */
public record SparkEndpoint(String host, int port, String token) {
    public SparkEndpoint {
        if (port < 1 || port > 65_535) {
            throw new IllegalArgumentException("port must be from 1 to 65535; got " + port);
        }
    }

    /** Never shows the token. */
    @Override
    public String toString() {
        return host + ":" + port;
    }
}
