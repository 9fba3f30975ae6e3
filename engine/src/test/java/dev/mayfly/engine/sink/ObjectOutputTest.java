package dev.mayfly.engine.sink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mayfly.engine.Pair;
import dev.mayfly.engine.Sink;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ObjectOutputTest {
    private final Path folder;

    ObjectOutputTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @Test
    void aKeyIsAFileAndAValueItsContent() throws IOException {
        Path out = folder.resolve("out");
        Sink.Receipt receipt = ObjectOutput.folder(out)
                .write(Stream.of(
                        new Pair<>("2026/01/a", "é"), new Pair<>(7, 8L), new Pair<>("raw", new byte[] {1, 2})));
        assertThat(Files.readString(out.resolve("2026/01/a"))).isEqualTo("é");
        assertThat(Files.readString(out.resolve("7"))).isEqualTo("8");
        assertThat(Files.readAllBytes(out.resolve("raw"))).containsExactly(1, 2);
        assertThat(receipt).isEqualTo(new Sink.Receipt(out.toString(), 3, 5));
        assertThat(folder.toFile().list()).containsExactly("out");
    }

    @Test
    void aManifestNamesEveryObjectAndItsNameIsTaken() throws IOException {
        Path out = folder.resolve("out");
        ObjectOutput.folder(out).gzip().manifest().write(Stream.of(new Pair<>("a/b", "1")));
        assertThat(out.resolve("manifest.jsonl"))
                .hasContent("{\"key\":\"a/b.gz\",\"bytes\":" + Files.size(out.resolve("a/b.gz")) + "}");
        assertThatThrownBy(() -> ObjectOutput.folder(out).manifest().write(Stream.of(new Pair<>("manifest.jsonl", 1))))
                .hasMessageContaining("Key \"manifest.jsonl\" comes twice");
    }

    @Test
    void packedObjectsSayItInTheirNames() throws IOException {
        ObjectOutput.folder(folder).gzip().write(Stream.of(new Pair<>("a", "x"), new Pair<>("b.gz", "y")));
        try (GZIPInputStream in = new GZIPInputStream(Files.newInputStream(folder.resolve("a.gz")))) {
            assertThat(new String(in.readAllBytes(), StandardCharsets.UTF_8)).isEqualTo("x");
        }
        assertThat(folder.resolve("b.gz")).exists();
    }

    @Test
    void otherFilesOfTheFolderStay() throws IOException {
        Files.writeString(folder.resolve("kept"), "k");
        Files.writeString(folder.resolve("replaced"), "old");
        ObjectOutput.folder(folder).write(Stream.of(new Pair<>("replaced", "new")));
        assertThat(folder.resolve("kept")).hasContent("k");
        assertThat(folder.resolve("replaced")).hasContent("new");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "/etc/x", "a/", "../x", "a/../../x", "a//b", "./a", "a\\b", "a\nb", "\0"})
    void aKeyThatIsNoRelativePathIsRefused(String key) {
        Path out = folder.resolve("out");
        assertThatThrownBy(() -> ObjectOutput.folder(out).write(Stream.of(new Pair<>("fine", 1), new Pair<>(key, 1))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("cannot name an object");
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void aLongKeyIsRefused() {
        assertThatThrownBy(() -> ObjectKey.path("x".repeat(300))).hasMessageContaining("longer than 240 bytes");
        assertThatThrownBy(() -> ObjectKey.path("xxxxxxx/".repeat(200) + "x")).hasMessageContaining("1024 bytes");
    }

    @Test
    void twoPairsOfOneKeyAreRefusedAndNothingAppears() {
        assertRefused("Key \"a\" comes twice", "a", "a");
        assertRefused("Key \"a\" is also the folder of another key", "a/b", "a");
        assertRefused("Key \"a/b/c\" lies below the key \"a\"", "a", "a/b/c");
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void aMoveThatFailsPutsEverythingBack() throws IOException {
        Files.writeString(folder.resolve("a"), "old");
        Files.createDirectory(folder.resolve("z"));
        Files.writeString(folder.resolve("z/inside"), "old");
        assertThatThrownBy(() -> ObjectOutput.folder(folder)
                        .write(Stream.of(new Pair<>("a", "new"), new Pair<>("b", "new"), new Pair<>("z", "new"))))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("z is a folder already");
        assertThat(folder.resolve("a")).hasContent("old");
        assertThat(folder.resolve("z/inside")).hasContent("old");
        assertThat(folder.toFile().list()).containsExactlyInAnyOrder("a", "z");
    }

    @Test
    void aFileInPlaceOfTheFolderIsRefused() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "x");
        assertThatThrownBy(() -> ObjectOutput.folder(file).write(Stream.of(new Pair<>("a", 1))))
                .hasMessageContaining("is not a folder");
        assertThat(file).hasContent("x");
    }

    private void assertRefused(String message, String first, String second) {
        assertThatThrownBy(() -> ObjectOutput.folder(folder.resolve("out"))
                        .write(Stream.of(new Pair<>(first, 1), new Pair<>(second, 2))))
                .hasMessageContaining(message);
    }
}
