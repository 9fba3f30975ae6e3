package dev.mayfly.engine.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mayfly.engine.JobException;
import dev.mayfly.engine.Pair;
import dev.mayfly.engine.Sink;
import dev.mayfly.engine.fetch.FetchLimits;
import dev.mayfly.engine.fetch.ReadAhead;
import dev.mayfly.engine.fetch.Retrying;
import dev.mayfly.engine.source.Input;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;

class S3Test {
    private static final String SECRET = "wJalrXUtnFEMI";

    private final FakeS3 fake = new FakeS3();
    private final S3 s3 = new S3(
            access -> Connection.open(access, builder -> builder.endpointOverride(fake.endpoint())
                    .region(Region.EU_WEST_1)
                    .credentialsProvider(
                            StaticCredentialsProvider.create(AwsBasicCredentials.create("AKIDEXAMPLE", SECRET)))),
            Optional.empty());

    /** What other tests of this process keep until its end. */
    private final List<Path> stagedBefore = staged();

    S3Test() throws IOException {}

    @AfterEach
    void close() {
        s3.close();
        fake.close();
    }

    @Test
    void everyPageOfAListingIsRead() throws IOException {
        fake.pageSize = 3;
        IntStream.range(10, 20).forEach(i -> fake.put("logs/" + i, bytes("x" + i)));
        fake.put("logs/", new byte[0]);
        fake.put("other", bytes("no"));
        List<Input> inputs = list("s3://data/logs/");
        assertThat(inputs)
                .extracting(Input::name)
                .hasSize(10)
                .startsWith("s3://data/logs/10")
                .endsWith("s3://data/logs/19");
        S3Input first = (S3Input) inputs.get(0);
        assertThat(first.size()).hasValue(3);
        assertThat(first.etag()).isEqualTo('"' + FakeS3.md5(bytes("x10")) + '"');
        assertThat(read(first)).isEqualTo(bytes("x10"));
    }

    @Test
    void gzipObjectsAloneAreTakenWhereThereAreAny() {
        fake.put("logs/a.gz", bytes("1"));
        fake.put("logs/b.txt", bytes("2"));
        assertThat(list("s3://data/logs")).extracting(Input::name).containsExactly("s3://data/logs/a.gz");
        assertThat(list("s3://data/logs/b")).extracting(Input::name).containsExactly("s3://data/logs/b.txt");
    }

    @Test
    void anObjectIsReadByAPresignedUrlThatNoMessageShows() throws IOException {
        fake.put("a+ b/é.txt", bytes("content"));
        Input input = list("s3://data/").get(0);
        assertThat(read(input)).isEqualTo(bytes("content"));
        assertThat(fake.queries.get(1)).contains("X-Amz-Signature");
        assertThat(input.name() + input).isEqualTo("s3://data/a+ b/é.txt".repeat(2));
    }

    @Test
    void aConnectionThatBreaksIsTakenUpAtTheByteReached() throws IOException {
        byte[] content = new byte[100_000];
        new Random(1).nextBytes(content);
        fake.put("big", content);
        fake.faults = request ->
                request.path().endsWith("big") ? Optional.of(new FakeS3.Fault.BreakAfter(30_000)) : Optional.empty();
        try (InputStream in = open(list("s3://data/big").get(0))) {
            assertThat(in.readAllBytes()).isEqualTo(content);
            assertThat(in).isInstanceOfSatisfying(Retrying.class, retried -> assertThat(retried.retries())
                    .isEqualTo(3));
        }
        assertThat(fake.requests)
                .extracting(FakeS3.Request::toString)
                .contains("GET /data/big", "GET /data/big bytes=30000-", "GET /data/big bytes=90000-");
    }

    @Test
    void aBusyServerIsAskedAgain() throws IOException {
        fake.put("a", bytes("content"));
        AtomicInteger answers = new AtomicInteger();
        fake.faults = request -> request.path().endsWith("/a") && answers.incrementAndGet() < 4
                ? refuse(503, "SlowDown")
                : Optional.empty();
        assertThat(read(list("s3://data/a").get(0))).isEqualTo(bytes("content"));
    }

    @Test
    void anObjectThatKeepsBreakingIsAnErrorAndNeverAShorterAnswer() {
        fake.put("a", bytes("content"));
        Input input = list("s3://data/a").get(0);
        AtomicInteger answers = new AtomicInteger();
        fake.faults = request -> answers.incrementAndGet() == 1
                ? Optional.of(new FakeS3.Fault.BreakAfter(3))
                : refuse(500, "InternalError");
        assertThatThrownBy(() -> read(input))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("s3://data/a broke off after 3 of 7 bytes, 5 times in a row: S3 answered 500");
    }

    @Test
    void anObjectReplacedAfterItWasListedIsAnError() throws IOException {
        fake.put("a", bytes("content"));
        Input input = list("s3://data/a").get(0);
        fake.put("a", bytes("CONTENT"));
        assertThatThrownBy(() -> read(input)).hasMessageContaining("s3://data/a cannot be read: it was replaced");
        fake.objects.clear();
        assertThatThrownBy(() -> read(input)).hasMessageContaining("there is no such object");
    }

    @Test
    void anEmptyObjectHasNoBytes() throws IOException {
        fake.put("a", new byte[0]);
        assertThat(read(list("s3://data/a").get(0))).isEmpty();
    }

    @Test
    void aPrefixWithoutObjectsIsAnErrorThatNamesBucketAndPrefix() {
        assertThatThrownBy(() -> s3.urls("s3://data/nothing/"))
                .isInstanceOf(JobException.class)
                .hasMessageContaining("\"data\"")
                .hasMessageContaining("\"nothing/\"");
    }

    @ParameterizedTest
    @CsvSource({
        "403, AccessDenied, Allow s3:ListBucket",
        "403, InvalidAccessKeyId, Check AWS_PROFILE",
        "400, ExpiredToken, aws sso login",
        "404, NoSuchBucket, there is no bucket \"data\"",
        "301, PermanentRedirect, bucket \"data\" is in region us-west-2",
    })
    void aRefusalSaysWhatToDo(int status, String code, String expected) {
        fake.faults = request ->
                Optional.of(new FakeS3.Fault.Refuse(status, code, Map.of("x-amz-bucket-region", "us-west-2")));
        assertThatThrownBy(() -> s3.urls("s3://data/logs/"))
                .isInstanceOf(JobException.class)
                .hasMessageContaining("s3://data/logs/ cannot be listed")
                .hasMessageContaining(expected)
                .satisfies(S3Test::showsNoSecret);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "AccessDenied | User: arn:aws:iam::1:user/ann is not authorized to perform: s3:GetObject on resource:"
                        + " arn:aws:s3:::data/a because | Allow s3:GetObject on it to arn:aws:iam::1:user/ann",
                "AccessDenied | User: arn:aws:iam::1:role/r is not authorized to perform: kms:Decrypt on resource:"
                        + " arn:aws:kms:eu-west-1:1:key/k because | Allow kms:Decrypt on arn:aws:kms:eu-west-1:1:key/k"
                        + " to arn:aws:iam::1:role/r",
                "KMS.DisabledException | the key is disabled | its KMS key refused (KMS.DisabledException)",
                "AccessDenied | Access Denied | Allow s3:GetObject on it to the user or role of profile",
            })
    void aRefusedReadNamesWhoMayNotDoWhat(String code, String message, String expected) {
        fake.put("a", bytes("content"));
        Input input = list("s3://data/a").get(0);
        fake.faults = request -> Optional.of(new FakeS3.Fault.Say(403, code, message));
        assertThatThrownBy(() -> read(input))
                .hasMessageStartingWith("s3://data/a cannot be read: ")
                .hasMessageContaining(expected)
                .satisfies(S3Test::showsNoSecret);
        assertThatThrownBy(() -> s3.put("s3://data/a", "x"))
                .hasMessageStartingWith("s3://data/a cannot be written: ")
                .satisfies(S3Test::showsNoSecret);
    }

    @Test
    void aUrlThatStaysExpiredIsAnErrorAfterTheStatedTries() {
        fake.put("a", bytes("content"));
        Input input = list("s3://data/a").get(0);
        fake.faults = request -> Optional.of(new FakeS3.Fault.Say(403, "AccessDenied", "Request has expired"));
        assertThatThrownBy(() -> read(input))
                .hasMessageContaining("the presigned URL has expired")
                .satisfies(S3Test::showsNoSecret);
    }

    @Test
    void aReadThatIsRefusedNamesTheObjectAndThePermission() {
        fake.put("a", bytes("content"));
        Input input = list("s3://data/a").get(0);
        fake.faults = request -> refuse(403, "AccessDenied");
        assertThatThrownBy(() -> read(input))
                .hasMessageContaining("s3://data/a cannot be read: access is denied. Allow s3:GetObject")
                .satisfies(S3Test::showsNoSecret);
    }

    @ParameterizedTest
    @ValueSource(strings = {"data/logs", "s3://", "s3://DATA/x", "https://b.s3.amazonaws.com/x", "s3:/b/x"})
    void whatIsNoLocationIsRefused(String text) {
        assertThatThrownBy(() -> s3.urls(text)).hasMessageContaining("is no S3 location");
    }

    @Test
    void linesBecomeOneObject() throws IOException {
        Sink.Receipt receipt =
                s3.lineOutput("s3://data/out/errors.gz").sorted().unique().write(Stream.of("b", "a", "b"));
        assertThat(unpacked(fake.content("out/errors.gz"))).isEqualTo("a\nb\n");
        assertThat(receipt)
                .isEqualTo(new Sink.Receipt("s3://data/out/errors.gz", 2, fake.content("out/errors.gz").length));
        assertThat(fake.object("out/errors.gz").type()).isEqualTo("application/gzip");
        s3.lineOutput("s3://data/out/errors.txt").gzip().write(Stream.of("x"));
        assertThat(fake.object("out/errors.txt").encoding()).isEqualTo("gzip");
        assertThatThrownBy(() -> s3.lineOutput("s3://data/out/")).hasMessageContaining("s3://data/out/result.gz");
    }

    @Test
    void aLargeObjectGoesUpInPartsAndAppearsAtTheEnd() throws IOException {
        String line = "x".repeat(1 << 16);
        Sink.Receipt receipt = s3.lineOutput("s3://data/big")
                .write(IntStream.range(0, 300).mapToObj(i -> {
                    assertThat(fake.objects).isEmpty();
                    return line;
                }));
        assertThat(receipt.bytes()).isEqualTo(300L * ((1 << 16) + 1));
        assertThat(fake.content("big")).hasSize(300 * ((1 << 16) + 1));
        assertThat(FakeS3.md5(fake.content("big"))).isEqualTo(FakeS3.md5(bytes((line + "\n").repeat(300))));
        assertThat(fake.requests)
                .extracting(FakeS3.Request::toString)
                .containsExactlyInAnyOrder(
                        "POST /data/big?uploads",
                        "PUT /data/big?partNumber&uploadId",
                        "PUT /data/big?partNumber&uploadId",
                        "PUT /data/big?partNumber&uploadId",
                        "POST /data/big?uploadId");
        assertThat(fake.uploads).isEmpty();
    }

    @Test
    void anUploadThatFailsLeavesNoObjectAndNoPart() {
        String line = "x".repeat(1 << 20);
        Stream<String> failing = IntStream.range(0, 20).mapToObj(i -> {
            if (i == 18) {
                throw new IllegalStateException("in the middle");
            }
            return line;
        });
        assertThatThrownBy(() -> s3.lineOutput("s3://data/big").write(failing)).hasMessage("in the middle");
        fake.faults = request ->
                "2".equals(request.query().get("partNumber")) ? refuse(403, "AccessDenied") : Optional.empty();
        assertThatThrownBy(() -> s3.lineOutput("s3://data/big")
                        .write(Stream.generate(() -> line).limit(20)))
                .hasMessageContaining("s3://data/big cannot be written: access is denied. Allow s3:PutObject");
        assertThat(fake.uploads).isEmpty();
        assertThat(fake.objects).isEmpty();
    }

    @Test
    void anInterruptedUploadIsAbortedToo() {
        String line = "x".repeat(1 << 20);
        Stream<String> rows = IntStream.range(0, 20).mapToObj(i -> {
            if (i == 10) {
                Thread.currentThread().interrupt();
            }
            return line;
        });
        try {
            assertThatThrownBy(() -> s3.lineOutput("s3://data/big").write(rows)).isInstanceOf(Exception.class);
            assertThat(Thread.currentThread().isInterrupted()).isTrue();
        } finally {
            Thread.interrupted();
        }
        assertThat(fake.uploads).isEmpty();
        assertThat(fake.objects).isEmpty();
    }

    @Test
    void pairsBecomeObjects() throws IOException {
        Sink.Receipt receipt = s3.objectOutput("s3://data/out")
                .gzip()
                .write(IntStream.range(0, 40).mapToObj(i -> new Pair<>("day/" + i, "v" + i)));
        assertThat(receipt.rows()).isEqualTo(40);
        assertThat(fake.objects).hasSize(40);
        assertThat(unpacked(fake.content("out/day/7.gz"))).isEqualTo("v7");
        assertThat(staged()).isEqualTo(stagedBefore);
    }

    @Test
    void objectsOfWhichOneFailsAllVanish() throws IOException {
        fake.put("kept", bytes("k"));
        fake.faults = request -> request.path().endsWith("/17") ? refuse(403, "AccessDenied") : Optional.empty();
        assertThatThrownBy(() -> s3.objectOutput("s3://data/out/")
                        .write(IntStream.range(0, 40).mapToObj(i -> new Pair<>(i, i))))
                .hasMessageContaining("s3://data/out/17 cannot be written");
        assertThat(fake.objects).containsOnlyKeys("/data/kept");
        assertThatThrownBy(() -> s3.objectOutput("s3://data/out/").write(Stream.of(new Pair<>("../x", 1))))
                .hasMessageContaining("cannot name an object");
        assertThat(staged()).isEqualTo(stagedBefore);
    }

    @Test
    void aJobThatFailsDeletesAndChangesNothingThatWasThere() {
        IntStream.range(0, 10).forEach(i -> fake.put("out/" + i, bytes("old")));
        fake.faults = request -> request.path().endsWith("/17") ? refuse(403, "AccessDenied") : Optional.empty();
        assertThatThrownBy(() -> s3.objectOutput("s3://data/out/")
                        .write(IntStream.range(0, 40).mapToObj(i -> new Pair<>(i, "new"))))
                .hasMessageContaining("s3://data/out/17 cannot be written");
        assertThat(fake.objects).hasSize(10);
        assertThat(fake.objects.values())
                .allMatch(object -> new String(object.content(), StandardCharsets.UTF_8).equals("old"));
        assertThat(fake.uploads).isEmpty();
    }

    @Test
    void objectsThatWereThereAreReplacedAtTheEnd() throws IOException {
        fake.put("out/1", bytes("old"));
        s3.objectOutput("s3://data/out/").write(Stream.of(new Pair<>(1, "new"), new Pair<>(2, "new")));
        assertThat(fake.content("out/1")).isEqualTo(bytes("new"));
        assertThat(fake.content("out/2")).isEqualTo(bytes("new"));
        assertThat(fake.requests)
                .extracting(FakeS3.Request::toString)
                .endsWith("POST /data/out/1?uploadId")
                .contains("PUT /data/out/2");
    }

    @Test
    void whoMayNotListIsTakenToReplaceEverything() throws IOException {
        fake.faults =
                request -> request.query().containsKey("list-type") ? refuse(403, "AccessDenied") : Optional.empty();
        s3.objectOutput("s3://data/out/").write(Stream.of(new Pair<>(1, "new")));
        assertThat(fake.content("out/1")).isEqualTo(bytes("new"));
    }

    @Test
    void aManifestAppearsLastAndNamesEveryObject() throws IOException {
        s3.objectOutput("s3://data/out/").manifest().write(Stream.of(new Pair<>("a", "1"), new Pair<>("b/c", "22")));
        assertThat(new String(fake.content("out/manifest.jsonl"), StandardCharsets.UTF_8))
                .isEqualTo("{\"key\":\"a\",\"bytes\":1}\n{\"key\":\"b/c\",\"bytes\":2}\n");
        assertThat(fake.object("out/manifest.jsonl").type()).isEqualTo("application/x-ndjson");
        assertThat(fake.requests.get(fake.requests.size() - 1)).hasToString("PUT /data/out/manifest.jsonl");
    }

    @Test
    void aClosedSessionSaysSo() {
        s3.close();
        assertThatThrownBy(() -> s3.urls("s3://data/x")).hasMessageContaining("has ended");
    }

    private List<Input> list(String prefix) {
        return StreamSupport.stream(s3.urls(prefix).spliterator(), false).toList();
    }

    private static Optional<FakeS3.Fault> refuse(int status, String code) {
        return Optional.of(new FakeS3.Fault.Refuse(status, code, Map.of()));
    }

    private static byte[] read(Input input) throws IOException {
        try (InputStream in = open(input)) {
            return in.readAllBytes();
        }
    }

    /** Without the patience that a real network needs. */
    private static InputStream open(Input input) throws IOException {
        FetchLimits limits = new FetchLimits(
                8, 4 << 20, 1 << 20, 5, Duration.ofMillis(500), Duration.ofMillis(1), Duration.ofMillis(2));
        return new ReadAhead(List.of((S3Input) input), limits).open(0);
    }

    private static String unpacked(byte[] gzip) throws IOException {
        try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(gzip))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** What this process keeps in its temporary folders. */
    private static List<Path> staged() throws IOException {
        Path own = Path.of(System.getProperty("java.io.tmpdir"), "mayfly-" + System.getProperty("user.name"));
        String process = ProcessHandle.current().pid() + "-";
        try (Stream<Path> all = Files.exists(own) ? Files.list(own) : Stream.empty()) {
            return all.filter(path -> path.getFileName().toString().startsWith(process))
                    .sorted()
                    .toList();
        }
    }

    private static void showsNoSecret(Throwable thrown) {
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            assertThat(cause.toString()).doesNotContain(SECRET, "X-Amz-", "AKIDEXAMPLE", "Signature=");
        }
    }
}
