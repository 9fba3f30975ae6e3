package dev.mayfly.kernel.display;

/** Text made safe within HTML, in elements and in quoted attributes. */
public final class Html {
    private Html() {}

    /** The text with every character that HTML could take for markup replaced. */
    public static String escape(String text) {
        StringBuilder safe = new StringBuilder(text.length() + 16);
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '&' -> safe.append("&amp;");
                case '<' -> safe.append("&lt;");
                case '>' -> safe.append("&gt;");
                case '"' -> safe.append("&quot;");
                case '\'' -> safe.append("&#39;");
                default -> safe.append(c == 0 ? '\uFFFD' : c);
            }
        }
        return safe.toString();
    }

    /** The text in a block that keeps its spaces and line breaks. */
    static String preformatted(String text) {
        return "<pre>" + escape(text) + "</pre>";
    }
}
