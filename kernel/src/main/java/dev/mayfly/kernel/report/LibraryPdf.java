package dev.mayfly.kernel.report;

import com.openhtmltopdf.outputdevice.helper.BaseRendererBuilder;
import com.openhtmltopdf.pdfboxout.PdfRendererBuilder;
import com.openhtmltopdf.util.XRLog;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jsoup.Jsoup;
import org.jsoup.helper.W3CDom;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;

/**
 * Prints pages with openhtmltopdf, which knows CSS 2.1 and no scripts: formulas stay in their notation. Its style is the
 * page's, with colours in place of variables, and without what it does not know.
 */
final class LibraryPdf {
    private static final Pattern ROOT = Pattern.compile(":root \\{([^}]*)}");
    private static final Pattern VARIABLE = Pattern.compile("(--[a-z0-9-]+):\\s*([^;]+);");
    private static final Pattern USE = Pattern.compile("var\\((--[a-z0-9-]+)\\)");

    /** Fonts with more than the Latin alphabet, where a Linux has them. */
    private static final Map<String, List<String>> FONTS = Map.of(
            "MayflyText",
                    List.of(
                            "/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf",
                            "/usr/share/fonts/dejavu-sans-fonts/DejaVuSans.ttf"),
            "MayflyCode",
                    List.of(
                            "/usr/share/fonts/truetype/dejavu/DejaVuSansMono.ttf",
                            "/usr/share/fonts/dejavu-sans-mono-fonts/DejaVuSansMono.ttf"));

    private LibraryPdf() {}

    /** @param reason why no browser prints */
    static PdfMaker.Pdf make(String page, String reason) throws IOException {
        XRLog.setLoggingEnabled(false);
        Document document = Jsoup.parse(page);
        document.select("script, meta[http-equiv], .skip, .switch, nav, .sort").remove();
        document.select("style").remove();
        // What is folded on a screen is unfolded in print, for this printer knows no folding.
        for (Element details : document.select("details:not([open])")) {
            if (details.hasClass("input")) {
                details.remove();
            }
        }
        document.head().appendElement("style").append(style());
        PdfRendererBuilder builder = new PdfRendererBuilder();
        FONTS.forEach((family, files) -> files.stream()
                .map(Path::of)
                .filter(Files::isReadable)
                .findFirst()
                .ifPresent(file ->
                        builder.useFont(file.toFile(), family, 400, BaseRendererBuilder.FontStyle.NORMAL, true)));
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        // Nothing is fetched: what the page shows, it holds.
        builder.useUriResolver((base, uri) -> uri.startsWith("data:") ? uri : null);
        builder.withW3cDocument(new W3CDom().fromJsoup(document), "about:blank");
        builder.toStream(bytes);
        try {
            builder.run();
        } catch (RuntimeException e) {
            throw new IOException("Cannot print the page: " + e.getMessage(), e);
        }
        return new PdfMaker.Pdf(bytes.toByteArray(), "openhtmltopdf, since " + reason);
    }

    /** The print style with its variables resolved. */
    static String style() {
        String style = PageAssets.style();
        Map<String, String> variables = new LinkedHashMap<>();
        Matcher root = ROOT.matcher(style);
        if (root.find()) {
            VARIABLE.matcher(root.group(1)).results().forEach(each -> variables.put(each.group(1), each.group(2)));
        }
        String plain = PageAssets.printStyle();
        return USE.matcher(plain)
                .replaceAll(use -> Matcher.quoteReplacement(variables.getOrDefault(use.group(1), "inherit")));
    }
}
