package dev.mayfly.engine.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mayfly.engine.JobException;
import dev.mayfly.engine.source.Input;
import dev.mayfly.engine.source.Inputs;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which objects a name means, and how single ones are looked at. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class S3NamesTest {
    private final FakeS3 fake = new FakeS3();
    private S3 s3 = Stores.connect(fake);

    S3NamesTest() throws IOException {}

    @BeforeAll
    void warm() {
        put("a", "x");
        s3.urls("s3://data/a");
    }

    @BeforeEach
    void anew() {
        fake.objects.clear();
        fake.requests.clear();
        fake.queries.clear();
        fake.isPublic = false;
        fake.faults = request -> Optional.empty();
        s3 = Stores.connect(fake);
    }

    @AfterAll
    void close() {
        s3.close();
        fake.close();
    }

    @ParameterizedTest
    @CsvSource({
        "logs/*.txt, logs/2026-01-01.txt logs/2026-01-02.txt",
        "logs/**.txt, logs/2026-01-01.txt logs/2026-01-02.txt logs/deep/2026-01-03.txt",
        "**/2026-01-0[23].*, logs/2026-01-02.txt logs/deep/2026-01-03.txt",
        "logs/2026-01-0[!1].txt, logs/2026-01-02.txt",
        "'logs/{deep/*,x.gz}', logs/deep/2026-01-03.txt logs/x.gz",
        "lo?s/x.gz, logs/x.gz",
    })
    void aPatternMeansTheKeysThatMatch(String pattern, String expected) {
        put("logs/2026-01-01.txt", "1");
        put("logs/2026-01-02.txt", "2");
        put("logs/deep/2026-01-03.txt", "3");
        put("logs/x.gz", "4");
        put("other.txt", "5");
        assertThat(names(s3.urls("s3://data/" + pattern))).isEqualTo(expected);
    }

    @Test
    void aMalformedPatternIsRefusedBeforeAnythingIsListed() {
        assertThatThrownBy(() -> s3.urls("s3://data/logs/[a")).hasMessageContaining("a [ has no ]");
        assertThatThrownBy(() -> s3.urls("s3://data/logs/{a,b")).hasMessageContaining("a { has no }");
        assertThat(fake.requests).isEmpty();
    }

    @Test
    void inputsAreChosenByTheDayOfTheirKeysAndByTime() {
        put("logs/2026/01/01/a", "1");
        put("logs/20260102-b", "2");
        put("logs/year=2026/month=1/day=3/c", "3");
        put("logs/2026-01-04T10.d", "4");
        Inputs all = s3.urls("s3://data/logs/");
        LocalDate second = LocalDate.of(2026, 1, 2);
        assertThat(names(all.dated(second, second.plusDays(1))))
                .isEqualTo("logs/20260102-b logs/year=2026/month=1/day=3/c");
        assertThat(names(all.endingWith(".d"))).isEqualTo("logs/2026-01-04T10.d");
        Instant stored = Instant.parse("2026-11-22T10:00:00Z");
        assertThat(all.modified(stored, stored.plusSeconds(1)).list()).hasSize(4);
        assertThatThrownBy(() -> all.modified(stored.plusSeconds(1), stored.plusSeconds(2)))
                .hasMessageContaining("none of 4 inputs has been stored from 2026-11-22T10:00:01Z");
        put("logs/undated", "5");
        assertThatThrownBy(() -> s3.urls("s3://data/logs/").dated(second, second))
                .hasMessageContaining("s3://data/logs/undated tells no day");
    }

    @Test
    void anInputCarriesSizeTimeAndVersion() {
        put("a", "content");
        Input input = s3.urls("s3://data/a").list().get(0);
        assertThat(input.size()).hasValue(7);
        assertThat(input.modified()).contains(Instant.parse("2026-11-22T10:00:00Z"));
        assertThat(input.version()).contains(FakeS3.md5("content".getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void aKeyAloneIsInTheDefaultBucket() {
        put("logs/a", "1");
        assertThatThrownBy(() -> s3.urls("logs/")).hasMessageContaining("MAYFLY_BUCKET");
        assertThat(names(s3.bucket("data").urls("logs/"))).isEqualTo("logs/a");
        assertThat(s3.text("logs/a")).isEqualTo("1");
        assertThatThrownBy(() -> s3.bucket("NO")).hasMessageContaining("lower-case");
    }

    @Test
    void aFolderIsListedOneLevelDeep() {
        put("logs/b", "12");
        put("logs/deep/c", "3");
        put("logs/deep/d", "4");
        assertThat(s3.ls("s3://data/logs/"))
                .extracting(S3Entry::name)
                .containsExactly("s3://data/logs/deep/", "s3://data/logs/b");
        assertThat(s3.ls("s3://data/logs/").get(1).size()).isEqualTo(2);
    }

    @Test
    void whatIsPutIsReadBack() {
        s3.put("s3://data/plain.json", "{\"é\":1}");
        assertThat(s3.text("s3://data/plain.json")).isEqualTo("{\"é\":1}");
        s3.put("s3://data/packed.gz", "packed text");
        assertThat(fake.content("packed.gz")).startsWith(0x1F, 0x8B);
        assertThat(s3.text("s3://data/packed.gz")).isEqualTo("packed text");
        s3.put("s3://data/raw", new byte[] {(byte) 0xFF, 1});
        assertThat(fake.content("raw")).containsExactly(0xFF, 1);
        assertThatThrownBy(() -> s3.text("s3://data/raw")).hasMessageContaining("s3://data/raw is no text in UTF-8");
        assertThat(s3.head("s3://data/plain.json").contentType()).isEqualTo("application/json");
        assertThat(s3.head("s3://data/plain.json").size()).isEqualTo(8);
        assertThatThrownBy(() -> s3.head("s3://data/nothing"))
                .isInstanceOf(JobException.class)
                .hasMessageContaining("s3://data/nothing cannot be looked up: there is no such");
        assertThatThrownBy(() -> s3.text("s3://data/")).hasMessageContaining("needs the key of an object");
    }

    @Test
    void aBucketInAnotherRegionIsAskedThere() throws IOException {
        put("a", "content");
        fake.faults = request -> request.scope().contains("/us-west-2/")
                ? Optional.empty()
                : Optional.of(
                        new FakeS3.Fault.Refuse(301, "PermanentRedirect", Map.of("x-amz-bucket-region", "us-west-2")));
        Input input = s3.urls("s3://data/a").list().get(0);
        assertThat(Stores.read(input)).asString().isEqualTo("content");
        assertThat(fake.requests).hasSize(3);
    }

    @Test
    void aPublicBucketIsReadWithoutASignature() throws IOException {
        fake.isPublic = true;
        put("a", "content");
        Input input = s3.anonymous().urls("s3://data/a").list().get(0);
        assertThat(Stores.read(input)).asString().isEqualTo("content");
        assertThat(fake.requests).hasSize(2).noneMatch(request -> request.headers()
                .containsKey("Authorization"));
        assertThat(fake.queries).noneMatch(query -> query.contains("X-Amz-Signature"));
    }

    @Test
    void whoPaysSaysSoInEveryRequest() throws IOException {
        put("a", "content");
        Stores.read(s3.requesterPays().urls("s3://data/a").list().get(0));
        assertThat(fake.requests)
                .hasSize(2)
                .allMatch(request -> "requester".equals(request.headers().getFirst("x-amz-request-payer"))
                        || "requester".equals(request.query().get("x-amz-request-payer")));
    }

    @Test
    void aUrlIsValidForTheStatedTimeAndSignedAnewWhenItHasExpired() throws IOException {
        put("a", "content");
        Input input = s3.presignedFor(Duration.ofMinutes(5))
                .urls("s3://data/a")
                .list()
                .get(0);
        boolean[] refused = {false};
        fake.faults = request -> {
            boolean first = request.path().endsWith("/a") && !refused[0];
            refused[0] |= first;
            return first
                    ? Optional.of(new FakeS3.Fault.Say(403, "AccessDenied", "Request has expired"))
                    : Optional.empty();
        };
        assertThat(Stores.read(input)).asString().isEqualTo("content");
        assertThat(fake.queries.get(1)).contains("X-Amz-Expires=300");
        assertThat(fake.queries.get(2)).contains("X-Amz-Expires=300");
        assertThatThrownBy(() -> s3.presignedFor(Duration.ofDays(8))).hasMessageContaining("1 s to 7 days");
    }

    private void put(String key, String content) {
        fake.put(key, content.getBytes(StandardCharsets.UTF_8));
    }

    private static String names(Inputs inputs) {
        return String.join(
                " ",
                inputs.list().stream()
                        .map(input -> input.name().replace("s3://data/", ""))
                        .toList());
    }
}
