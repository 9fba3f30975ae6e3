package dev.mayfly.engine.node;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** Asks the session's service. A request that meets no answer is made again: all of them may be. Safe for many threads. */
final class SessionLink {
    /** With the waits between them about half a minute: a tunnel may need so long to come back. */
    private static final int TRIES = 12;
    /** Some 13 s: a task that begins has done nothing yet, and Spark tries it again, after a dead session in vain. */
    private static final int TRIES_TO_BEGIN = 8;

    private static final long FIRST_WAIT_MILLIS = 100;
    private static final long LONGEST_WAIT_MILLIS = 5_000;
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    /** What is said again soon needs no answer later. */
    private static final Duration IMPATIENCE = Duration.ofSeconds(5);

    private static final HttpClient CLIENT = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(10))
            .build();

    private final JobAddress job;

    SessionLink(JobAddress job) {
        this.job = job;
    }

    /** The session has ended the job, or itself. */
    static final class GoneException extends IOException {
        private static final long serialVersionUID = 1;

        GoneException(String message) {
            super(message);
        }
    }

    /** The address of something that the session holds. */
    URI uri(String path) {
        return URI.create(job.service() + "/" + job.job() + "/" + path);
    }

    /** What shows the session who asks. */
    String authorization() {
        return "Bearer " + job.token();
    }

    byte[] get(String path) throws IOException {
        return send(request(path).GET().build(), BodyHandlers.ofByteArray(), TRIES_TO_BEGIN);
    }

    byte[] post(String path, byte[] body) throws IOException {
        return post(path, body, body.length);
    }

    byte[] post(String path, byte[] body, int length) throws IOException {
        return send(
                request(path).POST(BodyPublishers.ofByteArray(body, 0, length)).build(),
                BodyHandlers.ofByteArray(),
                TRIES);
    }

    /** Asks once, and does not wait long for the answer. */
    byte[] postOnce(String path, byte[] body) throws IOException {
        HttpRequest request = request(path)
                .POST(BodyPublishers.ofByteArray(body))
                .timeout(IMPATIENCE)
                .build();
        return send(request, BodyHandlers.ofByteArray(), 1);
    }

    void download(String path, Path to) throws IOException {
        send(request(path).GET().build(), BodyHandlers.ofFile(to), TRIES);
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(uri(path)).timeout(PATIENCE).header("Authorization", authorization());
    }

    private static <T> T send(HttpRequest request, HttpResponse.BodyHandler<T> handler, int tries) throws IOException {
        long wait = FIRST_WAIT_MILLIS;
        for (int left = tries; ; left--) {
            try {
                HttpResponse<T> answer = CLIENT.send(request, handler);
                if (answer.statusCode() == 200) {
                    return answer.body();
                }
                if (answer.statusCode() == 404 || answer.statusCode() == 401) {
                    throw new GoneException("the session has ended this job");
                }
                throw new IOException("the session answered " + answer.statusCode() + " "
                        + (answer.body() instanceof byte[] text ? new String(text, StandardCharsets.UTF_8) : ""));
            } catch (GoneException e) {
                throw e;
            } catch (IOException e) {
                if (left <= 1) {
                    throw new IOException("the session cannot be reached from this node: " + e.getMessage(), e);
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IOException("the task was interrupted", e);
            }
            try {
                TimeUnit.MILLISECONDS.sleep(wait);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IOException("the task was interrupted", e);
            }
            wait = Math.min(LONGEST_WAIT_MILLIS, wait * 2);
        }
    }
}
