package dev.mayfly.kernel.display;

import dev.mayfly.engine.JobFacts;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/** What a job did, in one line and as a list. */
final class FactsText {
    private FactsText() {}

    /** {@code 10 inputs, 1,234,567 lines, 12.3 MB in 1.2 s on this machine, 2 threads}. */
    static String line(JobFacts facts, boolean times) {
        StringBuilder line = new StringBuilder(Figures.count(facts.inputs(), "input"))
                .append(", ")
                .append(Figures.count(facts.lines(), "line"))
                .append(", ")
                .append(Figures.bytes(facts.bytesRead()))
                .append(times ? " in " + Figures.time(facts.time()) : "")
                .append(" on ")
                .append(facts.where());
        if (times && facts.spilledBytes() > 0) {
            line.append("; ").append(Figures.bytes(facts.spilledBytes())).append(" spilled");
        }
        if (times && facts.dollars().isEmpty()) {
            line.append("; cost unknown");
        } else if (times && facts.dollars().getAsDouble() > 0) {
            line.append("; ").append(Figures.dollars(facts.dollars().getAsDouble()));
        }
        if (facts.skippedRecords() > 0) {
            line.append("; ").append(skipped(facts));
        }
        if (facts.replacedCharacters() > 0) {
            line.append("; ")
                    .append(Figures.count(facts.replacedCharacters(), "character"))
                    .append(" replaced, which the input does not hold as UTF-8");
        }
        return line.toString();
    }

    /** {@code 3 bad records skipped}. */
    static String skipped(JobFacts facts) {
        return Figures.count(facts.skippedRecords(), "bad record") + " skipped";
    }

    static Map<String, String> list(JobFacts facts, boolean times) {
        Map<String, String> list = new LinkedHashMap<>();
        list.put("where", facts.where());
        list.put("time", Figures.time(facts.time()));
        list.put("inputs", Figures.count(facts.inputs()));
        list.put("read", Figures.bytes(facts.bytesRead()) + ", as text " + Figures.bytes(facts.textBytes()));
        list.put("lines", Figures.count(facts.lines()));
        list.put("emitted", Figures.count(facts.emitted()));
        list.put("keys", Figures.count(facts.keys()));
        list.put("spilled", Figures.bytes(facts.spilledBytes()));
        list.put("retries", Figures.count(facts.retries()));
        list.put("replaced chars", Figures.count(facts.replacedCharacters()));
        list.put("skipped records", Figures.count(facts.skippedRecords()));
        for (int i = 0; i < facts.skippedExamples().size(); i++) {
            list.put(
                    "skipped, e.g. " + (i + 1),
                    CellText.of(facts.skippedExamples().get(i)));
        }
        if (!times) {
            list.keySet().removeAll(List.of("time", "spilled", "retries"));
            return list;
        }
        list.put("cost", cost(facts.dollars()));
        return list;
    }

    private static String cost(OptionalDouble dollars) {
        if (dollars.isEmpty()) {
            return "unknown: the price of a node is not known";
        }
        return dollars.getAsDouble() > 0 ? Figures.dollars(dollars.getAsDouble()) : "nothing";
    }

    static String htmlList(JobFacts facts, boolean times) {
        StringBuilder html = new StringBuilder("<table class=\"mayfly-facts\"><tbody>\n");
        list(facts, times).forEach((name, value) -> html.append("<tr><th style=\"text-align:left\">")
                .append(Html.escape(name))
                .append("</th><td style=\"text-align:left\">")
                .append(Html.escape(value))
                .append("</td></tr>\n"));
        return html.append("</tbody></table>").toString();
    }

    static String textList(JobFacts facts, boolean times) {
        Map<String, String> list = list(facts, times);
        int width = list.keySet().stream().mapToInt(TextWidth::of).max().orElse(0);
        StringBuilder text = new StringBuilder();
        list.forEach((name, value) -> text.append(TextWidth.padRight(name, width))
                .append("  ")
                .append(value)
                .append('\n'));
        return text.toString().stripTrailing();
    }
}
