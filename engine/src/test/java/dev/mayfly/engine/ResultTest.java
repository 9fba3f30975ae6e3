package dev.mayfly.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

final class ResultTest {
    private static final List<Pair<String, Long>> PAIRS =
            List.of(new Pair<>("c", 5L), new Pair<>("b", 9L), new Pair<>("a", 5L), new Pair<>("d", 1L));

    private final ListBackend backend = new ListBackend(PAIRS);

    @Test
    void nothingRunsUntilTheResultIsAsked() {
        Result<?> result = counts();
        assertThat(result.toString()).contains("not run yet");
        assertThat(backend.jobs).hasValue(0);
        assertThat(result.count()).isEqualTo(4);
        assertThat(result.toString()).contains("4 rows");
    }

    @Test
    void aResultRunsOnceHoweverOftenItIsAsked() {
        Result<Pair<String, Long>> result = counts();
        assertThat(result.count()).isEqualTo(4);
        assertThat(result.stream()).hasSize(4);
        assertThat(result.top(1).count()).isEqualTo(1);
        assertThat(result.filter(row -> row.value() > 4).limit(2).stream()).hasSize(2);
        assertThat(result.facts().keys()).isEqualTo(4);
        assertThat(backend.jobs).hasValue(1);
    }

    @Test
    void topOrdersByValueAndBreaksTiesByKey() {
        assertThat(counts().top(3).stream().map(Pair::key)).containsExactly("b", "a", "c");
        assertThat(counts().top(0).stream()).isEmpty();
    }

    @Test
    void topOfRowsWithoutAnOrderSaysWhatToDo() {
        Result<Object> result = new ListBackend(List.of(new Object(), new Object())).rows(Object.class);
        assertThatThrownBy(() -> result.top(1).count())
                .hasMessageContaining("has no natural order")
                .hasMessageContaining("sortBy");
    }

    @Test
    void aNegativeCountIsRefusedWithItsValue() {
        assertThatThrownBy(() -> counts().top(-1)).hasMessageContaining("-1");
        assertThatThrownBy(() -> counts().limit(-7)).hasMessageContaining("-7");
    }

    @Test
    void sortByIsStableBothWays() {
        assertThat(counts().sortBy(Pair::value).stream().map(Pair::key)).containsExactly("d", "c", "a", "b");
        assertThat(counts().sortByDescending(Pair::value).stream().map(Pair::key))
                .containsExactly("b", "c", "a", "d");
    }

    @Test
    void anExceptionOfTheUsersFunctionComesThrough() {
        assertThatThrownBy(() -> counts().filter(row -> {
                            throw new IOException("no such day");
                        })
                        .count())
                .isInstanceOf(JobException.class)
                .hasRootCauseMessage("no such day");
    }

    @Test
    void aClosedResultSaysSoAndHoldsNothing() {
        Result<?> result = counts();
        assertThat(result.count()).isEqualTo(4);
        result.close();
        result.close();
        assertThat(backend.open).hasValue(0);
        assertThatThrownBy(result::count).hasMessageContaining("closed");
    }

    @Test
    void aResultThatWasNeverAskedClosesWithoutRunning() {
        counts().close();
        assertThat(backend.jobs).hasValue(0);
    }

    @Test
    @Timeout(20)
    void anUnreachableResultDeletesItsRows() {
        assertThat(counts().count()).isEqualTo(4);
        collectUntil(0);
        assertThat(backend.open).hasValue(0);
    }

    @Test
    @Timeout(20)
    void aStreamThatIsStillReadKeepsItsRows() {
        Iterator<Pair<String, Long>> rows = counts().stream().iterator();
        rows.next();
        counts().count();
        collectUntil(1);
        assertThat(backend.open).hasValue(1);
        assertThat(rows.next().key()).isEqualTo("b");
    }

    @Test
    @Timeout(20)
    void aDerivedResultKeepsTheRowsThatItStandsOn() {
        Result<Pair<String, Long>> derived = counts().limit(2);
        assertThat(derived.count()).isEqualTo(2);
        assertThat(counts().count()).isEqualTo(4);
        collectUntil(1);
        assertThat(derived.stream()).hasSize(2);
    }

    @Test
    void csvHasAHeaderAndQuotesWhatItMust(@TempDir Path folder) throws Exception {
        Result<?> result = new ListBackend(List.of(new Pair<>("a,\"b\"", 1L), new Pair<>("c", 2L))).rows(Object.class);
        Path file = folder.resolve("new/out.csv");
        Sink.Receipt receipt = result.toCsv(file.toString());
        assertThat(file).hasContent("key,value\n\"a,\"\"b\"\"\",1\nc,2\n");
        assertThat(receipt.rows()).isEqualTo(2);
        assertThat(receipt.bytes()).isEqualTo(Files.size(file));
    }

    @Test
    void jsonIsAnObjectALineAndGzipByItsName(@TempDir Path folder) throws Exception {
        Path file = folder.resolve("out.json.gz");
        counts().top(1).toJson(file.toString());
        try (var in = new GZIPInputStream(Files.newInputStream(file))) {
            assertThat(new String(in.readAllBytes(), java.nio.charset.StandardCharsets.UTF_8))
                    .isEqualTo("{\"key\":\"b\",\"value\":9}\n");
        }
    }

    @Test
    void aFailedWriteLeavesTheOldFileAndNoTemporaryOne(@TempDir Path folder) throws Exception {
        Path file = Files.writeString(folder.resolve("out.csv"), "old");
        assertThatThrownBy(() -> counts().filter(row -> {
                            throw new IllegalStateException("boom");
                        })
                        .toCsv(file.toString()))
                .hasMessageContaining("boom");
        assertThat(file).hasContent("old");
        try (Stream<Path> left = Files.list(folder)) {
            assertThat(left).containsExactly(file);
        }
    }

    @Test
    void aFolderAsFileIsRefusedByName(@TempDir Path folder) {
        assertThatThrownBy(() -> counts().toCsv(folder.toString()))
                .isInstanceOf(JobException.class)
                .hasMessageContaining(folder.toString());
    }

    /** A place on another machine. */
    private record Afar() implements Sink<Object> {
        @Override
        public String name() {
            return "s3://bucket/out.csv";
        }

        @Override
        public boolean isRemote() {
            return true;
        }

        @Override
        public Receipt write(Stream<?> rows) {
            return new Receipt(name(), rows.count(), 0);
        }
    }

    @Test
    void aJobElsewhereSaysThatItsRowsPassThroughOnTheirWayToAnother() {
        List<String> said = new ArrayList<>();
        ListBackend elsewhere = new ListBackend(List.of(1, 2, 3), said::add);
        elsewhere.rows(Integer.class).count();
        elsewhere.rows(Integer.class).top(1).count();
        assertThat(said).containsOnly("");
        said.clear();
        assertThat(elsewhere.rows(Integer.class).top(2).to(new Afar()).rows()).isEqualTo(2);
        assertThat(said).containsExactly("rows pass through this session to s3://bucket/out.csv");
    }

    @Test
    void anAddressIsNoFile() {
        assertThatThrownBy(() -> backend.rows(Pair.class).toCsv("s3://bucket/out.csv?X-Amz-Signature=secret"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("toCsv(\"s3://bucket/out.csv\") needs a file of this machine")
                .hasMessageNotContaining("secret");
        assertThat(backend.jobs).hasValue(0);
    }

    @Test
    void factsOfADerivedResultAreThoseOfItsJob() {
        assertThat(counts().top(2).facts().time()).isEqualTo(Duration.ZERO);
    }

    @Test
    void theChartOfCategoriesIsBarsAndOfNumbersALine() {
        assertThat(counts().chart().mark()).isEqualTo(Chart.Mark.BAR);
        Result<?> numbers = new ListBackend(List.of(new Pair<>(1, 2.5), new Pair<>(2, 3.5))).rows(Object.class);
        assertThat(numbers.chart().mark()).isEqualTo(Chart.Mark.LINE);
        assertThat(numbers.chart().points()).contains(new Chart.Point(1, 2.5));
    }

    @Test
    void aChartWithoutNumbersSaysWhatItFound() {
        Result<?> words = new ListBackend(List.of(new Pair<>("a", "b"))).rows(Object.class);
        assertThatThrownBy(words::chart).hasMessageContaining("\"b\"");
        Result<?> one = new ListBackend(List.of("a")).rows(Object.class);
        assertThatThrownBy(one::chart).hasMessageContaining("groupBy");
    }

    private Result<Pair<String, Long>> counts() {
        return MapReduce.over(new dev.mayfly.engine.source.Inputs(List.of()), backend)
                .groupBy(line -> line)
                .count();
    }

    private void collectUntil(int open) {
        while (backend.open.get() > open) {
            System.gc();
            Thread.onSpinWait();
        }
    }
}
