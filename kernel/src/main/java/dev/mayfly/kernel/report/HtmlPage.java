package dev.mayfly.kernel.report;

import dev.mayfly.kernel.display.Html;
import dev.mayfly.kernel.report.PapermillMetadata.Status;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * A notebook that ran as one page, which opens without a network and holds no reference to anything outside it. Whatever
 * the notebook and its cells brought is cleaned before it gets in; on top of that a content security policy lets the
 * page load nothing and run no script but ours, which draws formulas and sorts tables.
 */
final class HtmlPage {
    /** The page's own anchors, which no heading may take. */
    static final String CONTENT = "content";

    static final String HIDE_CODE = "hide-code";

    private final Notebook notebook;
    private final String name;
    private final Path folder;
    private final boolean hideInput;
    private final MarkdownHtml markdown = new MarkdownHtml();
    private final OutputHtml outputs = new OutputHtml(markdown);

    private HtmlPage(Notebook notebook, String name, Path folder, boolean hideInput) {
        this.notebook = notebook;
        this.name = name;
        this.folder = folder;
        this.hideInput = hideInput;
    }

    /**
     * Draws the page.
     *
     * @param notebook as it was run, without marks of failure
     * @param name the notebook's file name
     * @param folder where it is, for the pictures that it names
     * @param hideInput whether the page shows no code, but that of a cell that failed
     */
    static String of(Notebook notebook, String name, Path folder, boolean hideInput) {
        return new HtmlPage(notebook, name, folder, hideInput).page();
    }

    private String page() {
        StringBuilder cells = new StringBuilder();
        for (Cell cell : notebook.cells()) {
            if (!cell.hasTag("remove-cell") && !cell.hasTag(Markers.TAG)) {
                cells.append(cell(cell));
            }
        }
        // Only now are the headings and formulas known.
        String script = (markdown.hasFormulas() ? PageAssets.formulaScript() : "")
                + (cells.indexOf("<table") >= 0 ? PageAssets.sortScript() : "");
        String title = title();
        StringBuilder html = new StringBuilder("<!DOCTYPE html>\n<html lang=\"")
                .append(Html.escape(language()))
                .append("\">\n<head>\n<meta charset=\"utf-8\">\n")
                .append("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n")
                .append("<meta name=\"color-scheme\" content=\"light dark\">\n")
                .append("<meta name=\"referrer\" content=\"no-referrer\">\n")
                .append("<meta http-equiv=\"Content-Security-Policy\" content=\"")
                .append("default-src 'none'; img-src data:; font-src data:; style-src 'unsafe-inline'; ")
                .append("base-uri 'none'; form-action 'none'")
                .append(script.isEmpty() ? "" : "; script-src '" + PageAssets.hash(script) + "'")
                .append("\">\n")
                .append(fingerprint())
                .append("<title>")
                .append(Html.escape(title))
                .append("</title>\n<style>\n")
                .append(PageAssets.style())
                .append(markdown.hasFormulas() ? PageAssets.formulaStyle() : "")
                .append("</style>\n</head>\n<body>\n<a class=\"skip\" href=\"#content\">To the content</a>\n");
        html.append(contents());
        html.append("<main id=\"content\">\n").append(header(title));
        failure().ifPresent(html::append);
        html.append(cells).append("</main>\n").append(Provenance.html(notebook, name));
        if (!script.isEmpty()) {
            html.append("<script>").append(script).append("</script>\n");
        }
        return html.append("</body>\n</html>\n").toString();
    }

    private String header(String title) {
        boolean titled = markdown.headings().stream().anyMatch(each -> each.level() == 1);
        return "<header>\n" + (titled ? "" : "<h1>" + Html.escape(title) + "</h1>\n") + "<p class=\"run\">"
                + Provenance.line(notebook)
                + "</p>\n"
                + (hideInput
                        ? ""
                        : "<label class=\"switch\"><input type=\"checkbox\" id=\"hide-code\"> Hide code</label>\n")
                + "</header>\n";
    }

    /** By which the next run sees whether anything has changed; a report that failed has none. */
    private String fingerprint() {
        String fingerprint = Version.recorded(notebook, "fingerprint");
        boolean failed = notebook.metadata().path("papermill").path("exception").asBoolean();
        return failed || fingerprint.isEmpty()
                ? ""
                : "<meta name=\"" + Fingerprint.META + "\" content=\"" + Html.escape(fingerprint) + "\">\n";
    }

    private String contents() {
        List<MarkdownHtml.Entry> entries =
                markdown.headings().stream().filter(each -> each.level() <= 3).toList();
        if (entries.size() < 2) {
            return "";
        }
        StringBuilder html = new StringBuilder(
                "<nav class=\"contents\" aria-label=\"Contents\">\n<details open><summary>Contents</summary>\n<ul>\n");
        for (MarkdownHtml.Entry entry : entries) {
            html.append("<li class=\"level")
                    .append(entry.level())
                    .append("\"><a href=\"#")
                    .append(entry.id())
                    .append("\">")
                    .append(Html.escape(entry.text()))
                    .append("</a></li>\n");
        }
        return html.append("</ul>\n</details>\n</nav>\n").toString();
    }

    private Optional<String> failure() {
        return notebook.cells().stream()
                .filter(cell -> PapermillMetadata.status(cell) == Status.FAILED)
                .findFirst()
                .map(cell -> "<section class=\"failure\" role=\"alert\">\n<h2>"
                        + Html.escape("This report is incomplete: it stopped at cell " + number(cell)) + "</h2>\n"
                        + failures(cell)
                        + "<details open><summary>The cell</summary>" + code(cell) + "</details>\n<p><a href=\"#cell-"
                        + cell.id() + "\">Go to the cell</a>; the cells after it did not run.</p>\n</section>\n");
    }

    private String failures(Cell cell) {
        StringBuilder html = new StringBuilder();
        for (Output output : cell.outputs()) {
            if (output instanceof Output.Failure failure) {
                html.append(outputs.failure(failure));
            }
        }
        return html.toString();
    }

    private String cell(Cell cell) {
        String id = " id=\"cell-" + cell.id() + "\"";
        if (cell.kind().equals(Cell.MARKDOWN)) {
            return "<section class=\"cell markdown\"" + id + ">\n"
                    + markdown.render(cell.source(), new Pictures(folder, cell)) + "</section>\n";
        }
        if (!cell.isCode()) {
            return "<section class=\"cell raw\"" + id + ">\n<pre>" + Html.escape(cell.source())
                    + "</pre>\n</section>\n";
        }
        if (cell.source().isBlank()) {
            return "";
        }
        StringBuilder html = new StringBuilder("<section class=\"cell code ")
                .append(PapermillMetadata.status(cell).name().toLowerCase(Locale.ROOT))
                .append('"')
                .append(id)
                .append(">\n");
        if (!hideInput && !cell.hasTag("remove-input")) {
            html.append("<details class=\"input\"")
                    .append(isHidden(cell) ? "" : " open")
                    .append("><summary>");
            html.append(summary(cell)).append("</summary>").append(code(cell)).append("</details>\n");
        }
        if (!cell.hasTag("remove-output")) {
            cell.outputs().forEach(output -> html.append(outputs.of(output)));
        }
        return html.append("</section>\n").toString();
    }

    private static String code(Cell cell) {
        return "<pre class=\"code\" tabindex=\"0\"><code>" + JavaColours.of(cell.source()) + "</code></pre>";
    }

    private static String summary(Cell cell) {
        String time = Provenance.time(PapermillMetadata.duration(cell));
        return "<span>In [" + number(cell) + "]</span> <span class=\"time\">"
                + switch (PapermillMetadata.status(cell)) {
                    case COMPLETED -> PapermillMetadata.duration(cell).equals(Duration.ZERO) ? "" : time;
                    case FAILED -> "failed after " + time;
                    case PENDING -> "not run";
                    case RUNNING -> "running";
                }
                + "</span>";
    }

    private static String number(Cell cell) {
        return cell.executionCount().isPresent()
                ? Integer.toString(cell.executionCount().getAsInt())
                : " ";
    }

    private static boolean isHidden(Cell cell) {
        return cell.hasTag("hide-input")
                || cell.metadata().path("jupyter").path("source_hidden").asBoolean();
    }

    private String title() {
        return Optional.of(notebook.metadata().path("title").asText())
                .filter(text -> !text.isBlank())
                .or(() -> markdown.headings().stream()
                        .filter(each -> each.level() == 1)
                        .map(MarkdownHtml.Entry::text)
                        .findFirst())
                .orElse(name.replaceFirst("\\.ipynb$", ""));
    }

    private String language() {
        String language = notebook.metadata().path("lang").asText("en");
        return IntStream.range(0, language.length())
                        .allMatch(i -> Character.isLetterOrDigit(language.charAt(i)) || language.charAt(i) == '-')
                ? language
                : "en";
    }
}
