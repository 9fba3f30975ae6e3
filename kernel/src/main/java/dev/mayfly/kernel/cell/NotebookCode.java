package dev.mayfly.kernel.cell;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The code of a notebook of nbformat 4, as a session runs it. */
public final class NotebookCode {
    private NotebookCode() {}

    /**
     * The sources of its code cells in order, without blank ones.
     *
     * @throws IOException if it cannot be read or is no such notebook; the message names the file and says why
     */
    public static List<String> read(Path file) throws IOException {
        JsonNode notebook;
        try {
            notebook = new ObjectMapper().readTree(Files.readString(file));
        } catch (NoSuchFileException e) {
            throw new IOException(
                    file + " does not exist (looked in " + Path.of("").toAbsolutePath() + ")", e);
        } catch (JsonProcessingException e) {
            throw new IOException(file + " is not a notebook: its JSON is broken: " + e.getOriginalMessage(), e);
        } catch (IOException e) {
            throw new IOException(file + " cannot be read: " + e.getMessage(), e);
        }
        if (notebook.path("nbformat").asInt() != 4 || !notebook.path("cells").isArray()) {
            throw new IOException(file + " is not a notebook of nbformat 4: open it in Jupyter and save it again");
        }
        List<String> code = new ArrayList<>();
        for (JsonNode cell : notebook.path("cells")) {
            String source = text(cell.path("source"));
            if (cell.path("cell_type").asText().equals("code") && !source.isBlank()) {
                code.add(source);
            }
        }
        return code;
    }

    /** A text that may be stored as a list of its lines. */
    private static String text(JsonNode node) {
        if (!node.isArray()) {
            return node.asText();
        }
        StringBuilder text = new StringBuilder();
        node.forEach(line -> text.append(line.asText()));
        return text.toString();
    }
}
