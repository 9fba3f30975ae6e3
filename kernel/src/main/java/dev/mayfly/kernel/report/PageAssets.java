package dev.mayfly.kernel.report;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a page carries with it: our style, and for formulas KaTeX with its fonts. */
final class PageAssets {
    private static final String KATEX = "META-INF/resources/webjars/katex/0.18.11/dist/";
    private static final Pattern FONT = Pattern.compile("src:url\\((fonts/[\\w-]+\\.woff2)\\)[^;}]*");
    private static final String RENDER = """

            for (const place of document.querySelectorAll(".math")) {
              katex.render(place.textContent, place,
                {displayMode: place.classList.contains("display"), throwOnError: false, trust: false});
            }
            """;

    private PageAssets() {}

    static String style() {
        return text("dev/mayfly/kernel/report/report.css");
    }

    /** A style for printers that know CSS 2.1 alone, in the colours of the page's. */
    static String printStyle() {
        return text("dev/mayfly/kernel/report/print.css");
    }

    /** What makes the tables of a page sortable. */
    static String sortScript() {
        return text("dev/mayfly/kernel/report/sort.js");
    }

    /** KaTeX's style with its fonts within; no browser that can show the page needs the other font formats. */
    static String formulaStyle() {
        Matcher fonts = FONT.matcher(text(KATEX + "katex.min.css"));
        return fonts.replaceAll(font -> "src:url(data:font/woff2;base64,"
                + Base64.getEncoder().encodeToString(bytes(KATEX + font.group(1))) + ") format(\"woff2\")");
    }

    /** A script that draws every formula of the page. */
    static String formulaScript() {
        return text(KATEX + "katex.min.js").replace("</script", "<\\/script") + RENDER;
    }

    /** A script as a content security policy names it, so that no other one may run. */
    static String hash(String script) {
        try {
            return "sha256-"
                    + Base64.getEncoder()
                            .encodeToString(MessageDigest.getInstance("SHA-256")
                                    .digest(script.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every JDK has SHA-256", e);
        }
    }

    private static String text(String name) {
        return new String(bytes(name), StandardCharsets.UTF_8);
    }

    private static byte[] bytes(String name) {
        try (InputStream in = PageAssets.class.getClassLoader().getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException("Mayfly's class path lacks " + name);
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read " + name + " off the class path", e);
        }
    }
}
