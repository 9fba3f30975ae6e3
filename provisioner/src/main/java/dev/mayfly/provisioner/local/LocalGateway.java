package dev.mayfly.provisioner.local;

import dev.mayfly.provisioner.Gateway;
import java.net.URI;
import java.util.Map;
import java.util.Optional;

/** The address itself: there is nothing between. */
record LocalGateway(int port, String token, int pages, String runtime, int java) implements Gateway {
    static Gateway of(Map<String, String> said) {
        return new LocalGateway(
                Integer.parseInt(said.getOrDefault("port", "0")),
                said.getOrDefault("token", ""),
                Integer.parseInt(said.getOrDefault("pages", "0")),
                said.getOrDefault("runtime", ""),
                Integer.parseInt(said.getOrDefault("java", "0")));
    }

    @Override
    public String host() {
        return "localhost";
    }

    @Override
    public Optional<URI> ui() {
        return Optional.of(URI.create("http://127.0.0.1" + ":" + pages + "/"));
    }

    @Override
    public void close() {}

    /** Without the token. */
    @Override
    public String toString() {
        return host() + ":" + port;
    }
}
