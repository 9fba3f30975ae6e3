package dev.mayfly.kernel.report;

import com.fasterxml.jackson.databind.JsonNode;
import dev.mayfly.kernel.display.Html;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Where a page comes from: which notebook, with which parameters, when, on what, how it ended. */
final class Provenance {
    private Provenance() {}

    /** The shortest account, for the top of the page. */
    static String line(Notebook notebook) {
        JsonNode run = run(notebook);
        StringBuilder line = new StringBuilder(run.path("exception").asBoolean() ? "Failed" : "Complete");
        if (run.path("start_time").isTextual()) {
            line.append(" · ").append(Html.escape(instant(run.path("start_time").asText())));
            line.append(" · ").append(time(seconds(run)));
        }
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
        JsonNode ours = notebook.metadata().path(Version.FIELD);
        facts.put("Notebook", name);
        facts.put("Git commit", commit(ours.path("git")));
        facts.put("SHA-256 of it", Version.recorded(notebook, "notebook_sha256"));
        if (run.path("start_time").isTextual()) {
            facts.put("Started", instant(run.path("start_time").asText()));
            facts.put("Took", time(seconds(run)));
        }
        facts.put("Ended", run.path("exception").asBoolean() ? "before its last cell" : "with its last cell");
        facts.put("Made by", Version.recorded(notebook, "version") + ", Java " + Version.recorded(notebook, "java"));
        facts.put("Cluster", cluster(ours.path("cluster")));
        facts.put("Cost", cost(ours));
        StringBuilder html =
                new StringBuilder("<footer aria-label=\"About this report\">\n<h2>About this report</h2>\n<dl>\n");
        facts.forEach((term, fact) -> {
            if (!fact.isEmpty()) {
                entry(html, term, fact);
            }
        });
        for (Map.Entry<String, JsonNode> each : run.path("parameters").properties()) {
            entry(html, "Parameter " + each.getKey(), each.getValue().asText());
        }
        html.append("</dl>\n");
        jobs(html, ours.path("jobs"));
        inputs(html, ours);
        return html.append("</footer>\n").toString();
    }

    private static String commit(JsonNode git) {
        String commit = git.path("commit").asText();
        return commit.isEmpty() ? "" : commit + (git.path("changed").asBoolean() ? ", changed since" : "");
    }

    private static String cluster(JsonNode cluster) {
        return cluster.isMissingNode()
                ? ""
                : cluster.path("workers").asInt() + " workers"
                        + (cluster.has("provider")
                                ? " on " + cluster.path("provider").asText()
                                : "");
    }

    private static String cost(JsonNode ours) {
        if (ours.path("dollars").isNull()) {
            return "unknown: the price of a node is not known";
        }
        double dollars = ours.path("dollars").asDouble();
        return dollars > 0 ? String.format(Locale.ROOT, "$%.4f", dollars) : "";
    }

    private static void jobs(StringBuilder html, JsonNode jobs) {
        if (jobs.isEmpty()) {
            return;
        }
        html.append("<details class=\"output\"><summary>")
                .append(jobs.size() == 1 ? "1 job" : jobs.size() + " jobs")
                .append("</summary>\n<table><thead><tr><th>Cell</th><th>Where</th><th>Inputs</th><th>Lines</th>")
                .append("<th>Bytes read</th><th>Skipped</th><th>Seconds</th></tr></thead>\n<tbody>\n");
        for (JsonNode job : jobs) {
            html.append("<tr>");
            for (String field :
                    List.of("cell", "where", "inputs", "lines", "bytes_read", "skipped_records", "seconds")) {
                cell(html, job.path(field));
            }
            html.append("</tr>\n");
        }
        html.append("</tbody></table></details>\n");
    }

    private static void inputs(StringBuilder html, JsonNode ours) {
        JsonNode inputs = ours.path("inputs");
        if (inputs.isEmpty()) {
            return;
        }
        long count = ours.path("input_count").asLong();
        html.append("<details class=\"output\"><summary>")
                .append(String.format(
                        Locale.ROOT,
                        "%,d input%s, %,d bytes%s",
                        count,
                        count == 1 ? "" : "s",
                        ours.path("input_bytes").asLong(),
                        count > inputs.size() ? ", the first " + inputs.size() + " of them" : ""))
                .append("</summary>\n<table><thead><tr><th>Name</th><th>Bytes</th><th>Version</th><th>Stored</th></tr>")
                .append("</thead>\n<tbody>\n");
        for (JsonNode input : inputs) {
            html.append("<tr>");
            for (String field : List.of("name", "bytes", "version", "modified")) {
                cell(html, input.path(field));
            }
            html.append("</tr>\n");
        }
        html.append("</tbody></table></details>\n");
    }

    private static void cell(StringBuilder html, JsonNode value) {
        String text = value.isIntegralNumber() ? String.format(Locale.ROOT, "%,d", value.asLong()) : value.asText();
        html.append(value.isNumber() ? "<td style=\"text-align:right\">" : "<td>")
                .append(Html.escape(text))
                .append("</td>");
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
