package dev.mayfly.kernel.report;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;

/** Prints a page: with the browser of this machine, where there is one that does, and else with a library. */
final class PdfMaker {
    private PdfMaker() {}

    /** A printed page, and what printed it, for people. */
    static final class Pdf {
        private final byte[] content;
        private final String maker;

        Pdf(byte[] content, String maker) {
            this.content = content.clone();
            this.maker = maker;
        }

        byte[] content() {
            return content.clone();
        }

        String maker() {
            return maker;
        }
    }

    static Pdf make(String page) throws IOException {
        Optional<Path> browser = BrowserPdf.find(System.getenv());
        if (browser.isEmpty()) {
            return LibraryPdf.make(page, "no browser is installed: set MAYFLY_BROWSER to a Chromium");
        }
        Path folder = Files.createTempDirectory("mayfly-pdf");
        try {
            return BrowserPdf.print(browser.get(), page, folder);
        } catch (IOException e) {
            return LibraryPdf.make(page, String.valueOf(e.getMessage()));
        } finally {
            delete(folder);
        }
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (UncheckedIOException | NoSuchFileException e) {
            // A process of the browser that ends last deletes files of its own; what is gone is gone.
            return;
        }
    }
}
