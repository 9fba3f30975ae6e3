package dev.mayfly.engine.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mayfly.engine.fetch.FetchLimits;
import dev.mayfly.engine.fetch.ReadAhead;
import dev.mayfly.engine.fetch.Retrying;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class HttpInputTest {
    private static final byte[] BODY = body();

    /** Answers each connection with the next of some prepared bytes, and then closes it. */
    private static final class Server implements AutoCloseable {
        private final ServerSocket socket;
        private final Deque<Function<String, byte[]>> answers = new ArrayDeque<>();
        private final List<String> requests = new CopyOnWriteArrayList<>();
        private final Thread thread = new Thread(this::serve, "server");

        Server() throws IOException {
            socket = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
            thread.setDaemon(true);
            thread.start();
        }

        void answer(String head, byte[] body) {
            answer(request -> Lines.concat((head + "\r\n\r\n").getBytes(StandardCharsets.US_ASCII), body));
        }

        /** Answers a range request with the rest of the body, but ends after some bytes of it. */
        void answerRange(int most) {
            answer(request -> {
                int from = Integer.parseInt(request.replaceFirst("(?s).*Range: bytes=(\\d+)-.*", "$1"));
                byte[] rest = Arrays.copyOfRange(BODY, from, Math.min(BODY.length, from + most));
                return Lines.concat((partial(from) + "\r\n\r\n").getBytes(StandardCharsets.US_ASCII), rest);
            });
        }

        private void answer(Function<String, byte[]> answer) {
            synchronized (answers) {
                answers.add(answer);
            }
        }

        void forget() {
            synchronized (answers) {
                answers.clear();
            }
        }

        URI uri(String path) {
            return URI.create(
                    "http://" + socket.getInetAddress().getHostAddress() + ":" + socket.getLocalPort() + path);
        }

        private void serve() {
            while (!socket.isClosed()) {
                try (Socket connection = socket.accept()) {
                    String request = request(connection.getInputStream());
                    requests.add(request);
                    Function<String, byte[]> answer;
                    synchronized (answers) {
                        answer = answers.size() > 1 ? answers.remove() : answers.element();
                    }
                    connection.getOutputStream().write(answer.apply(request));
                } catch (IOException e) {
                    // The client went away, or the test is over.
                }
            }
        }

        private static String request(InputStream in) throws IOException {
            StringBuilder text = new StringBuilder();
            while (text.indexOf("\r\n\r\n") < 0) {
                int b = in.read();
                if (b < 0) {
                    break;
                }
                text.append((char) b);
            }
            return text.toString();
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }

    private final Server server = new Server();

    HttpInputTest() throws IOException {}

    @AfterEach
    void stop() throws IOException {
        server.close();
    }

    @Test
    void aBodyIsReadWhole() throws IOException {
        server.answer("HTTP/1.1 200 OK\r\nContent-Length: " + BODY.length, BODY);
        assertThat(read("/a.log?sig=secret")).isEqualTo(BODY);
        assertThat(server.requests).singleElement().asString().startsWith("GET /a.log?sig=secret HTTP/1.1");
    }

    @Test
    void aRefusalNamesTheUrlTheStatusAndTheNextStepButNoSecret() {
        server.answer("HTTP/1.1 403 Forbidden\r\nContent-Length: 0", new byte[0]);
        assertThatThrownBy(() -> read("/a.log?sig=secret"))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("/a.log answered HTTP 403")
                .hasMessageContaining("presign it again")
                .hasMessageNotContaining("secret");
        server.forget();
        server.answer("HTTP/1.1 404 Not Found\r\nContent-Length: 0", new byte[0]);
        assertThatThrownBy(() -> read("/a.log")).hasMessageContaining("404").hasMessageContaining("check the name");
        server.forget();
        server.answer("HTTP/1.1 206 Partial Content\r\nContent-Length: 1", new byte[1]);
        assertThatThrownBy(() -> read("/a.log")).hasMessageContaining("206");
    }

    @Test
    void aServerThatIsNotThereIsNamed() throws IOException {
        URI uri = server.uri("/a.log?sig=secret");
        server.close();
        assertThatThrownBy(() -> new HttpInput(uri).open())
                .hasMessageContaining("/a.log cannot be reached")
                .hasMessageNotContaining("secret");
    }

    @Test
    void aBodyShorterThanItsLengthIsAnErrorWhereItCannotBeTakenUpAgain() {
        server.answer("HTTP/1.1 200 OK\r\nContent-Length: " + BODY.length, Arrays.copyOf(BODY, 1234));
        assertThatThrownBy(() -> read("/a.log"))
                .hasMessageMatching(".*/a.log broke off after [0-9,]+ of 100,000 bytes.*")
                .hasMessageContaining("Run it again");
    }

    @Test
    void aChunkedBodyThatBreaksOffIsAnError() {
        server.answer("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked", Lines.utf8("5\r\nhello\r\n10\r\nhal"));
        assertThatThrownBy(() -> read("/a.log")).hasMessageContaining("/a.log broke off after");
    }

    @Test
    void aBrokenConnectionIsTakenUpAgainWhereItEnded() throws IOException {
        server.answer(ok("\"v1\""), Arrays.copyOf(BODY, 40_000));
        server.answerRange(30_000);
        server.answerRange(BODY.length);
        try (InputStream in = open("/a.log")) {
            assertThat(in.readAllBytes()).isEqualTo(BODY);
            assertThat(((Retrying) in).retries()).isEqualTo(2);
        }
        // Where exactly depends on what of the last bytes the client was given before it saw the connection break.
        assertThat(server.requests).hasSize(3);
        assertThat(server.requests.get(1)).contains("Range: bytes=").contains("If-Match: \"v1\"");
    }

    @Test
    void contentThatChangedMeanwhileIsNeverMixed() {
        server.answer(ok("\"v1\""), Arrays.copyOf(BODY, 40_000));
        server.answer("HTTP/1.1 412 Precondition Failed\r\nContent-Length: 0", new byte[0]);
        assertThatThrownBy(() -> read("/a.log"))
                .hasMessageContaining("it was replaced")
                .hasMessageContaining("412");
        server.forget();
        server.answer(ok("\"v1\""), Arrays.copyOf(BODY, 40_000));
        server.answer("HTTP/1.1 200 OK\r\nContent-Length: " + BODY.length, BODY);
        assertThatThrownBy(() -> read("/a.log")).hasMessageContaining("HTTP 200");
    }

    private static String ok(String tag) {
        return "HTTP/1.1 200 OK\r\nETag: " + tag + "\r\nContent-Length: " + BODY.length;
    }

    private static String partial(int from) {
        return "HTTP/1.1 206 Partial Content\r\nContent-Length: " + (BODY.length - from) + "\r\nContent-Range: bytes "
                + from + "-" + (BODY.length - 1) + "/" + BODY.length;
    }

    private byte[] read(String path) throws IOException {
        try (InputStream in = open(path)) {
            return in.readAllBytes();
        }
    }

    /** Without the patience that a real network needs. */
    private InputStream open(String path) throws IOException {
        FetchLimits limits = new FetchLimits(
                8, 1 << 20, 1 << 18, 4, Duration.ofSeconds(5), Duration.ofMillis(1), Duration.ofMillis(2));
        return new ReadAhead(List.of(new HttpInput(server.uri(path))), limits).open(0);
    }

    private static byte[] body() {
        byte[] body = new byte[100_000];
        for (int i = 0; i < body.length; i++) {
            body[i] = (byte) ((i * 31) >>> 3);
        }
        return body;
    }
}
