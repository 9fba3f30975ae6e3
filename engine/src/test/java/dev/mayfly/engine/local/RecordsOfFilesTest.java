package dev.mayfly.engine.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mayfly.engine.MapReduce;
import dev.mayfly.engine.Pair;
import dev.mayfly.engine.source.Inputs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Records of files whose columns have names. */
class RecordsOfFilesTest {
    record Hit(String path, int status) {}

    record Names(String path, String status) {}

    private final Path folder;
    private final LocalBackend backend;

    RecordsOfFilesTest(@TempDir Path folder) {
        this.folder = folder;
        this.backend =
                LocalBackend.create(LocalOptions.automatic().withThreads(2).withFolder(folder));
    }

    @AfterEach
    void close() {
        backend.close();
    }

    @Test
    void eachInputHasItsOwnHeader() throws IOException {
        write("1.csv", "status,x,path", "200,?,/a");
        write("2.csv", "path,status", "/b,404");
        write("3.csv", "/c,500");
        assertThat(over("*.csv").csv(Hit.class).stream())
                .containsExactly(new Hit("/a", 200), new Hit("/b", 404), new Hit("/c", 500));
        assertThat(over("2.csv").csv(Names.class).stream()).containsExactly(new Names("/b", "404"));
    }

    @Test
    void theHeaderHoldsForEveryPieceOfADividedFile() throws IOException {
        List<String> lines = new ArrayList<>(List.of("status,padding,path"));
        for (int i = 0; i < 400_000; i++) {
            lines.add((i % 2 == 0 ? "200," : "404,") + "-".repeat(80) + ",/" + i % 3);
        }
        write("large.csv", lines.toArray(String[]::new));
        assertThat(over("large.csv").csv(Hit.class).groupBy(Hit::status).count().stream())
                .containsExactlyInAnyOrder(new Pair<>(200, 200_000L), new Pair<>(404, 200_000L));
    }

    @Test
    void aHeaderBehindAnotherStepMustBeInOrder() throws IOException {
        write("a.csv", "path;status", "/a;200");
        assertThat(over("a.csv").csv(Hit.class, ';').stream()).containsExactly(new Hit("/a", 200));
        assertThat(over("a.csv").map(line -> line.replace(';', ',')).csv(Hit.class).stream())
                .containsExactly(new Hit("/a", 200));
        write("b.csv", "status;path", "200;/a");
        assertThatThrownBy(() -> over("b.csv")
                        .map(line -> line.replace(';', ','))
                        .csv(Hit.class)
                        .count())
                .hasMessageContaining("b.csv line 1")
                .hasMessageContaining("only where csv(...) is the first step");
    }

    @Test
    void aFirstLineThatIsNoHeaderAndNoRecordSaysBoth() throws IOException {
        write("a.csv", "Path,Status", "/a,200");
        assertThatThrownBy(() -> over("a.csv").csv(Hit.class).count())
                .hasMessageContaining("a.csv line 1")
                .hasMessageContaining("column status: expected an int")
                .hasMessageContaining("names not all of the record's components");
    }

    private MapReduce<String> over(String name) {
        return MapReduce.over(Inputs.filesIn(folder, name), new OneBackend(backend));
    }

    private void write(String name, String... lines) throws IOException {
        Files.write(folder.resolve(name), List.of(lines));
    }
}
