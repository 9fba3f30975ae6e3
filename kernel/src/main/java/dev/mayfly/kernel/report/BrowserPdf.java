package dev.mayfly.kernel.report;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Prints pages with Chromium or Chrome, without a window and without a network. */
final class BrowserPdf {
    private static final int SECONDS = 120;

    /** The names under which it is installed; {@code MAYFLY_BROWSER} comes before all of them. */
    private static final List<String> NAMES = List.of(
            "chromium", "chromium-browser", "google-chrome-stable", "google-chrome", "chrome", "microsoft-edge");

    private static final List<Path> PLACES = List.of(
            Path.of("/Applications/Google Chrome.app/Contents/MacOS/Google Chrome"),
            Path.of("/Applications/Chromium.app/Contents/MacOS/Chromium"));

    private BrowserPdf() {}

    /** The browser of this machine; {@code MAYFLY_BROWSER=none} says that there is to be none. */
    static Optional<Path> find(Map<String, String> environment) {
        String chosen = environment.getOrDefault("MAYFLY_BROWSER", "");
        if (!chosen.isEmpty()) {
            return Optional.of(Path.of(chosen)).filter(Files::isExecutable);
        }
        for (String folder : environment.getOrDefault("PATH", "").split(File.pathSeparator)) {
            for (String name : NAMES) {
                Path program = Path.of(folder).resolve(name);
                if (Files.isExecutable(program) && !Files.isDirectory(program)) {
                    return Optional.of(program);
                }
            }
        }
        return PLACES.stream().filter(Files::isExecutable).findFirst();
    }

    /**
     * Prints a page.
     *
     * @param folder of its own, deleted by the caller
     */
    static PdfMaker.Pdf print(Path browser, String page, Path folder) throws IOException {
        Path html = folder.resolve("page.html");
        Path pdf = folder.resolve("page.pdf");
        Files.writeString(html, page);
        List<String> command = new ArrayList<>(List.of(
                browser.toString(),
                "--headless",
                "--disable-gpu",
                "--disable-dev-shm-usage",
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-sync",
                "--no-first-run",
                "--host-resolver-rules=MAP * ~NOTFOUND",
                "--user-data-dir=" + folder.resolve("profile"),
                "--no-pdf-header-footer",
                "--generate-pdf-document-outline",
                "--print-to-pdf=" + pdf));
        if (System.getProperty("user.name").equals("root")) {
            // Its sandbox needs a user who is not root; the page runs no script but ours.
            command.add("--no-sandbox");
        }
        command.add(html.toUri().toString());
        Path log = folder.resolve("log");
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        process.getOutputStream().close();
        await(process, browser);
        if (process.exitValue() != 0 || !Files.exists(pdf) || Files.size(pdf) == 0) {
            throw new IOException(browser + " printed nothing: " + lastLine(log));
        }
        return new PdfMaker.Pdf(Files.readAllBytes(pdf), version(browser));
    }

    private static void await(Process process, Path browser) throws IOException {
        try {
            if (!process.waitFor(SECONDS, TimeUnit.SECONDS)) {
                throw new IOException(browser + " did not print within " + SECONDS + " s");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("printing was interrupted", e);
        } finally {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
    }

    private static String version(Path browser) {
        try {
            Process process = new ProcessBuilder(browser.toString(), "--version")
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            process.getOutputStream().close();
            String text = new String(process.getInputStream().readNBytes(200), StandardCharsets.UTF_8);
            process.waitFor(5, TimeUnit.SECONDS);
            process.destroyForcibly();
            return text.isBlank()
                    ? browser.toString()
                    : text.strip().lines().findFirst().orElse("");
        } catch (IOException e) {
            return browser.toString();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return browser.toString();
        }
    }

    private static String lastLine(Path log) throws IOException {
        List<String> lines = Files.readAllLines(log, StandardCharsets.ISO_8859_1);
        return lines.isEmpty() ? "it said nothing" : lines.get(lines.size() - 1);
    }
}
