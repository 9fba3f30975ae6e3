package dev.mayfly.kernel.report;

import com.fasterxml.jackson.databind.JsonNode;
import dev.mayfly.kernel.display.Html;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** Where a page comes from: which notebook, with which parameters, when, on what, how it ended. */
final class Provenance {
    private Provenance() {}

    /** The shortest account, for the top of the page. */
    static String line(Notebook notebook) {
        JsonNode run = run(notebook);
        StringBuilder line = new StringBuilder(run.path("exception").asBoolean() ? "Failed" : "Complete");
        line.append(" · ").append(Html.escape(instant(run.path("start_time").asText())));
        line.append(" · ").append(time(seconds(run)));
        for (Map.Entry<String, JsonNode> each : run.path("parameters").properties()) {
            line.append(" · <span class=\"parameter\">")
                    .append(Html.escape(each.getKey() + " = " + each.getValue().asText()))
                    .append("</span>");
        }
        return line.toString();
    }

    /** The whole account, for its end. */
    static String html(Notebook notebook, String name) {
        JsonNode run = run(notebook);
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("Notebook", name);
        facts.put("SHA-256 of it", Version.recorded(notebook, "notebook_sha256"));
        facts.put("Started", instant(run.path("start_time").asText()));
        facts.put("Took", time(seconds(run)));
        facts.put("Ended", run.path("exception").asBoolean() ? "at a cell that failed" : "with its last cell");
        facts.put("Made by", Version.recorded(notebook, "version") + ", Java " + Version.recorded(notebook, "java"));
        StringBuilder html =
                new StringBuilder("<footer aria-label=\"About this report\">\n<h2>About this report</h2>\n<dl>\n");
        facts.forEach((term, fact) -> entry(html, term, fact));
        for (Map.Entry<String, JsonNode> each : run.path("parameters").properties()) {
            entry(html, "Parameter " + each.getKey(), each.getValue().asText());
        }
        return html.append("</dl>\n</footer>\n").toString();
    }

    /** {@code 0.04 s}, {@code 9.8 s}, {@code 2 min 3 s}. */
    static String time(Duration time) {
        double seconds = time.toMillis() / 1000.0;
        if (seconds < 60) {
            return String.format(Locale.ROOT, seconds < 0.1 ? "%.2f s" : "%.1f s", seconds);
        }
        return time.toMinutes() + " min " + time.toSecondsPart() + " s";
    }

    private static void entry(StringBuilder html, String term, String fact) {
        html.append("<div><dt>").append(Html.escape(term)).append("</dt><dd>");
        html.append(Html.escape(fact)).append("</dd></div>\n");
    }

    private static String instant(String iso) {
        return iso.length() < 19 ? iso : iso.substring(0, 10) + " " + iso.substring(11, 19) + " UTC";
    }

    private static Duration seconds(JsonNode run) {
        return Duration.ofNanos((long) (run.path("duration").asDouble() * 1e9));
    }

    private static JsonNode run(Notebook notebook) {
        return notebook.metadata().path("papermill");
    }
}
