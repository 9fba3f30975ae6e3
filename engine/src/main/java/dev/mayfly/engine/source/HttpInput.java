package dev.mayfly.engine.source;

import dev.mayfly.engine.fetch.ErrorAnswer;
import dev.mayfly.engine.fetch.ReadAhead;
import dev.mayfly.engine.fetch.Remote;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Something to read by HTTP. Its name leaves out the query and the user: a presigned URL is as good as a password. A
 * connection that breaks is taken up again where the server knows ranges and versions (entity tags) of its content; the
 * bytes are those of one version, and all of them where the server said how many there are.
 */
public final class HttpInput implements Input, Remote {
    private final URI uri;

    /**
     * @param uri absolute, of scheme http or https
     * @throws IllegalArgumentException if it is not
     */
    public HttpInput(URI uri) {
        String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
        if (!(scheme.equals("http") || scheme.equals("https")) || uri.getHost() == null) {
            throw new IllegalArgumentException(
                    publicName(uri) + " is no http or https URL: for local files say files(...)");
        }
        this.uri = uri;
    }

    @Override
    public String name() {
        return publicName(uri);
    }

    /** Unknown: a presigned URL may be asked for its content alone. */
    @Override
    public OptionalLong size() {
        return OptionalLong.empty();
    }

    /** Unknown before the first answer. */
    @Override
    public Optional<String> entityTag() {
        return Optional.empty();
    }

    @Override
    public Address address(int failures) {
        return new Address(uri, Map.of());
    }

    @Override
    public InputStream open() throws IOException {
        return ReadAhead.open(this);
    }

    @Override
    public Refusal refused(Answer answer) {
        int status = answer.status();
        ErrorAnswer error = ErrorAnswer.of(answer.text());
        String said = "HTTP " + status + (error.code().isEmpty() ? "" : " " + error.code());
        if (status == 429 || status == 503) {
            return Refusal.busy("the server is busy (" + said + ")");
        }
        if (status >= 500 || status == 408 || error.code().equals("RequestTimeout")) {
            return Refusal.passing("the server failed (" + said + ")");
        }
        return Refusal.last(name() + " answered " + said + ": " + nextStep(status, error));
    }

    private static String nextStep(int status, ErrorAnswer error) {
        if (error.isExpired()) {
            return "the presigned URL has expired; list and presign it again";
        }
        if (error.message().contains("kms:Decrypt") || error.code().startsWith("KMS.")) {
            return "its KMS key cannot be used by who signed the URL; allow them kms:Decrypt on it";
        }
        return switch (status) {
            case 206 -> "it sent another range than the one asked for; read it from another server";
            case 401, 403 -> "access is denied or the presigned URL has expired; list and presign it again";
            case 404, 410 -> "nothing is there; check the name";
            default -> "check the URL";
        };
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof HttpInput that && uri.equals(that.uri);
    }

    @Override
    public int hashCode() {
        return Objects.hash(uri);
    }

    @Override
    public String toString() {
        return name();
    }

    private static String publicName(URI uri) {
        StringBuilder name = new StringBuilder();
        if (uri.getScheme() != null) {
            name.append(uri.getScheme()).append("://");
        }
        if (uri.getHost() != null) {
            name.append(uri.getHost());
        }
        if (uri.getPort() >= 0) {
            name.append(':').append(uri.getPort());
        }
        if (uri.getRawPath() != null) {
            name.append(uri.getRawPath());
        }
        return name.toString();
    }
}
