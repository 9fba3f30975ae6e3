package dev.mayfly.kernel.report;

import dev.mayfly.engine.file.AtomicFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * The files that a report is written to. Each write is atomic: a reader finds the file before or after, never half.
 *
 * @param notebooks the files that hold the notebook itself, written after every cell
 * @param pages the files for people, written at the end
 */
record Outputs(List<Path> notebooks, List<Path> pages) {
    Outputs {
        notebooks = List.copyOf(notebooks);
        pages = List.copyOf(pages);
    }

    /**
     * Sorts the requested files by kind.
     *
     * @throws RequestException if one is of no known kind, is named twice, is a folder, or is the notebook
     */
    static Outputs of(ReportRequest request) throws RequestException {
        List<Path> notebooks = new ArrayList<>();
        List<Path> pages = new ArrayList<>();
        Set<Path> seen = new HashSet<>();
        for (Path file : request.outputs()) {
            String name = file.toString().toLowerCase(Locale.ROOT);
            if (name.endsWith(".ipynb")) {
                notebooks.add(file);
            } else if (name.endsWith(".html") || name.endsWith(".htm")) {
                pages.add(file);
            } else {
                throw new RequestException(
                        "Cannot write " + file + ": a report is written as .html or .ipynb, by the ending of its name");
            }
            if (!seen.add(file.toAbsolutePath().normalize())) {
                throw new RequestException(file + " is named twice as an output");
            }
            if (Files.isDirectory(file)) {
                throw new RequestException("Cannot write " + file + ": it is a folder");
            }
            if (isSame(file, request.notebook())) {
                throw new RequestException(
                        file + " is the notebook itself, which a report leaves as it is: " + "name another output");
            }
        }
        return new Outputs(notebooks, pages);
    }

    void save(Notebook notebook) throws IOException {
        for (Path file : notebooks) {
            write(file, NotebookWriter.write(PapermillMetadata.at(notebook, file.toString())));
        }
    }

    void savePage(String html) throws IOException {
        for (Path file : pages) {
            write(file, html);
        }
    }

    List<Path> all() {
        List<Path> all = new ArrayList<>(notebooks);
        all.addAll(pages);
        return all;
    }

    private static void write(Path file, String text) throws IOException {
        try {
            AtomicFile.write(file, out -> out.write(text.getBytes(StandardCharsets.UTF_8)));
        } catch (IOException e) {
            throw new IOException("Cannot write " + file + ": " + e.getMessage(), e);
        }
    }

    private static boolean isSame(Path output, Path notebook) {
        try {
            return Files.exists(output) && Files.exists(notebook) && Files.isSameFile(output, notebook);
        } catch (IOException e) {
            return false;
        }
    }
}
