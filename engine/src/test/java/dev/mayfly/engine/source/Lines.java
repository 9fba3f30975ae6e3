package dev.mayfly.engine.source;

import static org.assertj.core.api.Assertions.assertThat;

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
            LineBlock block = new LineBlock();
            while (reader.fill(block)) {
                assertThat(block.linesBefore() - split.linesBefore()).isEqualTo(lines.size());
                lines.addAll(take(block));
            }
        }
        return lines;
    }

    /** Takes what is left of a block. */
    static void drain(LineBlock block) {
        while (block.next() != null) {
            // Takes the next.
        }
    }

    /** The lines of a block, which is then done. */
    static List<String> take(LineBlock block) {
        List<String> lines = new ArrayList<>();
        for (String line = block.next(); line != null; line = block.next()) {
            lines.add(line);
        }
        assertThat(block.lines()).isEqualTo(lines.size());
        block.done();
        return lines;
    }
}
