package dev.mayfly.engine.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Blocks whose lines are taken in another order than that of the input. */
class LineBlockTest {
    private static final int LONGEST = 1 << 22;

    @Test
    void aBlockIsIndependentOfItsReader(@TempDir Path folder) throws IOException {
        List<String> lines = lines(40_000, 5);
        Input input = Lines.file(folder, "lines.gz", Lines.gzip(Lines.utf8(String.join("\n", lines))));
        List<LineBlock> blocks = blocks(input);
        assertThat(blocks).hasSizeGreaterThan(8);
        List<String> taken = new ArrayList<>();
        long bytes = 0;
        for (LineBlock block : blocks) {
            bytes += block.length();
            taken.addAll(Lines.take(block));
        }
        assertThat(taken).isEqualTo(lines);
        assertThat(bytes).isEqualTo(String.join("\n", lines).length());
    }

    @Property(tries = 300)
    void aSearchPassesOverLinesAndCountsThem(@ForAll long seed) throws IOException {
        Random random = new Random(seed);
        List<String> parts = List.of("a", "needle", "need", "\u0001", "é", "\r", "needl", "xyzxyzxyz", "\uFFFD", "");
        List<String> lines = new ArrayList<>();
        for (int n = 1 + random.nextInt(60); n > 0; n--) {
            StringBuilder line = new StringBuilder();
            for (int p = random.nextInt(5); p > 0; p--) {
                line.append(parts.get(random.nextInt(10)));
            }
            lines.add(line + "|");
        }
        byte[] text = Lines.utf8(String.join("\n", lines) + (random.nextBoolean() ? "\n" : ""));
        text[random.nextInt(text.length)] = (byte) (random.nextBoolean() ? 0xFF : 'b');
        List<String> all = Lines.take(only(text));
        LineBlock block = only(text);
        List<String> taken = new ArrayList<>();
        ByteSearch needle = new ByteSearch("needle");
        for (String line = block.next(needle); line != null; line = block.next(needle)) {
            taken.add(line);
            assertThat(all.get((int) block.lines() - 1)).isEqualTo(line);
        }
        assertThat(block.lines()).isEqualTo(all.size());
        assertThat(taken)
                .containsAll(
                        all.stream().filter(line -> line.contains("needle")).toList());
        assertThat(taken)
                .allMatch(line -> line.contains("needle") || line.chars().anyMatch(c -> c > 127));
        LineBlock plain = only(text);
        Lines.take(plain);
        assertThat(block.replaced()).isEqualTo(plain.replaced());
    }

    /** A text of one block, which is not empty. */
    private static LineBlock only(byte[] text) throws IOException {
        Path file = Files.write(Files.createTempFile("block", ".txt"), text);
        try {
            return blocks(new FileInput(file)).get(0);
        } finally {
            Files.delete(file);
        }
    }

    @Property(tries = 10)
    void linesBeforeABlockAreRightWhicheverOthersAreDone(@ForAll long seed) throws IOException {
        Path folder = Files.createTempDirectory("blocks");
        Random random = new Random(seed);
        try {
            Input input = Lines.file(folder, "lines", Lines.utf8(String.join("\n", lines(30_000, seed))));
            List<LineBlock> blocks = blocks(input);
            List<Long> before = new ArrayList<>();
            long sum = 0;
            for (LineBlock block : blocks) {
                before.add(sum);
                sum += block.countLines();
            }
            List<Integer> order = new ArrayList<>();
            for (int i = 0; i < blocks.size(); i++) {
                order.add(i);
            }
            Collections.shuffle(order, random);
            for (int number : order) {
                LineBlock block = blocks.get(number);
                assertThat(block.linesBefore()).isEqualTo(before.get(number));
                for (int takes = random.nextInt(3); takes > 0; takes--) {
                    assertThat(block.next()).isNotNull();
                }
                if (random.nextBoolean()) {
                    Lines.drain(block);
                }
                block.done();
            }
        } finally {
            Files.delete(folder.resolve("lines"));
            Files.delete(folder);
        }
    }

    @Test
    void damageIsPlacedBehindTheLinesOfBlocksThatNobodyHasTaken(@TempDir Path folder) throws IOException {
        List<String> lines = lines(30_000, 9);
        byte[] stored = Lines.gzip(Lines.utf8(String.join("\n", lines)));
        int good = stored.length - 40_000;
        Input whole = Lines.file(folder, "whole.gz", stored);
        Input cut = Lines.file(folder, "cut.gz", Arrays.copyOf(stored, good));
        long decoded = decodable(cut);
        long line = Lines.read(whole, DecodeMemory.streaming()).stream()
                .mapToLong(text -> text.length() + 1)
                .collect(() -> new long[2], (sums, n) -> sums[1] += (sums[0] += n) <= decoded ? 1 : 0, (a, b) -> {})[1];
        assertThatThrownBy(() -> blocks(cut))
                .isInstanceOf(BadInputException.class)
                .hasMessageContaining(String.format("cut.gz is truncated after %,d bytes (line %,d)", good, line + 1));
    }

    /** Bytes of text that come before the damage. */
    private static long decodable(Input input) throws IOException {
        try (ByteSource source = new GzipBytes(new StoredBytes(input.open()))) {
            byte[] some = new byte[999];
            long sum = 0;
            try {
                while (true) {
                    sum += source.read(some, 0, some.length);
                }
            } catch (Damage e) {
                return sum;
            }
        }
    }

    private static List<LineBlock> blocks(Input input) throws IOException {
        List<LineBlock> blocks = new ArrayList<>();
        try (LineReader reader =
                LineReader.open(new Split(input, 0, 0, Long.MAX_VALUE), DecodeMemory.streaming(), LONGEST)) {
            for (LineBlock block = new LineBlock(); reader.fill(block); block = new LineBlock()) {
                blocks.add(block);
            }
        }
        return blocks;
    }

    private static List<String> lines(int count, long seed) {
        Random random = new Random(seed);
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            lines.add(i + "x".repeat(random.nextInt(i % 9_000 == 0 ? 600_000 : 120)));
        }
        return lines;
    }
}
