package dev.mayfly.provisioner.bootstrap;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Executors;

/**
 * A program that answers as the metadata service does, and as a file server beside it. Whoever asks is known by the address:
 * each has a folder, and each value is a file there. A value needs a token of this service, as in IMDSv2.
 */
final class MetadataServer {
    private static final String TOKEN = "only-with-a-token";

    private final Path root;

    private MetadataServer(Path root) {
        this.root = root;
    }

    /** Arguments: the folder, then addresses to listen on. */
    public static void main(String[] arguments) throws IOException {
        MetadataServer service = new MetadataServer(Path.of(arguments[0]));
        for (int i = 1; i < arguments.length; i++) {
            HttpServer server = HttpServer.create(new InetSocketAddress(arguments[i], 80), 0);
            server.createContext(
                    "/latest/api/token", exchange -> service.send(exchange, TOKEN.getBytes(StandardCharsets.UTF_8)));
            server.createContext("/latest/", service::value);
            server.createContext("/files/", service::file);
            server.setExecutor(Executors.newCachedThreadPool());
            server.start();
        }
        Files.createFile(service.root.resolve("serving"));
    }

    private void value(HttpExchange exchange) throws IOException {
        boolean allowed = TOKEN.equals(exchange.getRequestHeaders().getFirst("X-aws-ec2-metadata-token"));
        String path = exchange.getRequestURI().getPath().substring("/latest/".length());
        Path file = root.resolve(exchange.getRemoteAddress().getAddress().getHostAddress())
                .resolve(path.replace('/', '_'));
        answer(exchange, allowed ? file : root.resolve("nothing"), allowed ? 404 : 401);
    }

    private void file(HttpExchange exchange) throws IOException {
        answer(exchange, root.resolve(exchange.getRequestURI().getPath().substring("/files/".length())), 404);
    }

    private void answer(HttpExchange exchange, Path file, int otherwise) throws IOException {
        if (Files.isRegularFile(file)) {
            send(exchange, Files.readAllBytes(file));
        } else {
            try (exchange) {
                exchange.sendResponseHeaders(otherwise, -1);
            }
        }
    }

    private void send(HttpExchange exchange, byte[] bytes) throws IOException {
        try (exchange) {
            exchange.sendResponseHeaders(200, bytes.length);
            exchange.getResponseBody().write(bytes);
        }
    }
}
