package dev.mayfly.kernel.report;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The pictures that a Markdown cell may show: its attachments, pictures in the notebook's folder, and those that are
 * written out in full. Nothing from elsewhere: a page that is sent on must not reveal its reader to a server, nor hold
 * files of the machine that made it.
 *
 * @param folder the notebook's
 */
record Pictures(Path folder, Cell cell) implements MarkdownHtml.Pictures {
    private static final long MOST_BYTES = 20_000_000;
    private static final Map<String, String> TYPES = Map.of(
            "png", "image/png",
            "jpg", "image/jpeg",
            "jpeg", "image/jpeg",
            "gif", "image/gif",
            "webp", "image/webp",
            "svg", "image/svg+xml");

    @Override
    public Optional<String> find(String destination) {
        if (destination.startsWith("data:image/")) {
            return Optional.of(destination);
        }
        if (destination.startsWith("attachment:")) {
            return attachment(destination.substring("attachment:".length()));
        }
        return destination.matches("(?i)[a-z][a-z0-9+.-]*:.*|//.*") ? Optional.empty() : file(destination);
    }

    private Optional<String> attachment(String name) {
        JsonNode bundle = cell.rest().path("attachments").path(decoded(name));
        for (Map.Entry<String, JsonNode> form : bundle.properties()) {
            if (TYPES.containsValue(form.getKey())) {
                return Optional.of(data(form.getKey(), form.getValue()));
            }
        }
        return Optional.empty();
    }

    private Optional<String> file(String name) {
        String extension = name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
        String type = TYPES.get(extension);
        try {
            Path file = folder.resolve(decoded(name)).toRealPath();
            if (type == null || !file.startsWith(folder.toRealPath()) || Files.size(file) > MOST_BYTES) {
                return Optional.empty();
            }
            return Optional.of(
                    "data:" + type + ";base64," + Base64.getEncoder().encodeToString(Files.readAllBytes(file)));
        } catch (IOException | InvalidPathException e) {
            // A picture that is not there is shown by its name, as a browser would.
            return Optional.empty();
        }
    }

    /** The content of a bundle as a {@code data:} address; an SVG is text there, the others Base64. */
    static String data(String type, JsonNode content) {
        StringBuilder text = new StringBuilder();
        if (content.isArray()) {
            content.forEach(line -> text.append(line.asText()));
        } else {
            text.append(content.asText());
        }
        String base64 = type.equals("image/svg+xml")
                ? Base64.getEncoder().encodeToString(text.toString().getBytes(StandardCharsets.UTF_8))
                : text.toString().replaceAll("[^A-Za-z0-9+/=]", "");
        return "data:" + type + ";base64," + base64;
    }

    private static String decoded(String name) {
        try {
            return URLDecoder.decode(name.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return name;
        }
    }
}
