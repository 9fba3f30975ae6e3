package dev.mayfly.engine.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.luben.zstd.ZstdOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

/** What holds of every compression, whatever decodes it. */
class CompressedInputsTest {
    private static final byte[] TEXT = text(500);
    private static final List<String> EXPECTED =
            new String(TEXT, StandardCharsets.UTF_8).lines().toList();

    private final Path folder;

    CompressedInputsTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @ParameterizedTest
    @EnumSource(Packed.class)
    void theContentDecidesAndNotTheName(Packed packed) throws IOException {
        for (DecodeMemory memory : decoders(packed)) {
            assertThat(read("access.log", packed.pack(TEXT), memory)).isEqualTo(EXPECTED);
            assertThat(read("misnamed.gz", packed.pack(TEXT), memory)).isEqualTo(EXPECTED);
        }
    }

    @ParameterizedTest
    @EnumSource(Packed.class)
    void piecesThatFollowEachOtherAreAllRead(Packed packed) throws IOException {
        byte[] first = Lines.utf8("one\ntw");
        byte[] last = Lines.utf8("o\nthree");
        byte[] stored =
                Lines.concat(packed.pack(first), packed.pack(new byte[0]), packed.pack(last), packed.pack(new byte[0]));
        for (DecodeMemory memory : decoders(packed)) {
            assertThat(read("pieces", stored, memory)).containsExactly("one", "two", "three");
            assertThat(read("empty", packed.pack(new byte[0]), memory)).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource(Packed.class)
    void aTruncatedInputIsAnErrorThatNamesItAndTheByteWhereverItIsCut(Packed packed) {
        byte[] piece = packed.pack(TEXT);
        byte[] stored = Lines.concat(piece, piece);
        String name = "cut." + ending(packed);
        Random random = new Random(3);
        for (int i = 0; i < 36; i++) {
            int length = i < 15 ? i : i < 30 ? piece.length + 1 + i - 15 : 1 + random.nextInt(stored.length - 1);
            if (length == piece.length) {
                continue;
            }
            for (DecodeMemory memory : decoders(packed)) {
                assertThatThrownBy(() -> read(name, Arrays.copyOf(stored, length), memory))
                        .as("cut to %d of %d", length, stored.length)
                        .isInstanceOf(BadInputException.class)
                        .hasMessageContaining(folder + "/" + name + " is truncated after ")
                        .hasMessageContaining(String.format("%,d bytes", length))
                        .hasMessageContaining(" (line ");
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Packed.class)
    void aFlippedBitInAnyPieceNeverPasses(Packed packed) {
        byte[] piece = packed.pack(TEXT);
        byte[] stored = Lines.concat(piece, piece, piece);
        List<String> expected =
                Stream.of(EXPECTED, EXPECTED, EXPECTED).flatMap(List::stream).toList();
        String name = "flipped." + ending(packed);
        Random random = new Random(5);
        for (int i = 0; i < 75; i++) {
            byte[] bad = stored.clone();
            int at = i % 3 * piece.length + place(i / 3, piece.length, random);
            bad[at] ^= (byte) (1 << random.nextInt(8));
            for (DecodeMemory memory : decoders(packed)) {
                try {
                    // Some bits of a header mean nothing: whatever they say, the lines must be right.
                    assertThat(read(name, bad, memory).equals(expected))
                            .as("byte %d", at)
                            .isTrue();
                } catch (IOException e) {
                    assertThat(e)
                            .as("byte %d", at)
                            .isInstanceOf(BadInputException.class)
                            .hasMessageMatching(
                                    "(?s).*/flipped[.a-z0-9]+ (is (corrupt at|truncated after)|has data behind|was compressed|needs).*"
                                            + "[0-9]+.*\\(line [0-9,]+\\): .*");
                }
            }
        }
    }

    @ParameterizedTest
    @EnumSource(value = Packed.class, mode = Mode.EXCLUDE, names = "GZIP")
    void whatIsNoPieceBehindTheLastOneIsAnError(Packed packed) {
        byte[] stored = Lines.concat(packed.pack(TEXT), Lines.utf8("and more"));
        assertThatThrownBy(() -> read("dirty", stored, DecodeMemory.streaming()))
                .isInstanceOf(BadInputException.class)
                .hasMessageContaining("dirty is ")
                .hasMessageContaining("(line 501)");
    }

    @ParameterizedTest
    @EnumSource(Packed.class)
    void aFailureToReadIsNotTakenForDamage(Packed packed) {
        byte[] stored = packed.pack(TEXT);
        IOException broken = new IOException("the disk is on fire");
        Input input = new Input() {
            @Override
            public String name() {
                return "burning";
            }

            @Override
            public OptionalLong size() {
                return OptionalLong.empty();
            }

            @Override
            public InputStream open() {
                return new BreakingStream(stored, stored.length / 2, broken);
            }
        };
        for (DecodeMemory memory : decoders(packed)) {
            assertThatThrownBy(() -> Lines.read(input, memory)).isSameAs(broken);
        }
    }

    @Test
    void textMayBeMisnamed() throws IOException {
        for (Packed packed : Packed.values()) {
            assertThat(read("text." + ending(packed), TEXT, DecodeMemory.streaming()))
                    .isEqualTo(EXPECTED);
        }
    }

    @Test
    void framesToBeSkippedAreSkipped() throws IOException {
        byte[] skipped = {0x51, 0x2A, 0x4D, 0x18, 4, 0, 0, 0, 'a', '\n', 'b', '\n'};
        byte[] stored = Lines.concat(skipped, Packed.ZSTD.pack(TEXT), skipped);
        assertThat(read("several.zst", stored, DecodeMemory.streaming())).isEqualTo(EXPECTED);
    }

    @Test
    void aWindowThatTheDecoderDoesNotTakeIsAnErrorThatSaysWhatToDo() throws IOException {
        ByteArrayOutputStream stored = new ByteArrayOutputStream();
        try (OutputStream out = new ZstdOutputStream(stored).setLong(27)) {
            out.write(TEXT);
            out.flush();
        }
        byte[] wide = stored.toByteArray();
        wide[5] = (byte) (wide[5] + (1 << 3)); // the logarithm of the window's size
        assertThatThrownBy(() -> read("wide.zst", wide, DecodeMemory.streaming()))
                .isInstanceOf(BadInputException.class)
                .hasMessageContaining("wide.zst was compressed over a window of more than 128 MB")
                .hasMessageContaining("--long");
    }

    private static int place(int i, int length, Random random) {
        return i < 10 ? i : i < 20 ? length - 1 - (i - 10) : random.nextInt(length);
    }

    private static String ending(Packed packed) {
        return switch (packed) {
            case GZIP -> "gz";
            case ZSTD -> "zst";
            case XZ -> "xz";
            case BZIP2 -> "bz2";
        };
    }

    /** The ways in which such data is decoded. */
    private static List<DecodeMemory> decoders(Packed packed) {
        DecodeMemory streaming = DecodeMemory.streaming();
        return packed == Packed.GZIP ? List.of(streaming, DecodeMemory.ofLimit(1 << 24)) : List.of(streaming);
    }

    private List<String> read(String name, byte[] stored, DecodeMemory memory) throws IOException {
        return Lines.read(Lines.file(folder, name, stored), memory);
    }

    private static byte[] text(int lines) {
        StringBuilder text = new StringBuilder();
        Random random = new Random(lines);
        for (int i = 0; i < lines; i++) {
            text.append("line ").append(i).append(' ').append(random.nextInt()).append('\n');
        }
        return Lines.utf8(text.toString());
    }
}
