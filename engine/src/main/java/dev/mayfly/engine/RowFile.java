package dev.mayfly.engine;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.mayfly.engine.file.AtomicFile;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.temporal.Temporal;
import java.time.temporal.TemporalAmount;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
                object.put(row.names().get(i), plain(row.cells().get(0).get(i)));
            }
            return JSON.writeValueAsString(object);
        });
    }

    /** What JSON has a form for: records and maps as objects, dates and all else that is no number as text. */
    private static @Nullable Object plain(@Nullable Object value) {
        if (value instanceof Optional<?> optional) {
            return plain(optional.orElse(null));
        }
        if (value instanceof Record) {
            Columns columns = Columns.of(List.of(value));
            Map<String, @Nullable Object> object = new LinkedHashMap<>();
            for (int i = 0; i < columns.names().size(); i++) {
                object.put(columns.names().get(i), plain(columns.cells().get(0).get(i)));
            }
            return object;
        }
        if (value instanceof Map<?, ?> map) {
            Map<String, @Nullable Object> object = new LinkedHashMap<>();
            map.forEach((key, each) -> object.put(String.valueOf(key), plain(each)));
            return object;
        }
        if (value instanceof Collection<?> many) {
            List<@Nullable Object> list = new ArrayList<>();
            many.forEach(each -> list.add(plain(each)));
            return list;
        }
        return value instanceof Temporal || value instanceof TemporalAmount ? value.toString() : value;
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
