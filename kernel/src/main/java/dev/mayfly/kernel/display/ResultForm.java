package dev.mayfly.kernel.display;

import dev.mayfly.engine.JobFacts;
import dev.mayfly.engine.Result;
import dev.mayfly.engine.TableView;
import java.util.stream.Stream;

/** The rows of a job: showing them runs it. */
final class ResultForm {
    private static final String SEE_ALL =
            "see all with .toCsv(\"rows.csv\"), or ask for less with .top(n) or .filter(...)";

    private ResultForm() {}

    static MimeBundle of(Result<?> result, Renderer renderer) {
        return of(result.table(), renderer);
    }

    static MimeBundle of(TableView view, Renderer renderer) {
        long total = view.rows().count();
        Table table;
        try (Stream<?> rows = view.rows().stream()) {
            table = Table.of(rows, total).as(view);
        }
        String line = view.rows()
                .facts()
                .map(facts -> "\n" + FactsText.line(facts, renderer.times()))
                .orElse("");
        String details =
                view.rows().facts().map(facts -> details(facts, renderer)).orElse("");
        if (total == 0) {
            String none = "no rows";
            return MimeBundle.text(none + line)
                    .with(MimeBundle.HTML, "<p>" + none + "</p>\n" + details)
                    .with(DataResource.MIME, DataResource.of(table));
        }
        String text = TextTable.of(table, renderer.width()) + "\n" + caption(table.atMost(TextTable.MOST_ROWS), SEE_ALL)
                + line;
        String html = HtmlTable.of(table) + "\n<p>" + Html.escape(caption(table, SEE_ALL)) + "</p>\n" + details;
        return MimeBundle.text(text).with(MimeBundle.HTML, html).with(DataResource.MIME, DataResource.of(table));
    }

    /** {@code 1,234 rows, 50 shown: see all with ...}. */
    static String caption(Table table, String seeAll) {
        String rows = Figures.count(table.total(), "row");
        return table.cut() > 0 ? rows + ", " + Figures.count(table.shown()) + " shown: " + seeAll : rows;
    }

    private static String details(JobFacts facts, Renderer renderer) {
        String skipped = facts.skippedRecords() > 0
                ? "<p><strong>" + Html.escape(FactsText.skipped(facts)) + "</strong></p>\n"
                : "";
        return skipped + "<details><summary>" + Html.escape(FactsText.line(facts, renderer.times())) + "</summary>\n"
                + FactsText.htmlList(facts, renderer.times()) + "</details>";
    }
}
