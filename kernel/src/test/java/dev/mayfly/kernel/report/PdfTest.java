package dev.mayfly.kernel.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.text.PDFTextStripper;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Pages as PDF, where no browser prints them. */
final class PdfTest {
    @Test
    void theLibraryPrintsThePageWithItsPicturesAndSaysWhy(@TempDir Path folder) throws IOException {
        String picture = "<figure class=\"output\"><img alt=\"p\" src=\"data:image/png;base64,"
                + "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==\"></figure>";
        List<Cell> cells = List.of(
                Cell.of(Cell.MARKDOWN, "a", "# Über uns\n\nText with é and $x^2$.", "x"),
                Cell.of(Cell.CODE, "b", "int a = 1; // code", "x"));
        String page = HtmlPage.of(new Notebook(5, Json.object(), cells, Json.object()), "n.ipynb", folder, false)
                .replace("</main>", picture + "</main>");
        PdfMaker.Pdf pdf = LibraryPdf.make(page, "no browser is installed");
        assertThat(pdf.maker()).isEqualTo("openhtmltopdf, since no browser is installed");
        try (PDDocument document = Loader.loadPDF(pdf.content())) {
            PDFTextStripper text = new PDFTextStripper();
            text.setSortByPosition(true);
            assertThat(text.getText(document)).contains("Über uns", "Text with é and x^2", "int a = 1; // code");
            assertThat(document.getPage(0).getResources().getXObjectNames()).isNotEmpty();
        }
    }

    @Test
    void theBrowserIsTheOneThatWasNamedOrTheFirstOnThePath(@TempDir Path folder) throws IOException {
        Path chosen = program(folder.resolve("mine"));
        Path found = program(folder.resolve("google-chrome"));
        assertThat(BrowserPdf.find(Map.of("PATH", folder.toString(), "MAYFLY_BROWSER", chosen.toString())))
                .contains(chosen);
        assertThat(BrowserPdf.find(Map.of("PATH", folder.toString()))).contains(found);
        assertThat(BrowserPdf.find(Map.of("PATH", folder.toString(), "MAYFLY_BROWSER", "none")))
                .isEmpty();
    }

    @Test
    void aBrowserThatPrintsNothingIsNamedWithItsLastWord(@TempDir Path folder) throws IOException {
        Path broken = program(folder.resolve("broken"));
        Path work = Files.createDirectory(folder.resolve("work"));
        org.assertj.core.api.Assertions.assertThatThrownBy(() -> BrowserPdf.print(broken, "<p>", work))
                .isInstanceOf(IOException.class)
                .hasMessage(broken + " printed nothing: no display");
    }

    private static Path program(Path file) throws IOException {
        Files.writeString(file, "#!/bin/sh\necho no display\nexit 1\n");
        assertThat(file.toFile().setExecutable(true)).isTrue();
        return file;
    }
}
