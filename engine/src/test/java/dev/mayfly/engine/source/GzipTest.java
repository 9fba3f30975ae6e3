package dev.mayfly.engine.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Gzip, decoded whole where this JDK can, and as a stream: the same lines and the same errors. */
class GzipTest {
    private final Path folder;

    GzipTest(@TempDir Path folder) {
        this.folder = folder;
    }

    static Stream<DecodeMemory> decoders() {
        return Stream.of(DecodeMemory.streaming(), DecodeMemory.ofLimit(1 << 24), DecodeMemory.ofLimit(1 << 17));
    }

    @ParameterizedTest
    @MethodSource("decoders")
    void everyMemberCounts(DecodeMemory memory) throws IOException {
        byte[] member = Lines.gzip(Lines.utf8("same\nlines\n"));
        byte[] empty = Lines.gzip(new byte[0]);
        byte[] large = Lines.gzip(Lines.utf8(text(40_000)));
        byte[] stored = Lines.concat(member, member, empty, large, member, large, empty, new byte[700]);
        List<String> expected = new ArrayList<>(List.of("same", "lines", "same", "lines"));
        expected.addAll(text(40_000).lines().toList());
        expected.addAll(List.of("same", "lines"));
        expected.addAll(text(40_000).lines().toList());
        assertThat(Lines.read(Lines.file(folder, "members", stored), memory)).isEqualTo(expected);
    }

    @ParameterizedTest
    @MethodSource("decoders")
    void aLineMayCrossMembers(DecodeMemory memory) throws IOException {
        byte[] stored = Lines.concat(Lines.gzip(Lines.utf8("one\ntw")), Lines.gzip(Lines.utf8("o\nthree")));
        assertThat(Lines.read(Lines.file(folder, "cut.gz", stored), memory)).containsExactly("one", "two", "three");
    }

    @ParameterizedTest
    @MethodSource("decoders")
    void aTruncatedGzipFailsWhereverItEnds(DecodeMemory memory) {
        byte[] stored = Lines.concat(Lines.gzip(Lines.utf8(text(300))), Lines.gzip(Lines.utf8(text(500))));
        int first = Lines.gzip(Lines.utf8(text(300))).length;
        IntStream.range(1, stored.length)
                .filter(length -> length != first && (length < 40 || length % 97 == 0 || length > stored.length - 20))
                .forEach(length -> {
                    Input input = Lines.file(folder, "a.gz", Arrays.copyOf(stored, length));
                    assertThatThrownBy(() -> Lines.read(input, memory))
                            .as("%d bytes", length)
                            .isInstanceOf(BadInputException.class)
                            .hasMessageContaining(folder + "/a.gz is truncated after ")
                            .hasMessageContaining(String.format("%,d bytes", length))
                            .hasMessageContaining("line ");
                });
    }

    @Test
    void anEmptyFileNamedGzIsTruncatedToo() {
        Input input = Lines.file(folder, "a.gz", new byte[0]);
        assertThatThrownBy(() -> Lines.read(input, DecodeMemory.streaming())).hasMessageContaining("truncated after 0");
    }

    @ParameterizedTest
    @MethodSource("decoders")
    void aFlippedBitNeverPasses(DecodeMemory memory) throws IOException {
        byte[] good = Lines.gzip(Lines.utf8(text(2000)));
        Random random = new Random(7);
        List<String> expected = text(2000).lines().toList();
        for (int i = 0; i < 60; i++) {
            byte[] bad = good.clone();
            int at = i < 10 ? bad.length - 1 - i % 8 : 10 + random.nextInt(bad.length - 10);
            bad[at] ^= (byte) (1 << random.nextInt(8));
            Input input = Lines.file(folder, "flipped.gz", bad);
            assertThatThrownBy(() -> assertThat(Lines.read(input, memory)).isNotEqualTo(expected))
                    .as("byte %d", at)
                    .isInstanceOf(BadInputException.class)
                    .hasMessageContaining("flipped.gz is ")
                    .hasMessageContaining("(line ");
        }
    }

    @ParameterizedTest
    @MethodSource("decoders")
    void dataBehindTheLastMemberIsAnErrorUnlessItIsPadding(DecodeMemory memory) throws IOException {
        byte[] member = Lines.gzip(Lines.utf8("one\n"));
        Input padded = Lines.file(folder, "padded.gz", Lines.concat(member, new byte[100_000]));
        assertThat(Lines.read(padded, memory)).containsExactly("one");
        Input dirty = Lines.file(folder, "dirty.gz", Lines.concat(member, new byte[9], Lines.utf8("rest")));
        assertThatThrownBy(() -> Lines.read(dirty, memory))
                .hasMessageContaining("dirty.gz has data behind its last gzip member")
                .hasMessageContaining("byte " + member.length);
    }

    @ParameterizedTest
    @MethodSource("decoders")
    void optionalHeaderFieldsAreSkipped(DecodeMemory memory) throws IOException {
        byte[] plain = Lines.gzip(Lines.utf8("one\ntwo\n"));
        byte[] head = Arrays.copyOf(plain, 10);
        head[3] = 2 | 4 | 8 | 16;
        byte[] stored = Lines.concat(
                head,
                new byte[] {3, 0, 'a', 'b', 'c'},
                Lines.utf8("name.log\0comment\0"),
                new byte[] {1, 2},
                Arrays.copyOfRange(plain, 10, plain.length));
        assertThat(Lines.read(Lines.file(folder, "fields.gz", stored), memory)).containsExactly("one", "two");
    }

    @Test
    void libdeflateDecodesWholeMembersWhereTheJdkAllowsIt() throws IOException {
        assumeTrue(
                Runtime.version().feature() >= 22,
                "libdeflate is called by the foreign function API, which this JDK does not have: java.util.zip is used");
        DecodeMemory memory = DecodeMemory.ofLimit(1 << 24);
        byte[] stored = Lines.concat(Lines.gzip(Lines.utf8(text(100))), Lines.gzip(Lines.utf8(text(50_000))));
        assertThat(Lines.read(Lines.file(folder, "two.gz", stored), memory)).hasSize(50_100);
        assertThat(memory.nativeMembers()).isEqualTo(2);
    }

    private static String text(int lines) {
        StringBuilder text = new StringBuilder();
        Random random = new Random(lines);
        for (int i = 0; i < lines; i++) {
            text.append("line ").append(i).append(' ').append(random.nextInt()).append('\n');
        }
        return text.toString();
    }
}
