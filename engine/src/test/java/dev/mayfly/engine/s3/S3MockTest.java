package dev.mayfly.engine.s3;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.mayfly.engine.MapReduce;
import dev.mayfly.engine.Pair;
import dev.mayfly.engine.Result;
import dev.mayfly.engine.local.LocalBackend;
import dev.mayfly.engine.local.OneBackend;
import dev.mayfly.engine.source.Input;
import dev.mayfly.engine.source.Inputs;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;

/**
 * S3 as Adobe's S3Mock speaks it, in a process of its own. Runs where the environment variable {@code MAYFLY_S3MOCK} names
 * its executable jar, which {@code .ci/run} fetches; elsewhere it is skipped with a printed reason.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class S3MockTest {
    private static final Pattern PORTS = Pattern.compile("Tomcat started on ports .* (\\d+) \\(http\\)");

    private final Path folder;
    private @Nullable Process mock;
    private @Nullable Connection admin;
    private @Nullable S3 session;

    S3MockTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @BeforeAll
    void start() throws IOException {
        String jar = System.getenv("MAYFLY_S3MOCK");
        if (jar == null) {
            System.out.println("[skipped] the s3mock ring: .ci/run fetches S3Mock and sets MAYFLY_S3MOCK");
        }
        assumeTrue(jar != null, "MAYFLY_S3MOCK is not set");
        Process process = new ProcessBuilder(
                        ProcessHandle.current().info().command().orElse("java"),
                        "-XX:TieredStopAtLevel=1",
                        "-Xmx256m",
                        "-jar",
                        requireNonNull(jar),
                        "--server.port=0",
                        "--http.port=0",
                        "--root=" + folder)
                .redirectErrorStream(true)
                .start();
        mock = process;
        URI endpoint = URI.create("http://127.0.0.1:" + port(process));
        StaticCredentialsProvider credentials =
                StaticCredentialsProvider.create(AwsBasicCredentials.create(Stores.KEY_ID, Stores.SECRET));
        session = new S3(access -> connect(access, endpoint, credentials), Optional.of("data"));
        admin = connect(Access.STANDARD, endpoint, credentials);
        admin.call("data", client -> client.createBucket(create -> create.bucket("data")));
    }

    private static Connection connect(Access access, URI endpoint, StaticCredentialsProvider credentials) {
        return Connection.open(access, builder -> builder.endpointOverride(endpoint)
                .region(Region.EU_WEST_1)
                .credentialsProvider(credentials));
    }

    private static String port(Process process) throws IOException {
        BufferedReader out =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        for (String line = out.readLine(); line != null; line = out.readLine()) {
            Matcher ports = PORTS.matcher(line);
            if (ports.find()) {
                Thread rest = new Thread(() -> out.lines().forEach(ignored -> {}), "s3mock-log");
                rest.setDaemon(true);
                rest.start();
                return ports.group(1);
            }
        }
        throw new IOException("S3Mock ended before it had a port");
    }

    @AfterAll
    void stop() throws InterruptedException {
        if (session != null) {
            session.close();
        }
        if (admin != null) {
            admin.close();
        }
        if (mock != null) {
            mock.destroyForcibly().waitFor();
        }
    }

    private S3 s3() {
        return requireNonNull(session);
    }

    @Test
    void objectsAreListedLookedAtAndReadByAJob() {
        for (int i = 0; i < 40; i++) {
            s3().put("logs/2026-01-" + (10 + i % 20) + "/" + i + ".gz", ("line " + i % 4 + "\n").repeat(100));
        }
        Inputs logs = s3().urls("logs/");
        assertThat(logs.list()).hasSize(40).allMatch(input -> input.modified().isPresent());
        assertThat(s3().urls("s3://data/logs/**/1?.gz").list()).hasSize(10);
        assertThat(s3().ls("logs/")).hasSize(20);
        assertThat(s3().head("logs/2026-01-10/0.gz").contentType()).isEqualTo("application/gzip");
        assertThat(s3().text("logs/2026-01-10/0.gz")).startsWith("line 0\n");
        try (LocalBackend backend = LocalBackend.create();
                Result<Pair<String, Long>> result = MapReduce.over(logs, new OneBackend(backend))
                        .groupBy(line -> line)
                        .count()) {
            assertThat(result.sortBy(Pair::key).stream())
                    .extracting(Pair::value)
                    .containsExactly(1000L, 1000L, 1000L, 1000L);
        }
    }

    @Test
    void whatALineOutputWritesInPartsIsReadBackInRanges() throws IOException {
        String line = "x".repeat(99);
        s3().lineOutput("big/out.txt").write(IntStream.range(0, 200_000).mapToObj(i -> line));
        S3Input big = (S3Input) s3().urls("big/out.txt").list().get(0);
        assertThat(big.size()).hasValue(20_000_000);
        assertThat(big.etag()).contains("-3");
        byte[] read = Stores.read(big);
        assertThat(read).hasSize(20_000_000);
        assertThat(new String(read, StandardCharsets.ISO_8859_1)).isEqualTo((line + "\n").repeat(200_000));
    }

    @Test
    void objectsOfAJobAppearTogetherAndReplaceWhatWasThere() throws IOException {
        s3().put("out/1", "old");
        s3().objectOutput("out/").manifest().write(Stream.of(new Pair<>(1, "new"), new Pair<>(2, "new")));
        assertThat(s3().text("out/1") + s3().text("out/2")).isEqualTo("newnew");
        assertThat(s3().text("out/manifest.jsonl").lines()).hasSize(2);
        assertThatThrownBy(() -> s3().objectOutput("out/").write(Stream.of(new Pair<>(3, 3), new Pair<>(3, 3))))
                .hasMessageContaining("comes twice");
        assertThat(s3().ls("out/")).hasSize(3);
    }

    @Test
    void aReplacedOrVanishedObjectIsAnError() throws IOException {
        s3().put("changing/a", "one");
        Input listed = s3().urls("changing/a").list().get(0);
        s3().put("changing/a", "two");
        assertThatThrownBy(() -> Stores.read(listed))
                .hasMessageContaining("s3://data/changing/a cannot be read: it was replaced");
        requireNonNull(admin)
                .call(
                        "data",
                        client -> client.deleteObject(
                                delete -> delete.bucket("data").key("changing/a")));
        assertThatThrownBy(() -> Stores.read(listed)).hasMessageContaining("there is no such object");
        assertThatThrownBy(() -> s3().urls("s3://nobucket/x")).hasMessageContaining("there is no bucket \"nobucket\"");
    }

    @Test
    void aBundleIsReadBackByRange() throws IOException {
        for (int i = 0; i < 20; i++) {
            s3().put("tiny/" + i, "content of " + i);
        }
        s3().bundle(s3().urls("tiny/"), "bundled", 1);
        List<Input> members = s3().bundled("bundled").list();
        assertThat(members).hasSize(20);
        assertThat(s3().text("bundled/part-00000.gz").lines()).hasSize(20).contains("content of 7");
        assertThat(Stores.read(members.get(3))).startsWith(0x1F, 0x8B);
    }

    @Test
    void partsThatNobodyCompletesAreListedAndRemoved() {
        requireNonNull(admin)
                .call(
                        "data",
                        client -> client.createMultipartUpload(
                                create -> create.bucket("data").key("orphan/a")));
        assertThat(s3().abortStale("orphan/")).extracting(S3Upload::name).containsExactly("s3://data/orphan/a");
        assertThat(s3().abortStale("orphan/")).isEmpty();
    }
}
