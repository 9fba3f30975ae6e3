package dev.mayfly.kernel.session;

import java.util.regex.Pattern;

/** Documentation comments as plain text. */
final class Javadoc {
    private static final Pattern INLINE =
            Pattern.compile("\\{@(?:code|literal|link|linkplain|value|index)\\s+([^{}]*)}");
    private static final Pattern OTHER_INLINE = Pattern.compile("\\{@\\w+\\s*([^{}]*)}");
    private static final Pattern BREAKS =
            Pattern.compile("(?i)\\s*<(?:p|br|/?ul|/?ol|/?dl|/?table|tr|/?pre|h\\d)[^>]*>\\s*");
    private static final Pattern ITEMS = Pattern.compile("(?i)\\s*<(?:li|dt|dd)[^>]*>\\s*");
    private static final Pattern TAGS = Pattern.compile("</?[A-Za-z][^>]*>");

    private Javadoc() {}

    /** The comment without markup: one paragraph or tag per line. */
    static String plain(String comment) {
        String text = INLINE.matcher(comment).replaceAll("$1");
        text = OTHER_INLINE.matcher(text).replaceAll("$1");
        text = BREAKS.matcher(text).replaceAll("\n");
        text = ITEMS.matcher(text).replaceAll("\n- ");
        text = TAGS.matcher(text).replaceAll("");
        text = text.replace("&lt;", "<")
                .replace("&gt;", ">")
                .replace("&nbsp;", " ")
                .replace("&quot;", "\"");
        return text.replace("&amp;", "&").replaceAll("(?m)^[ \t]+", "").strip();
    }
}
