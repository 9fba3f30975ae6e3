package dev.mayfly.kernel.report;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mayfly.kernel.display.Html;
import java.util.List;
import java.util.Optional;

/** Outputs as safe HTML: of a value's several forms, the one that a page shows best. */
final class OutputHtml {
    private static final List<String> PICTURES =
            List.of("image/png", "image/jpeg", "image/gif", "image/webp", "image/svg+xml");
    private static final int MOST_ALT = 300;

    private final MarkdownHtml markdown;

    OutputHtml(MarkdownHtml markdown) {
        this.markdown = markdown;
    }

    String of(Output output) {
        if (output instanceof Output.Stream stream) {
            boolean error = stream.name().equals("stderr");
            return scroll(
                    error ? "stream stderr" : "stream",
                    error ? "Standard error" : "Printed text",
                    AnsiText.html(stream.text()));
        }
        if (output instanceof Output.Failure failure) {
            return failure(failure);
        }
        if (output instanceof Output.Display display) {
            return bundle(display.data(), display.metadata());
        }
        if (output instanceof Output.Value value) {
            return bundle(value.data(), value.metadata());
        }
        return "";
    }

    /** An error as its traceback shows it, or where there is none, by name and message. */
    String failure(Output.Failure failure) {
        String text = failure.traceback().isEmpty()
                ? failure.name() + ": " + failure.message()
                : String.join("\n", failure.traceback());
        return scroll("error", "Error", AnsiText.html(text));
    }

    private String bundle(ObjectNode data, ObjectNode metadata) {
        for (String type : PICTURES) {
            if (data.has(type)) {
                return picture(type, data, metadata.path(type));
            }
        }
        if (data.has("text/html")) {
            String clean = SafeHtml.clean(data.path("text/html").asText());
            // What was nothing but a script has a text form that says more than an empty box.
            if (!clean.isBlank()) {
                return "<div class=\"output html\" role=\"region\" aria-label=\"Result\" tabindex=\"0\">" + clean
                        + "</div>\n";
            }
        }
        if (data.has("text/markdown")) {
            String html = markdown.render(data.path("text/markdown").asText(), picture -> Optional.empty());
            return "<div class=\"output markdown\">" + html + "</div>\n";
        }
        if (data.has("text/latex")) {
            return "<div class=\"output\">"
                    + markdown.formula(data.path("text/latex").asText()) + "</div>\n";
        }
        if (data.has("text/plain")) {
            return scroll(
                    "value", "Result", AnsiText.html(data.path("text/plain").asText()));
        }
        return data.isEmpty() ? "" : scroll("value", "Result", Html.escape(JsonText.of(data)));
    }

    private static String picture(String type, ObjectNode data, JsonNode hints) {
        StringBuilder html = new StringBuilder("<figure class=\"output\"><img src=\"");
        html.append(Pictures.data(type, data.path(type))).append('"');
        for (String side : List.of("width", "height")) {
            if (hints.path(side).isNumber()) {
                html.append(' ')
                        .append(side)
                        .append("=\"")
                        .append(hints.path(side).asInt())
                        .append('"');
            }
        }
        return html.append(" alt=\"")
                .append(Html.escape(alt(data, hints)))
                .append("\">")
                .append(caption(hints))
                .append("</figure>\n")
                .toString();
    }

    /** What a chart says beside its picture: that it does not show all. */
    private static String caption(JsonNode hints) {
        String caption = hints.path("caption").asText();
        return caption.isEmpty() ? "" : "<figcaption>" + Html.escape(caption) + "</figcaption>";
    }

    /** Words for who cannot see the picture: the hint, or what a plain terminal would show. */
    private static String alt(ObjectNode data, JsonNode hints) {
        String words =
                hints.path("alt").asText(AnsiText.plain(data.path("text/plain").asText("")));
        String line = words.replaceAll("[\\s\u2500-\u259F\u2800-\u28FF]+", " ").strip();
        if (line.isEmpty()) {
            return "Picture";
        }
        return line.length() <= MOST_ALT ? line : line.substring(0, MOST_ALT - 1) + "…";
    }

    private static String scroll(String kind, String label, String html) {
        return "<pre class=\"output " + kind + "\" role=\"region\" aria-label=\"" + label + "\" tabindex=\"0\">" + html
                + "</pre>\n";
    }
}
