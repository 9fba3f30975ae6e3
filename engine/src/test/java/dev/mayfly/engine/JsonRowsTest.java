package dev.mayfly.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class JsonRowsTest {
    record Visit(LocalDate day, Optional<Instant> at, List<Optional<Integer>> ids) {}

    @Test
    void datesAndOptionalsAreWrittenAtAnyDepth(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("rows.json");
        Visit visit = new Visit(LocalDate.of(2026, 1, 31), Optional.of(Instant.EPOCH), List.of(Optional.of(1)));
        RowFile.json(file).write(Stream.of(new Joined<>("a", visit, Optional.empty()), Map.of("x", LocalDate.EPOCH)));
        assertThat(Files.readAllLines(file))
                .containsExactly(
                        "{\"key\":\"a\",\"left\":{\"day\":\"2026-01-31\",\"at\":\"1970-01-01T00:00:00Z\",\"ids\":[1]},"
                                + "\"right\":null}",
                        "{\"value\":{\"x\":\"1970-01-01\"}}");
    }
}
