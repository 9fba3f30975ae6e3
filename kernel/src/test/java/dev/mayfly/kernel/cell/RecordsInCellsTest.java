package dev.mayfly.kernel.cell;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Records of JSON and CSV, as the README types them. The tests share a session and use names of their own. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class RecordsInCellsTest {
    private Path folder;
    private Notebook notebook;

    @BeforeAll
    void open(@TempDir Path temporary) throws IOException {
        folder = temporary;
        Files.write(
                folder.resolve("hits.json"),
                List.of(
                        "{\"user\":\"ann\",\"path\":\"/a\",\"status\":200,\"bytes\":1}",
                        "{\"user\":\"bob\",\"path\":\"/a\",\"status\":404,\"bytes\":2}",
                        "{\"user\":\"ann\",\"path\":\"/b\",\"status\":200,\"bytes\":4}",
                        "{\"user\":\"eve\",\"path\":\"/b\",\"status\":500,\"bytes\":8}"));
        Files.write(folder.resolve("users.csv"), List.of("id,country", "ann,CH", "bob,FR", "joe,CH"));
        notebook = new Notebook(Files.createDirectory(folder.resolve("temporary")), Outside.standard(), folder);
        notebook.value("""
                record Hit(String user, String path, int status, long bytes) {}
                record User(String id, String country) {}

                var hits = mapreduce(files("hits.json")).json(Hit.class);
                var users = mapreduce(files("users.csv")).csv(User.class);
                """);
    }

    @AfterAll
    void close() throws IOException {
        notebook.close();
        try (Stream<Path> left = Files.walk(folder.resolve("temporary"))) {
            assertThat(left.filter(Files::isRegularFile)).isEmpty();
        }
    }

    @Test
    void twoPlansAreJoinedOnEqualKeysAndGroupedFurther() {
        assertThat(notebook.pairs("""
                hits.groupBy(h -> h.user()).join(users.groupBy(u -> u.id()))
                    .groupBy(row -> row.right().country())
                    .sum(row -> row.left().bytes())
                """)).isEqualTo(Map.of("CH", 5L, "FR", 2L));
        assertThat(notebook.rows("""
                hits.groupBy(h -> h.user()).leftJoin(users.groupBy(u -> u.id()))
                    .filter(row -> row.right().isEmpty())
                """)).singleElement().satisfies(row -> assertThat(row)
                .containsKeys("key", "left", "right")
                .containsEntry("key", "eve"));
    }

    @Test
    void everyFunctionLooksIntoASideFile() {
        assertThat(notebook.pairs("""
                var byId = files.side("users.csv").map(User.class, u -> u.id());

                hits.filter(h -> byId.containsKey(h.user()))
                    .groupBy(h -> byId.get(h.user()).country())
                    .count()
                """)).isEqualTo(Map.of("CH", 2L, "FR", 1L));
        assertThat(notebook.value("byId").plain()).contains("ann");
        assertThat(notebook.traceback("files.side(\"none.csv\")")).contains("none.csv does not exist");
    }

    @Test
    void rowsAreWrittenToParquetWithoutHadoop() throws IOException {
        Path file = folder.resolve("hits.parquet");
        assertThat(notebook.value("hits.toParquet(\"" + file + "\").rows()").plain())
                .isEqualTo("4");
        byte[] bytes = Files.readAllBytes(file);
        assertThat(new String(bytes, bytes.length - 4, 4, StandardCharsets.US_ASCII))
                .isEqualTo("PAR1");
    }
}
