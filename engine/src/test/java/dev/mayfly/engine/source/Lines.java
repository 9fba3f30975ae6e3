package dev.mayfly.engine.source;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPOutputStream;

/** Makes inputs for tests, and reads them. */
final class Lines {
    private static final int LONGEST = 1 << 26;

    private Lines() {}

    static Input file(Path folder, String name, byte[] content) {
        try {
            return new FileInput(Files.write(folder.resolve(name), content));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static byte[] gzip(byte[] text) {
        ByteArrayOutputStream stored = new ByteArrayOutputStream();
        try (OutputStream out = new GZIPOutputStream(stored)) {
            out.write(text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return stored.toByteArray();
    }

    static byte[] concat(byte[]... parts) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            all.writeBytes(part);
        }
        return all.toByteArray();
    }

    static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    static List<String> read(Input input, DecodeMemory memory) throws IOException {
        return read(new Split(input, 0, 0, Long.MAX_VALUE), memory);
    }

    static List<String> read(Split split, DecodeMemory memory) throws IOException {
        List<String> lines = new ArrayList<>();
        try (LineReader reader = LineReader.open(split, memory, LONGEST)) {
            for (String line = reader.next(); line != null; line = reader.next()) {
                lines.add(line);
            }
        }
        return lines;
    }
}
