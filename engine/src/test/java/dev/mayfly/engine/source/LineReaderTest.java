package dev.mayfly.engine.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LineReaderTest {
    private final Path folder;

    LineReaderTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @Test
    void linesEndAtLineFeedsWithOrWithoutCarriageReturnsAndAtTheEnd() throws IOException {
        assertThat(read("one\ntwo\r\n\nfour\rstill four\r\n\r\nlast"))
                .containsExactly("one", "two", "", "four\rstill four", "", "last");
        assertThat(read("one\n")).containsExactly("one");
        assertThat(read("\n")).containsExactly("");
    }

    @Test
    void anEmptyInputHasNoLines() throws IOException {
        assertThat(read("")).isEmpty();
        assertThat(Lines.read(Lines.file(folder, "empty.gz", Lines.gzip(new byte[0])), DecodeMemory.ofLimit(1 << 20)))
                .isEmpty();
    }

    @Test
    void aByteOrderMarkAtTheStartIsDropped() throws IOException {
        assertThat(read("\uFEFFone\n\uFEFFtwo")).containsExactly("one", "\uFEFFtwo");
        assertThat(read("\uFEFF")).isEmpty();
    }

    @Test
    void textIsUtf8WhereverTheWindowEnds() throws IOException {
        String line = "aé€𝄞z".repeat(30_000);
        assertThat(read(line + "\n" + line)).containsExactly(line, line);
    }

    @Test
    void bytesThatAreNoUtf8AreReplacedAndCounted() throws IOException {
        byte[] stored = Lines.concat(
                Lines.utf8("good é \uFFFD\nbad "), new byte[] {(byte) 0xFF, 'x', (byte) 0xC3}, Lines.utf8("\nlast"));
        Split split = whole(Lines.file(folder, "bad", stored));
        LineBlock block = new LineBlock();
        try (LineReader reader = LineReader.open(split, DecodeMemory.streaming(), 1 << 20)) {
            assertThat(reader.fill(block)).isTrue();
            assertThat(block.next()).isEqualTo("good é \uFFFD");
            assertThat(block.replaced()).isZero();
            assertThat(block.next()).isEqualTo("bad \uFFFDx\uFFFD");
            assertThat(block.replaced()).isEqualTo(2);
            assertThat(block.next()).isEqualTo("last");
            assertThat(block.next()).isNull();
        }
    }

    @Test
    void aLineMayBeLongerThanTheWindow() throws IOException {
        String line = "long".repeat(500_000);
        assertThat(read("first\n" + line + "\nlast\n")).containsExactly("first", line, "last");
    }

    @Test
    void aLineLongerThanTheLimitIsAnErrorThatNamesInputAndLine() {
        Split split = whole(Lines.file(folder, "wide.log", Lines.utf8("short\n" + "x".repeat(1 << 20))));
        assertThatThrownBy(() -> {
                    try (LineReader reader = LineReader.open(split, DecodeMemory.streaming(), 1 << 19)) {
                        for (LineBlock block = new LineBlock(); reader.fill(block); ) {
                            assertThat(Lines.take(block)).containsExactly("short");
                        }
                    }
                })
                .hasMessageContaining("wide.log")
                .hasMessageContaining("line 2")
                .hasMessageContaining("524,288");
    }

    @Test
    void bytesAndLinesAreCountedExactly() throws IOException {
        byte[] text = Lines.utf8("\uFEFFone\r\ntwo\nthree");
        byte[] stored = Lines.gzip(text);
        for (Input input : List.of(Lines.file(folder, "a", text), Lines.file(folder, "b", stored))) {
            try (LineReader reader = LineReader.open(whole(input), DecodeMemory.ofLimit(1 << 20), 1 << 20)) {
                LineBlock block = new LineBlock();
                assertThat(reader.fill(block)).isTrue();
                assertThat(Lines.take(block)).hasSize(3);
                assertThat(reader.fill(block)).isFalse();
                assertThat(reader.textBytes()).isEqualTo(text.length);
                assertThat(reader.storedBytes()).isEqualTo(input.size().orElseThrow());
            }
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 7, 64, 1000, 40_000, 1 << 20})
    void everyLineOfAPlainFileIsInExactlyOneRange(long target) throws IOException {
        List<String> expected = new ArrayList<>();
        Random random = new Random(target);
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < 400; i++) {
            String line = "é".repeat(random.nextInt(4)) + i + "x".repeat(random.nextInt(i % 50 == 0 ? 3000 : 8));
            expected.add(line);
            text.append(line).append(i % 3 == 0 ? "\r\n" : "\n");
        }
        Input input = Lines.file(folder, "ranges.log", Lines.utf8(text.toString()));
        List<Split> splits = Splits.of(new Inputs(List.of(input)), target);
        List<String> lines = new ArrayList<>();
        long bytes = 0;
        for (Split split : splits) {
            assertThat(split.linesBefore()).isGreaterThanOrEqualTo(lines.size());
            try (LineReader reader = LineReader.open(split, DecodeMemory.streaming(), 1 << 20)) {
                for (LineBlock block = new LineBlock(); reader.fill(block); ) {
                    assertThat(block.linesBefore()).isEqualTo(lines.size());
                    lines.addAll(Lines.take(block));
                }
                bytes += reader.textBytes();
                assertThat(reader.storedBytes()).isEqualTo(reader.textBytes());
            }
        }
        assertThat(lines).isEqualTo(expected);
        assertThat(bytes).isEqualTo(input.size().orElseThrow());
        assertThat(splits.size() > 1).isEqualTo(target < input.size().orElseThrow() / 2);
    }

    @Test
    void compressedInputsAreNeverDivided() throws IOException {
        Input input = Lines.file(folder, "b.log", Lines.gzip(new byte[1 << 20]));
        assertThat(Splits.of(new Inputs(List.of(input)), 10)).containsExactly(whole(input));
    }

    @Test
    void anArchiveIsRefusedByNameRatherThanReadAsText() {
        byte[] stored = "PK\u0003\u0004and more".getBytes(StandardCharsets.ISO_8859_1);
        Input input = Lines.file(folder, "packed", stored);
        assertThatThrownBy(() -> Lines.read(input, DecodeMemory.streaming()))
                .hasMessageContaining("packed holds zip data")
                .hasMessageContaining("compress it with gzip");
    }

    private List<String> read(String text) throws IOException {
        Path file = folder.resolve("text");
        Files.deleteIfExists(file);
        byte[] bytes = Lines.utf8(text);
        List<String> plain = Lines.read(Lines.file(folder, "text", bytes), DecodeMemory.streaming());
        Input packed = Lines.file(folder, "text.gz", Lines.gzip(bytes));
        assertThat(Lines.read(packed, DecodeMemory.streaming())).isEqualTo(plain);
        assertThat(Lines.read(packed, DecodeMemory.ofLimit(1 << 26))).isEqualTo(plain);
        return plain;
    }

    private static Split whole(Input input) {
        return new Split(input, 0, 0, Long.MAX_VALUE);
    }
}
