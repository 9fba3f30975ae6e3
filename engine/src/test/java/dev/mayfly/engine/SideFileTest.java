package dev.mayfly.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A small file that functions look into. */
final class SideFileTest {
    record Place(String network, String country) {}

    private final Path folder;

    SideFileTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @Test
    void oneFileIsTextLinesRecordsAndAMap() throws IOException {
        Path file = write("geo.csv", "network,country", "10.0,CH", "10.1,FR");
        SideFile side = SideFile.of(file);
        assertThat(side.path()).isEqualTo(file.toAbsolutePath());
        assertThat(side.text()).isEqualTo("network,country\n10.0,CH\n10.1,FR\n");
        assertThat(side.lines()).containsExactly("network,country", "10.0,CH", "10.1,FR");
        assertThat(side.csv(Place.class)).containsExactly(new Place("10.0", "CH"), new Place("10.1", "FR"));
        Map<String, Place> places = side.map(Place.class, p -> p.network());
        assertThat(places.get("10.1")).isEqualTo(new Place("10.1", "FR"));
        assertThat(places).hasSize(2).doesNotContainKey("10.2");
        assertThat(side.toString()).contains("geo.csv", "32 bytes");
        assertThat(places.toString()).contains("geo.csv").doesNotContain("CH");
    }

    @Test
    void otherFormatsAreKnownByName() throws IOException {
        assertThat(SideFile.of(write("geo.tsv", "10.0\tCH")).map(Place.class, p -> p.network()))
                .containsKey("10.0");
        assertThat(SideFile.of(write("geo.jsonl", "{\"network\":\"10.0\",\"country\":\"CH\"}"))
                        .map(Place.class, p -> p.network()))
                .containsKey("10.0");
        Path gzip = folder.resolve("geo.csv.gz");
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(gzip))) {
            out.write("10.0,CH\n".getBytes(StandardCharsets.UTF_8));
        }
        assertThat(SideFile.of(gzip).map(Place.class, p -> p.network())).containsKey("10.0");
        assertThat(SideFile.of(gzip).text()).isEqualTo("10.0,CH\n");
        assertThatThrownBy(() -> SideFile.of(write("geo.txt", "x")).map(Place.class, p -> p.network()))
                .hasMessageContaining("geo.txt")
                .hasMessageContaining("call it .csv");
    }

    @Test
    void whatIsLoadedIsLoadedOnceAndCannotBeChanged() throws IOException {
        SideFile side = SideFile.of(write("geo.csv", "10.0,CH"));
        assertThat(side.lines()).isSameAs(side.lines());
        Transform<Place, String> key = Place::network;
        assertThat(side.map(Place.class, key).get("10.0"))
                .isSameAs(side.map(Place.class, key).get("10.0"));
        assertThatThrownBy(() -> side.lines().add("x")).isInstanceOf(UnsupportedOperationException.class);
        assertThatThrownBy(() -> side.map(Place.class, key).clear()).isInstanceOf(UnsupportedOperationException.class);
    }

    @Test
    void aFunctionThatMakesANewMapAtEachCallIsToldSo() throws IOException {
        SideFile side = SideFile.of(write("geo.csv", "10.0,CH"));
        assertThatThrownBy(() -> IntStream.range(0, 100)
                        .forEach(i -> assertThat(side.map(Place.class, p -> p.network() + i))
                                .hasSize(1)))
                .hasMessageContaining("geo.csv was read 64 times")
                .hasMessageContaining("before the job");
    }

    @Test
    void aFileThatHasChangedSinceItWasNamedIsRefused() throws IOException {
        Path file = write("geo.csv", "10.0,CH");
        SideFile side = SideFile.of(file);
        Files.writeString(file, "10.0,CH\n10.1,FR\n");
        assertThatThrownBy(side::lines)
                .isInstanceOf(JobException.class)
                .hasMessageContaining("geo.csv has changed since it was named (8 bytes then, 16 now)");
        Files.delete(file);
        assertThatThrownBy(side::path).hasMessageContaining("geo.csv is gone");
        assertThatThrownBy(() -> SideFile.of(file))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("does not exist");
        assertThatThrownBy(() -> SideFile.of(folder)).hasMessageContaining("is no file");
    }

    @Test
    void badRecordsAndKeysAreNamedWithTheirLine() throws IOException {
        assertThatThrownBy(() -> SideFile.of(write("a.csv", "network,country", "10.0,CH", "x"))
                        .csv(Place.class)
                        .size())
                .hasMessageContaining("a.csv line 3: has 1 columns");
        assertThatThrownBy(() -> SideFile.of(write("b.csv", "10.0,CH", "10.0,FR"))
                        .map(Place.class, p -> p.network())
                        .size())
                .hasMessageContaining("b.csv line 2 has the key 10.0");
    }

    @Test
    void aFileThatIsNotSmallIsRefused() throws IOException {
        Path large = folder.resolve("large.csv");
        long most = Runtime.getRuntime().maxMemory() / 8;
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(large))) {
            byte[] zeros = "0123456789abcde\n".repeat(1 << 16).getBytes(StandardCharsets.UTF_8);
            for (long written = 0; written <= most; written += zeros.length) {
                out.write(zeros);
            }
        }
        assertThatThrownBy(() -> SideFile.of(large).text())
                .hasMessageContaining("large.csv has more than the")
                .hasMessageContaining("join it");
    }

    @Test
    void aMapTravelsAsAHandleAndIsLoadedOnceWhereItArrives() throws Exception {
        Path file = write("geo.csv", "network,country", "10.0,CH");
        SideFile side = SideFile.of(file);
        Map<String, Place> places = side.map(Place.class, p -> p.network());
        Condition<String> known = line -> places.containsKey(line);
        byte[] bytes = bytes(known);
        assertThat(bytes.length).isLessThan(4000);
        assertThat(read(bytes)).isInstanceOfSatisfying(Condition.class, copy -> assertThat(test(copy, "10.0"))
                .isTrue());
        assertThat(read(bytes(side))).isSameAs(read(bytes(side)));
        byte[] late = bytes(side);
        Files.writeString(file, "network,country\n10.0,FR\n");
        assertThat(read(late)).isNotNull();
        Path other = write("other.csv", "10.0,CH");
        byte[] gone = bytes(SideFile.of(other));
        Files.writeString(other, "10.0,XX\n");
        assertThatThrownBy(() -> read(gone)).hasMessageContaining("other.csv has another content on this machine");
    }

    @SuppressWarnings("unchecked") // the test wrote it
    private static boolean test(Condition<?> condition, String text) {
        try {
            return ((Condition<String>) condition).test(text);
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    private Path write(String name, String... lines) throws IOException {
        return Files.write(folder.resolve(name), List.of(lines));
    }

    private static byte[] bytes(Object value) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(value);
        }
        return bytes.toByteArray();
    }

    private static Object read(byte[] bytes) throws Exception {
        try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes))) {
            return in.readObject();
        }
    }
}
