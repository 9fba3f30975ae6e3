package dev.mayfly.engine.source;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * A local file that is read at one go, decompressed where it is compressed.
 *
 * @param path where it is
 * @param mostBytes its text may have; more are an error
 */
public record WholeFile(Path path, long mostBytes) {
    private static final int LONGEST = Integer.MAX_VALUE - 8;

    /** A row, and the line that it was read from, from 1. */
    public record Row<R>(R record, long line) {}

    /** The text, without a byte order mark; bytes that are no UTF-8 become U+FFFD. */
    public String text() throws IOException {
        Split whole = whole();
        try (InputStream raw = whole.open();
                ByteSource source = Decoders.open(whole, raw, DecodeMemory.streaming())) {
            byte[] bytes = new byte[1 << 16];
            int length = 0;
            for (int n = 0; n >= 0; n = source.read(bytes, length, bytes.length - length)) {
                length += n;
                require(length);
                if (length == bytes.length) {
                    bytes = Arrays.copyOf(bytes, (int) Math.min(LONGEST, 2L * length));
                }
            }
            String text = new String(bytes, 0, length, StandardCharsets.UTF_8);
            return text.startsWith("\uFEFF") ? text.substring(1) : text;
        } catch (Damage e) {
            throw e.in(path.toString(), 1);
        }
    }

    /** The lines, as a job would read them. */
    public List<String> lines() throws IOException {
        List<String> all = new ArrayList<>();
        try (LineReader reader = open()) {
            for (String line = reader.next(); line != null; line = reader.next()) {
                all.add(line);
                require(reader.textBytes());
            }
        }
        return all;
    }

    /**
     * The lines as records, as a job would read them.
     *
     * @throws IOException also if a line holds no such record: it names the line
     */
    public <R extends Record> List<Row<R>> rows(RecordFormat format, Class<R> type) throws IOException {
        RecordParser<R> parser = RecordParser.of(format, type);
        List<Row<R>> all = new ArrayList<>();
        try (LineReader reader = open()) {
            for (String line = reader.next(); line != null; line = reader.next()) {
                require(reader.textBytes());
                if (reader.lines() == 1) {
                    RecordParser<R> headed = parser.headed(line).orElse(null);
                    if (headed != null) {
                        parser = headed;
                        continue;
                    }
                }
                all.add(row(parser, line, reader.lines()));
            }
        }
        return all;
    }

    private <R extends Record> Row<R> row(RecordParser<R> parser, String line, long number) throws IOException {
        try {
            return new Row<>(parser.parse(line), number);
        } catch (BadRecordException e) {
            throw new IOException(String.format(Locale.ROOT, "%s line %,d: %s", path, number, e.getMessage()), e);
        }
    }

    private LineReader open() throws IOException {
        return LineReader.open(whole(), DecodeMemory.streaming(), (int) Math.max(1, Math.min(mostBytes, 1 << 30)));
    }

    private Split whole() {
        return new Split(new FileInput(path), 0, 0, Long.MAX_VALUE);
    }

    private void require(long bytes) throws IOException {
        if (bytes > mostBytes) {
            throw new IOException(String.format(
                    Locale.ROOT,
                    "%s has more than the %,d bytes of text that may be held in memory: join it instead, or give the"
                            + " process more memory (-Xmx)",
                    path,
                    mostBytes));
        }
    }
}
