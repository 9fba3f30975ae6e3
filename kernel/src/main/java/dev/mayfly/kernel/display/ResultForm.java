package dev.mayfly.kernel.display;

import dev.mayfly.engine.JobFacts;
import dev.mayfly.engine.Result;
import java.util.stream.Stream;

/** The rows of a job: showing them runs it. */
final class ResultForm {
    private static final String SEE_ALL =
            "see all with .toCsv(\"rows.csv\"), or ask for less with .top(n) or .filter(...)";

    private ResultForm() {}

    static MimeBundle of(Result<?> result, Renderer renderer) {
        long total = result.count();
        Table table;
        try (Stream<?> rows = result.stream()) {
            table = Table.of(rows, total);
        }
        JobFacts facts = result.facts();
        if (total == 0) {
            String none = "no rows";
            return MimeBundle.text(none + "\n" + FactsText.line(facts))
                    .with(MimeBundle.HTML, "<p>" + none + "</p>\n" + details(facts))
                    .with(DataResource.MIME, DataResource.of(table));
        }
        String text = TextTable.of(table, renderer.width()) + "\n" + caption(table.atMost(TextTable.MOST_ROWS), SEE_ALL)
                + "\n" + FactsText.line(facts);
        String html = HtmlTable.of(table) + "\n<p>" + Html.escape(caption(table, SEE_ALL)) + "</p>\n" + details(facts);
        return MimeBundle.text(text).with(MimeBundle.HTML, html).with(DataResource.MIME, DataResource.of(table));
    }

    /** {@code 1,234 rows, 50 shown: see all with ...}. */
    static String caption(Table table, String seeAll) {
        String rows = Figures.count(table.total(), "row");
        return table.cut() > 0 ? rows + ", " + Figures.count(table.shown()) + " shown: " + seeAll : rows;
    }

    private static String details(JobFacts facts) {
        String skipped = facts.skippedRecords() > 0
                ? "<p><strong>" + Html.escape(FactsText.skipped(facts)) + "</strong></p>\n"
                : "";
        return skipped + "<details><summary>" + Html.escape(FactsText.line(facts)) + "</summary>\n"
                + FactsText.htmlList(facts) + "</details>";
    }
}
