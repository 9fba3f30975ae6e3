package dev.mayfly.engine.source;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.util.Locale;
import java.util.Objects;
import java.util.OptionalLong;

/**
 * Something to read by HTTP. Its name leaves out the query and the user: a presigned URL is as good as a password.
 */
public final class HttpInput implements Input {
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

    @Override
    public InputStream open() throws IOException {
        return HttpBody.open(uri, name());
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
