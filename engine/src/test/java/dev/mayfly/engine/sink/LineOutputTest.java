package dev.mayfly.engine.sink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mayfly.engine.JobCancelledException;
import dev.mayfly.engine.Pair;
import dev.mayfly.engine.Sink;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LineOutputTest {
    private static final LineSorter.Limits TINY = new LineSorter.Limits(200, 2);

    private final Path folder;

    LineOutputTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @Test
    void aRowIsALineAndAPairIsKeyTabValue() throws IOException {
        Path file = folder.resolve("deep/out.txt");
        Sink.Receipt receipt = LineOutput.file(file).write(Stream.of("é", 7, new Pair<>("a", 1L)));
        assertThat(Files.readString(file)).isEqualTo("é\n7\na\t1\n");
        assertThat(receipt).isEqualTo(new Sink.Receipt(file.toString(), 3, 9));
    }

    @Test
    void sortedUniqueLinesFollowTheHeaderInByteOrder() throws IOException {
        Path file = folder.resolve("out.txt");
        Sink.Receipt receipt =
                LineOutput.file(file).sorted().unique().header("name").write(Stream.of("b", "é", "a", "b", "Z", ""));
        assertThat(Files.readAllLines(file)).containsExactly("name", "", "Z", "a", "b", "é");
        assertThat(receipt.rows()).isEqualTo(5);
    }

    @Test
    void gzipIsByNameOrByWord() throws IOException {
        Path named = folder.resolve("a.gz");
        Path asked = folder.resolve("a.txt");
        long bytes = LineOutput.file(named).write(Stream.of("x")).bytes();
        LineOutput.file(asked).gzip().write(Stream.of("x"));
        LineOutput.file(named).gzip().write(Stream.of("x"));
        assertThat(unpacked(named)).isEqualTo("x\n");
        assertThat(unpacked(asked)).isEqualTo("x\n");
        assertThat(bytes).isEqualTo(Files.size(named));
    }

    @Test
    void aFailureLeavesWhatWasThere() throws IOException {
        Path file = folder.resolve("out.txt");
        Files.writeString(file, "before");
        Stream<String> failing = Stream.of("a", "b").map(row -> {
            if (row.equals("b")) {
                throw new IllegalStateException("in the middle");
            }
            return row;
        });
        assertThatThrownBy(() -> LineOutput.file(file).write(failing)).hasMessage("in the middle");
        assertThat(Files.readString(file)).isEqualTo("before");
        assertThat(folder).isDirectoryContaining("glob:**out.txt").isDirectoryNotContaining("glob:**partial");
    }

    @Test
    void aRowOfTwoLinesIsRefused() {
        assertThatThrownBy(() -> LineOutput.file(folder.resolve("out")).write(Stream.of("a", "b\nc")))
                .hasMessageContaining("Row 2 is more than one line: b\\nc");
        assertThatThrownBy(() -> LineOutput.file(folder.resolve("out")).header("a\nb"))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void anInterruptStopsTheWriting() {
        Stream<String> endless =
                Stream.generate(() -> "x").peek(row -> Thread.currentThread().interrupt());
        try {
            assertThatThrownBy(() ->
                            LineOutput.file(folder.resolve("out")).sorted().write(endless))
                    .isInstanceOf(JobCancelledException.class);
        } finally {
            Thread.interrupted();
        }
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void aSortBeyondItsMemoryLeavesNoFileBehind() throws IOException {
        Path file = folder.resolve("out");
        List<Path> before = sorts();
        Stream<String> numbers = IntStream.range(0, 5000).mapToObj(i -> String.valueOf(i * 7919 % 1000));
        LineOutput.file(file).unique().within(TINY).write(numbers);
        String[] expected =
                IntStream.range(0, 1000).mapToObj(String::valueOf).sorted().toArray(String[]::new);
        assertThat(Files.readAllLines(file)).containsExactly(expected);
        assertThat(sorts()).isEqualTo(before);
    }

    /** What this process keeps in its temporary folders. */
    private static List<Path> sorts() throws IOException {
        Path own = Path.of(System.getProperty("java.io.tmpdir"), "mayfly-" + System.getProperty("user.name"));
        String process = ProcessHandle.current().pid() + "-";
        try (Stream<Path> all = Files.exists(own) ? Files.list(own) : Stream.empty()) {
            return all.filter(path -> path.getFileName().toString().startsWith(process))
                    .toList();
        }
    }

    private static String unpacked(Path file) throws IOException {
        try (GZIPInputStream in = new GZIPInputStream(Files.newInputStream(file))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
