package dev.mayfly.engine.source;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Locale;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * The body of one URL, whole or not at all: a connection that breaks is taken up again by a range request where the
 * server supports that for unchanged content, and is an error otherwise. Never ends early in silence where the server
 * said how long the body is.
 */
final class HttpBody extends InputStream implements Retrying {
    private static final int MOST_RETRIES = 4;
    private static final HttpClient CLIENT = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NORMAL)
            .connectTimeout(Duration.ofSeconds(20))
            .build();

    private final URI uri;
    private final String name;
    private final @Nullable String entity;
    private final boolean resumable;
    private final OptionalLong length;
    private InputStream body;
    private long position;
    private int retries;

    private HttpBody(URI uri, String name, HttpResponse<InputStream> response) {
        this.uri = uri;
        this.name = name;
        this.body = response.body();
        this.length = response.headers().firstValueAsLong("content-length");
        this.entity = response.headers()
                .firstValue("etag")
                .filter(tag -> !tag.startsWith("W/"))
                .orElse(null);
        this.resumable = entity != null
                && length.isPresent()
                && !response.headers()
                        .firstValue("accept-ranges")
                        .orElse("")
                        .toLowerCase(Locale.ROOT)
                        .equals("none");
    }

    static HttpBody open(URI uri, String name) throws IOException {
        HttpResponse<InputStream> response = send(name, HttpRequest.newBuilder(uri));
        if (response.statusCode() != 200) {
            response.body().close();
            throw new IOException(name + " answered HTTP " + response.statusCode() + nextStep(response.statusCode()));
        }
        return new HttpBody(uri, name, response);
    }

    @Override
    public int read(byte[] into, int offset, int count) throws IOException {
        if (count == 0) {
            return 0;
        }
        while (true) {
            int n = readOnce(into, offset, count);
            if (n > 0) {
                position += n;
            }
            if (n != 0) {
                return n;
            }
        }
    }

    /** Bytes read, -1 at the end, 0 where the connection broke and was made anew. */
    private int readOnce(byte[] into, int offset, int count) throws IOException {
        try {
            int n = body.read(into, offset, count);
            if (n < 0 && length.isPresent() && position < length.getAsLong()) {
                resume(null);
                return 0;
            }
            return n;
        } catch (InterruptedIOException e) {
            throw e;
        } catch (IOException e) {
            if (Thread.currentThread().isInterrupted()) {
                throw e;
            }
            resume(e);
            return 0;
        }
    }

    private void resume(@Nullable IOException cause) throws IOException {
        String broken = name + " broke off after " + count(position)
                + (length.isPresent() ? " of " + count(length.getAsLong()) : "") + " bytes";
        body.close();
        if (!resumable || entity == null || retries == MOST_RETRIES) {
            throw new IOException(
                    broken + (retries > 0 ? " and " + retries + " retries" : "") + ": run it again", cause);
        }
        retries++;
        HttpResponse<InputStream> response = send(
                name,
                HttpRequest.newBuilder(uri)
                        .header("Range", "bytes=" + position + "-")
                        .header("If-Match", entity));
        if (response.statusCode() != 206 || !continues(response)) {
            response.body().close();
            throw new IOException(
                    broken + " and could not be taken up again (HTTP " + response.statusCode() + "): run it again",
                    cause);
        }
        body = response.body();
    }

    private boolean continues(HttpResponse<InputStream> response) {
        String expected = "bytes " + position + "-" + (length.orElseThrow() - 1) + "/" + length.orElseThrow();
        return response.headers().firstValue("content-range").orElse("").equals(expected);
    }

    private static HttpResponse<InputStream> send(String name, HttpRequest.Builder request) throws IOException {
        try {
            return CLIENT.send(request.timeout(Duration.ofSeconds(60)).build(), BodyHandlers.ofInputStream());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw (IOException) new InterruptedIOException(name + " was not read: interrupted").initCause(e);
        } catch (IOException e) {
            throw new IOException(name + " cannot be reached (" + reason(e) + "): check host, port and network", e);
        }
    }

    private static String reason(IOException e) {
        return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    }

    private static String nextStep(int status) {
        return switch (status) {
            case 401, 403 -> ": access is denied or the presigned URL has expired; list and presign it again";
            case 404, 410 -> ": nothing is there; check the name";
            case 429, 503 -> ": the server is busy; run it again later";
            default -> status >= 500 ? ": the server failed; run it again" : ": check the URL";
        };
    }

    private static String count(long bytes) {
        return String.format(Locale.ROOT, "%,d", bytes);
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int retries() {
        return retries;
    }

    @Override
    public void close() throws IOException {
        body.close();
    }
}
