package dev.mayfly.engine;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.mayfly.engine.file.AtomicFile;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Rows in a local file, a line each. */
final class RowFile implements Sink<Object> {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Path file;
    private final boolean header;
    private final LineFormat format;

    private interface LineFormat {
        String line(Columns row) throws IOException;
    }

    private RowFile(Path file, boolean header, LineFormat format) {
        this.file = file;
        this.header = header;
        this.format = format;
    }

    static RowFile csv(Path file) {
        return new RowFile(file, true, row -> csvLine(row.cells().get(0)));
    }

    static RowFile json(Path file) {
        return new RowFile(file, false, row -> {
            Map<String, @Nullable Object> object = new LinkedHashMap<>();
            for (int i = 0; i < row.names().size(); i++) {
                object.put(row.names().get(i), row.cells().get(0).get(i));
            }
            return JSON.writeValueAsString(object);
        });
    }

    @Override
    public String name() {
        return file.toString();
    }

    @Override
    public Receipt write(Stream<?> rows) throws IOException {
        long[] lines = {0};
        long bytes = AtomicFile.write(file, out -> {
            for (Iterator<?> i = rows.iterator(); i.hasNext(); lines[0]++) {
                Columns row = Columns.of(List.of(i.next()));
                if (header && lines[0] == 0) {
                    write(out, csvLine(row.names()));
                }
                write(out, format.line(row));
            }
        });
        return new Receipt(file.toString(), lines[0], bytes);
    }

    private static void write(OutputStream out, String line) throws IOException {
        out.write(line.getBytes(StandardCharsets.UTF_8));
        out.write('\n');
    }

    private static String csvLine(List<?> cells) {
        return cells.stream().map(RowFile::csvCell).collect(Collectors.joining(","));
    }

    private static String csvCell(@Nullable Object cell) {
        String text = cell == null ? "" : cell.toString();
        boolean quoted = text.chars().anyMatch(c -> c == '"' || c == ',' || c == '\n' || c == '\r');
        return quoted ? '"' + text.replace("\"", "\"\"") + '"' : text;
    }
}
