package dev.mayfly.provisioner.ec2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.mayfly.provisioner.NodeRuntime;
import dev.mayfly.provisioner.ProvisionerException;
import dev.mayfly.provisioner.bootstrap.Manifest;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;

class PublicationTest {
    private final FakeBucket store = new FakeBucket();
    private final NodeRuntime runtime;
    private final Path jar;

    PublicationTest(@TempDir Path folder) throws IOException {
        this.jar = Files.writeString(folder.resolve("mayfly.jar"), "ours");
        Path spark = Files.writeString(folder.resolve("spark.jar"), "theirs");
        this.runtime =
                new NodeRuntime("1", List.of(NodeRuntime.Jar.of(jar)), List.of(), List.of(NodeRuntime.Jar.of(spark)));
    }

    @AfterEach
    void close() {
        store.close();
    }

    private String publish(String address) {
        return Publication.to(address, runtime, builder -> builder.endpointOverride(store.endpoint())
                .region(Region.EU_WEST_1)
                .credentialsProvider(StaticCredentialsProvider.create(
                        AwsBasicCredentials.create(Controllers.ACCESS_KEY, Controllers.SECRET))));
    }

    /** Takes an object whose checksum is right, as S3 does, and remembers the order. */
    private static final class FakeBucket implements AutoCloseable {
        final Map<String, byte[]> objects = new ConcurrentHashMap<>();
        final List<String> puts = Collections.synchronizedList(new ArrayList<>());
        volatile int refusal;
        private final HttpServer server;

        FakeBucket() {
            try {
                server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
            server.createContext("/", this::handle);
            server.start();
        }

        URI endpoint() {
            return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
        }

        private void handle(HttpExchange exchange) throws IOException {
            try (exchange) {
                byte[] body = exchange.getRequestBody().readAllBytes();
                exchange.getResponseHeaders().set("Connection", "close");
                String key = exchange.getRequestURI().getPath();
                if (refusal > 0) {
                    exchange.sendResponseHeaders(refusal, -1);
                } else if (exchange.getRequestMethod().equals("HEAD")) {
                    byte[] there = objects.get(key);
                    if (there != null) {
                        exchange.getResponseHeaders().set("Content-Length", String.valueOf(there.length));
                    }
                    exchange.sendResponseHeaders(there == null ? 404 : 200, -1);
                } else {
                    exchange.sendResponseHeaders(put(exchange, key, content(exchange, body)) ? 200 : 400, -1);
                }
            }
        }

        private boolean put(HttpExchange exchange, String key, byte[] body) {
            String said = exchange.getRequestHeaders().getFirst("x-amz-checksum-sha256");
            boolean right = Base64.getEncoder().encodeToString(sha256(body)).equals(said);
            if (right) {
                objects.put(key, body);
                puts.add(key.replaceAll(".*/", ""));
            }
            return right;
        }

        /** A body may come in chunks with a signature each. */
        private static byte[] content(HttpExchange exchange, byte[] body) {
            if (exchange.getRequestHeaders().getFirst("x-amz-decoded-content-length") == null) {
                return body;
            }
            int start = 0;
            while (body[start] != '\n') {
                start++;
            }
            int length = Integer.parseInt(
                    new String(body, 0, start, StandardCharsets.US_ASCII).replaceAll(";.*|\\s", ""), 16);
            return java.util.Arrays.copyOfRange(body, start + 1, start + 1 + length);
        }

        private static byte[] sha256(byte[] bytes) {
            try {
                return MessageDigest.getInstance("SHA-256").digest(bytes);
            } catch (NoSuchAlgorithmException e) {
                throw new IllegalStateException(e);
            }
        }

        @Override
        public void close() {
            server.stop(0);
        }
    }

    @Test
    void eachFileIsPutWhereNodesLookForItAndNotAgain() {
        String said = publish("s3://bucket/mayfly/");
        Manifest manifest = Manifest.of(runtime);
        assertThat(store.objects)
                .containsOnlyKeys(
                        "/bucket/mayfly/" + runtime.jars().get(0).sha256() + "/mayfly.jar",
                        "/bucket/mayfly/" + runtime.spark().get(0).sha256() + "/spark.jar",
                        "/bucket/mayfly/" + manifest.sha256() + "/manifest");
        assertThat(store.puts).endsWith("manifest");
        assertThat(said)
                .contains("3 files sent", "0 were there", "Set \"runtime\": \"s3://bucket/mayfly\"", runtime.hash())
                .doesNotContain(Controllers.SECRET);
        assertThat(publish("s3://bucket/mayfly")).contains("0 files sent", "3 were there");
        assertThat(store.puts).hasSize(3);
        // One that was cut short is put again.
        store.objects.replaceAll((key, bytes) -> key.endsWith("spark.jar") ? new byte[1] : bytes);
        assertThat(publish("s3://bucket/mayfly")).contains("1 files sent", "2 were there");
    }

    @Test
    void aBucketMayHaveNoPrefix() {
        publish("s3://bucket");
        assertThat(store.objects.keySet()).allMatch(key -> key.matches("/bucket/[0-9a-f]{64}/[^/]+"));
    }

    @Test
    void aFileThatChangedSinceItWasMeasuredIsNotTaken() throws IOException {
        Files.writeString(jar, "else");
        assertThatThrownBy(() -> publish("s3://bucket/mayfly"))
                .isInstanceOf(ProvisionerException.class)
                .hasMessageContaining("cannot be put into bucket bucket");
        assertThat(store.puts).doesNotContain("manifest", "mayfly.jar");
    }

    @Test
    void aRefusalSaysWhatToAllow() {
        store.refusal = 403;
        assertThatThrownBy(() -> publish("s3://bucket/mayfly"))
                .isInstanceOf(ProvisionerException.class)
                .hasMessageContaining("bucket bucket")
                .hasMessageContaining("s3:PutObject")
                .satisfies(e -> assertThat(e.toString() + e.getCause()).doesNotContain(Controllers.SECRET));
        assertThatThrownBy(() -> publish("bucket/mayfly")).hasMessageContaining("such as s3://bucket/mayfly");
    }
}
