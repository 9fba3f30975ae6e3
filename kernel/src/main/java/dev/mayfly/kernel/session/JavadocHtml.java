package dev.mayfly.kernel.session;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.safety.Safelist;

/**
 * A documentation comment as HTML: its own markup as far as it is harmless, inline tags as what they mean, block tags as a
 * list. Comments come with libraries, so nothing in one can run, load or style anything.
 */
final class JavadocHtml {
    private static final Pattern BLOCK_TAG = Pattern.compile("(?m)^[ \\t]*@(\\w+)[ \\t]*");
    private static final Pattern FIRST_WORD = Pattern.compile("\\s*(<[^>]+>|\\S+)\\s*(.*)", Pattern.DOTALL);
    private static final Pattern LINK = Pattern.compile("\\s*([^\\s(]+(?:\\([^)]*\\))?)\\s*(.*)", Pattern.DOTALL);
    private static final Safelist HARMLESS = Safelist.basic()
            .addTags("h1", "h2", "h3", "h4", "h5", "h6", "hr", "var", "kbd", "samp", "tt", "s", "del", "ins")
            .addTags("table", "caption", "thead", "tbody", "tfoot", "tr", "th", "td")
            .addAttributes("td", "colspan", "rowspan")
            .addAttributes("th", "colspan", "rowspan");
    private static final Map<String, String> TITLES = titles();

    private JavadocHtml() {}

    private static Map<String, String> titles() {
        Map<String, String> titles = new LinkedHashMap<>();
        titles.put("deprecated", "Deprecated");
        titles.put("param", "Parameters");
        titles.put("return", "Returns");
        titles.put("throws", "Throws");
        titles.put("exception", "Throws");
        titles.put("apiNote", "API note");
        titles.put("implSpec", "Implementation requirements");
        titles.put("implNote", "Implementation note");
        titles.put("see", "See also");
        titles.put("since", "Since");
        return titles;
    }

    /** The comment, without its stars. */
    static String of(String comment) {
        StringBuilder html = new StringBuilder();
        Matcher tag = BLOCK_TAG.matcher(withoutInlineTags(comment));
        boolean more = tag.find();
        html.append(inline(comment.substring(0, more ? tag.start() : comment.length())));
        Map<String, StringBuilder> sections = new LinkedHashMap<>();
        TITLES.values().forEach(title -> sections.put(title, new StringBuilder()));
        while (more) {
            String name = tag.group(1);
            int from = tag.end();
            more = tag.find();
            String text = comment.substring(from, more ? tag.start() : comment.length());
            String title = TITLES.get(name);
            if (title != null) {
                sections.computeIfAbsent(title, any -> new StringBuilder())
                        .append("<dd>")
                        .append(blockTag(name, text))
                        .append("</dd>");
            }
        }
        StringBuilder list = new StringBuilder();
        sections.forEach((title, text) -> {
            if (!text.isEmpty()) {
                list.append("<dt><b>").append(title).append("</b></dt>").append(text);
            }
        });
        if (!list.isEmpty()) {
            html.append("<dl>").append(list).append("</dl>");
        }
        return Jsoup.clean(html.toString(), "", HARMLESS, new Document.OutputSettings().prettyPrint(false))
                .strip();
    }

    /** The comment with blanks in place of inline tags: an annotation in an example is no block tag. */
    private static String withoutInlineTags(String comment) {
        StringBuilder masked = new StringBuilder(comment);
        for (int open = comment.indexOf("{@"); open >= 0; open = comment.indexOf("{@", open + 1)) {
            int close = closing(comment, open);
            masked.replace(open, close, " ".repeat(close - open));
            open = close;
        }
        return masked.toString();
    }

    private static String blockTag(String name, String text) {
        return switch (name) {
            case "param", "throws", "exception" -> {
                Matcher parts = FIRST_WORD.matcher(text);
                yield parts.matches()
                        ? "<code>" + escape(parts.group(1)) + "</code> " + inline(parts.group(2))
                        : inline(text);
            }
            case "see" ->
                text.strip().startsWith("<") || text.strip().startsWith("\"") ? inline(text) : link(text, true);
            default -> inline(text);
        };
    }

    /** Text with inline tags, of which one may stand in another. */
    private static String inline(String text) {
        StringBuilder html = new StringBuilder();
        int at = 0;
        while (at < text.length()) {
            int open = text.indexOf("{@", at);
            if (open < 0) {
                break;
            }
            html.append(text, at, open);
            int close = closing(text, open);
            html.append(inlineTag(text.substring(open + 2, close)));
            at = Math.min(text.length(), close + 1);
        }
        return html.append(text.substring(Math.min(at, text.length()))).toString();
    }

    /** The place of the brace that closes the one at a place; the text's end where none does. */
    private static int closing(String text, int open) {
        int depth = 0;
        for (int i = open; i < text.length(); i++) {
            if (text.charAt(i) == '{') {
                depth++;
            } else if (text.charAt(i) == '}' && --depth == 0) {
                return i;
            }
        }
        return text.length();
    }

    private static String inlineTag(String tag) {
        int end = 0;
        while (end < tag.length() && Character.isLetter(tag.charAt(end))) {
            end++;
        }
        String content = tag.substring(end);
        return switch (tag.substring(0, end)) {
            case "code", "value", "systemProperty" -> "<code>" + escape(unindented(content)) + "</code>";
            case "literal" -> escape(unindented(content));
            case "link" -> link(content, true);
            case "linkplain" -> link(content, false);
            case "index" -> escape(content.strip().split("\\s+", 2)[0]);
            case "return" -> "Returns " + inline(content.strip()) + ".";
            case "snippet" -> "<pre><code>" + escape(content.substring(content.indexOf(':') + 1)) + "</code></pre>";
            case "summary" -> inline(content.strip());
            case "inheritDoc", "docRoot" -> "";
            default -> escape(content.strip());
        };
    }

    /** A tag's content without the one space before it; lines of an example keep theirs. */
    private static String unindented(String content) {
        return content.startsWith(" ") ? content.substring(1) : content;
    }

    private static String link(String content, boolean code) {
        Matcher parts = LINK.matcher(content);
        if (!parts.matches()) {
            return escape(content.strip());
        }
        String label = parts.group(2).strip();
        String target = parts.group(1).replace('#', '.');
        String text = label.isEmpty() ? escape(target.startsWith(".") ? target.substring(1) : target) : inline(label);
        return code ? "<code>" + text + "</code>" : text;
    }

    private static String escape(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }
}
