package dev.mayfly.kernel.report;

import dev.mayfly.engine.JobException;
import dev.mayfly.engine.file.AtomicFile;
import dev.mayfly.engine.s3.S3;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/** A place that a report is written to. Each write is atomic: a reader finds the content before or after, never half. */
sealed interface Target {
    /** As the user named it. */
    String name();

    /**
     * Replaces what is there.
     *
     * @throws IOException if it cannot be written: the message names the place
     */
    void write(byte[] content) throws IOException;

    /** The place beside it: {@code out.failed.html} beside {@code out.html}. */
    Target beside(String mark);

    /** Deletes what is there, where that is in our power. */
    void delete();

    /** What a report is written as. */
    enum Kind {
        NOTEBOOK,
        PAGE,
        PDF
    }

    /** By the ending of the name. */
    static Kind kind(String name) throws RequestException {
        String lower = name.toLowerCase(Locale.ROOT);
        if (lower.endsWith(".ipynb")) {
            return Kind.NOTEBOOK;
        }
        if (lower.endsWith(".html") || lower.endsWith(".htm")) {
            return Kind.PAGE;
        }
        if (lower.endsWith(".pdf")) {
            return Kind.PDF;
        }
        throw new RequestException(
                "Cannot write " + name + ": a report is written as .html, .pdf or .ipynb, by the ending of its name");
    }

    private static String marked(String name, String mark) {
        int dot = name.lastIndexOf('.');
        return name.substring(0, dot) + "." + mark + name.substring(dot);
    }

    /** A local file. */
    record LocalFile(Path path) implements Target {
        @Override
        public String name() {
            return path.toString();
        }

        @Override
        public void write(byte[] content) throws IOException {
            try {
                AtomicFile.write(path, out -> out.write(content));
            } catch (IOException e) {
                throw new IOException("Cannot write " + path + ": " + e.getMessage(), e);
            }
        }

        @Override
        public Target beside(String mark) {
            return new LocalFile(path.resolveSibling(marked(path.getFileName().toString(), mark)));
        }

        @Override
        public void delete() {
            try {
                Files.deleteIfExists(path);
            } catch (IOException stays) {
                // A leftover of an earlier run; this one is written where it belongs.
                return;
            }
        }
    }

    /** An object in S3. */
    record Stored(String url, S3 s3) implements Target {
        @Override
        public String name() {
            return url;
        }

        @Override
        public void write(byte[] content) throws IOException {
            try {
                s3.put(url, content);
            } catch (JobException | IllegalArgumentException e) {
                throw new IOException("Cannot write " + url + ": " + e.getMessage(), e);
            }
        }

        @Override
        public Target beside(String mark) {
            return new Stored(marked(url, mark), s3);
        }

        @Override
        public void delete() {
            // Who may write objects may often not delete them; the next failure replaces this one.
        }
    }
}
