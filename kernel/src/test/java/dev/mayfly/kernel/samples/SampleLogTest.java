package dev.mayfly.kernel.samples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class SampleLogTest {
    private static final String LINE =
            "[0-9a-f.:]+ - - \\[01/Nov/2026:\\d\\d:\\d\\d:\\d\\d \\+0000\\] \"(GET|POST) /\\S* HTTP/2\\.0\""
                    + " (200|206|304|404|500|502|503) \\d+ \"[^\"]+\" \"[^\"]+\" (HIT|MISS) [1-9]\\d*";

    private final Path folder;

    SampleLogTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @BeforeEach
    void nameTheFolder() {
        System.setProperty(SampleLog.FOLDER, folder.toString());
    }

    @AfterEach
    void forgetTheFolder() {
        System.clearProperty(SampleLog.FOLDER);
    }

    @Test
    void theLogIsTheSameOnEveryMachine() throws Exception {
        MessageDigest digest = MessageDigest.getInstance("SHA-256");
        long stored = 0;
        for (Path file : files()) {
            stored += Files.size(file);
            try (GZIPInputStream in = new GZIPInputStream(Files.newInputStream(file))) {
                digest.update(in.readAllBytes());
            }
        }
        assertThat(HexFormat.of().formatHex(digest.digest()))
                .isEqualTo("073c7163c3c7f0df3b76028180b897bac4fbb653ef3d2acaf8fd04be0d9f7b5a");
        assertThat(stored).isBetween(2_000_000L, 4_000_000L);
    }

    @Test
    void everyLineIsALineOfAnAccessLogInOrderOfTime() throws IOException {
        for (Path file : files()) {
            try (BufferedReader reader = new BufferedReader(
                    new InputStreamReader(new GZIPInputStream(Files.newInputStream(file)), StandardCharsets.UTF_8))) {
                List<String> lines = reader.lines().toList();
                assertThat(lines).hasSize(SampleLog.LINES).allMatch(line -> line.matches(LINE));
                assertThat(lines.stream().map(line -> line.split(" ")[3])).isSorted();
            }
        }
    }

    @Test
    void aFileThatIsThereStays() throws IOException {
        Path first = files().get(0);
        Files.writeString(first, "mine");
        SampleLog.folder();
        assertThat(first).hasContent("mine");
        Files.delete(first);
    }

    @Test
    void aFolderThatCannotBeWrittenIsNamed() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "");
        System.setProperty(SampleLog.FOLDER, file.toString());
        assertThatThrownBy(SampleLog::folder)
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining(file.toString())
                .hasMessageContaining("-Dmayfly.samples=");
    }

    private static List<Path> files() throws IOException {
        try (Stream<Path> files = Files.list(Path.of(SampleLog.folder()))) {
            return files.sorted().toList();
        }
    }
}
