package dev.mayfly.kernel.report;

import java.util.regex.Pattern;
import org.owasp.html.CssSchema;
import org.owasp.html.HtmlPolicyBuilder;
import org.owasp.html.PolicyFactory;

/**
 * Cleans HTML that a notebook or a cell brings. What is left cannot run code, load anything from elsewhere, or leave its
 * box; text, tables, lists, links for a person to follow and pictures that are part of the page stay.
 */
final class SafeHtml {
    private static final Pattern PICTURE =
            Pattern.compile("data:image/(?:png|jpeg|gif|webp|svg\\+xml);base64,[A-Za-z0-9+/=\\s]++");
    private static final Pattern LINK = Pattern.compile("(?i)(?:https?://|mailto:|#|[^:]*+$).*+", Pattern.DOTALL);
    private static final Pattern NAME = Pattern.compile("[\\p{L}\\p{N}_-]{1,100}");
    private static final Pattern OURS = Pattern.compile("mayfly|dataframe|math|math display|[kcsntam]");
    private static final Pattern NUMBER = Pattern.compile("[0-9.]{1,8}");
    private static final Pattern VALUE = Pattern.compile("[-+0-9.eE]{1,40}");
    private static final Pattern ALIGN = Pattern.compile("(?i)left|right|center|justify");

    private static final PolicyFactory POLICY = new HtmlPolicyBuilder()
            .allowCommonInlineFormattingElements()
            .allowCommonBlockElements()
            .allowElements(
                    "a",
                    "img",
                    "table",
                    "thead",
                    "tbody",
                    "tfoot",
                    "tr",
                    "th",
                    "td",
                    "caption",
                    "colgroup",
                    "col",
                    "pre",
                    "hr",
                    "dl",
                    "dt",
                    "dd",
                    "kbd",
                    "mark",
                    "samp",
                    "var",
                    "abbr",
                    "cite",
                    "q",
                    "figure",
                    "figcaption",
                    "details",
                    "summary",
                    "progress",
                    "section",
                    "article")
            .allowWithoutAttributes("span")
            .allowUrlProtocols("http", "https", "mailto", "data")
            .allowAttributes("href")
            .matching(LINK)
            .onElements("a")
            .requireRelsOnLinks("noopener", "noreferrer")
            .allowAttributes("src")
            .matching(PICTURE)
            .onElements("img")
            .allowAttributes("alt", "title")
            .globally()
            .allowAttributes("id")
            .matching(NAME)
            .globally()
            .allowAttributes("class")
            .matching(OURS)
            .globally()
            .allowAttributes("width", "height", "colspan", "rowspan", "span", "start", "value", "max")
            .matching(NUMBER)
            .onElements("img", "td", "th", "col", "colgroup", "ol", "li", "progress")
            .allowAttributes("data-value")
            .matching(VALUE)
            .onElements("td")
            .allowAttributes("align")
            .matching(ALIGN)
            .onElements("td", "th", "tr", "table", "p", "div", "img", "col")
            .allowAttributes("scope")
            .matching(false, "row", "col", "rowgroup", "colgroup")
            .onElements("th")
            .allowAttributes("open")
            .onElements("details")
            .allowStyling(CssSchema.DEFAULT)
            .toFactory();

    private SafeHtml() {}

    static String clean(String html) {
        return POLICY.sanitize(html);
    }
}
