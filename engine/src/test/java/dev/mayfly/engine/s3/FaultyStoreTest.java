package dev.mayfly.engine.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mayfly.engine.JobException;
import dev.mayfly.engine.JobFacts;
import dev.mayfly.engine.MapReduce;
import dev.mayfly.engine.Result;
import dev.mayfly.engine.local.LocalBackend;
import dev.mayfly.engine.local.LocalOptions;
import dev.mayfly.engine.local.OneBackend;
import dev.mayfly.engine.source.Inputs;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Jobs over a store that drops, stalls, throttles, truncates and corrupts what it sends. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FaultyStoreTest {
    private static final int SMALL = 300;
    private static final int LARGE = 900_000;

    private final FakeS3 fake = new FakeS3();
    private final S3 s3 = Stores.connect(fake);
    private final LocalBackend backend;

    FaultyStoreTest(@TempDir Path folder) throws IOException {
        backend = LocalBackend.create(
                LocalOptions.automatic().withThreads(2).withFolder(folder).withFetch(Stores.HASTY));
    }

    @BeforeAll
    void fill() throws IOException {
        Random random = new Random(4);
        for (int i = 0; i < SMALL; i++) {
            byte[] lines = lines(random, 2_000 + random.nextInt(2_000));
            fake.put("small/" + i + (i % 2 == 0 ? ".log" : ".log.gz"), i % 2 == 0 ? lines : gzip(lines));
        }
        for (int i = 0; i < 3; i++) {
            fake.put("large/" + i + ".log", lines(random, LARGE));
        }
    }

    @BeforeEach
    void calm() {
        fake.requests.clear();
        fake.faults = request -> Optional.empty();
    }

    @AfterAll
    void close() {
        backend.close();
        s3.close();
        fake.close();
    }

    @Test
    void aJobOverAnUnreliableStoreGivesWhatACalmOneGives() {
        Answer calm = run("s3://data/*/*");
        // What damages a range of a large object is an error of its own, below: its bytes were given out before.
        var damage = Stores.every(20, List.of(new FakeS3.Fault.Corrupt()), request -> request.path()
                .contains("/small/"));
        var loss = Stores.every(
                20,
                List.of(
                        new FakeS3.Fault.BreakAfter(1000),
                        new FakeS3.Fault.BreakAfter(0),
                        new FakeS3.Fault.StallAfter(500),
                        new FakeS3.Fault.Truncate(700),
                        new FakeS3.Fault.Say(503, "SlowDown", "Please reduce your request rate.")),
                request -> !request.query().containsKey("list-type"));
        fake.faults = request -> loss.apply(request).or(() -> damage.apply(request));
        Answer faulty = run("s3://data/*/*");
        assertThat(faulty.rows()).isEqualTo(calm.rows());
        // On a busy machine, answers that only look stalled are asked for again too.
        assertThat(faulty.facts().retries()).isGreaterThanOrEqualTo(SMALL / 25);
        assertThat(faulty.facts().lines()).isEqualTo(calm.facts().lines());
    }

    @Test
    void bytesThatWereDamagedOnTheWayAreFetchedAgain() {
        Answer calm = run("s3://data/small/*");
        fake.faults = Stores.every(20, List.of(new FakeS3.Fault.Corrupt()), request -> !request.query()
                .containsKey("list-type"));
        Answer faulty = run("s3://data/small/*");
        assertThat(faulty.rows()).isEqualTo(calm.rows());
        assertThat(faulty.facts().retries()).isGreaterThanOrEqualTo(SMALL / 25);
    }

    @Test
    void aDamagedRangeOfALargeObjectIsAnErrorThatNamesIt() {
        fake.faults = request -> "bytes=262144-524287".equals(request.range())
                ? Optional.of(new FakeS3.Fault.Corrupt())
                : Optional.empty();
        assertThatThrownBy(() -> run("s3://data/large/1.log"))
                .isInstanceOf(JobException.class)
                .hasMessageContaining("s3://data/large/1.log arrived with bytes that are not those of its entity tag");
    }

    @Test
    void aLargeObjectComesInRanges() {
        run("s3://data/large/1.log");
        assertThat(fake.requests)
                .extracting(FakeS3.Request::range)
                .contains("bytes=0-262143", "bytes=262144-524287", "bytes=524288-899999");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3})
    void aStoreThatIsNothingButFaultsEndsTheJobAfterTheStatedTries(int which) {
        FakeS3.Fault fault = List.of(
                        new FakeS3.Fault.BreakAfter(0),
                        new FakeS3.Fault.StallAfter(0),
                        new FakeS3.Fault.Say(503, "SlowDown", "Please reduce your request rate."),
                        new FakeS3.Fault.Corrupt())
                .get(which);
        fake.faults = request -> request.query().containsKey("list-type") ? Optional.empty() : Optional.of(fault);
        assertThatThrownBy(() -> run("s3://data/small/0.log"))
                .isInstanceOf(JobException.class)
                .hasMessageContaining("s3://data/small/0.log broke off after 0 of ")
                .hasMessageContaining("5 times in a row")
                .hasMessageContaining("Run it again");
        assertThat(fake.requests).hasSize(1 + 5);
    }

    @Test
    void anObjectReplacedInTheMiddleOfAJobFailsIt() {
        Inputs listed = s3.urls("s3://data/small/*");
        FakeS3.Stored old = fake.object("small/200.log");
        fake.put("small/200.log", new byte[] {'x', '\n'});
        try {
            assertThatThrownBy(() -> run(listed))
                    .hasMessageContaining("s3://data/small/200.log cannot be read: it was replaced");
        } finally {
            fake.put("small/200.log", old.content());
        }
    }

    private record Answer(List<?> rows, JobFacts facts) {}

    private Answer run(String pattern) {
        return run(s3.urls(pattern));
    }

    private Answer run(Inputs inputs) {
        try (Result<?> result = MapReduce.over(inputs, new OneBackend(backend))
                .groupBy(line -> line.substring(0, Math.min(3, line.length())))
                .count()) {
            return new Answer(result.stream().toList(), result.facts());
        }
    }

    private static byte[] lines(Random random, int size) {
        StringBuilder text = new StringBuilder();
        while (text.length() < size - 20) {
            text.append(random.nextInt(1_000_000)).append('\n');
        }
        return text.append("x".repeat(size - text.length() - 1))
                .append('\n')
                .toString()
                .getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] gzip(byte[] text) throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (OutputStream out = new GZIPOutputStream(packed)) {
            out.write(text);
        }
        return packed.toByteArray();
    }
}
