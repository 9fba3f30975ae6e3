package dev.mayfly.kernel.cell;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.mayfly.engine.Backend;
import dev.mayfly.engine.Backends;
import dev.mayfly.engine.JobException;
import dev.mayfly.engine.JobListener;
import dev.mayfly.engine.closure.CannotTravelException;
import dev.mayfly.engine.local.LocalBackend;
import dev.mayfly.engine.s3.S3;
import dev.mayfly.engine.spark.SparkBackend;
import dev.mayfly.engine.spark.SparkEndpoint;
import dev.mayfly.engine.spark.SparkOptions;
import dev.mayfly.kernel.display.Renderer;
import dev.mayfly.kernel.node.SparkForTests;
import dev.mayfly.kernel.node.SparkRing;
import dev.mayfly.kernel.session.Outcome;
import dev.mayfly.kernel.session.Session;
import dev.mayfly.kernel.session.UserTrace;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Functions typed in cells, on a real cluster of this machine. */
@SparkRing
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class CellsOnSparkTest {
    private Path temp;
    private SparkForTests spark;
    private Session session;
    private LocalBackend local;
    private SparkBackend cluster;
    private S3 s3;

    @BeforeAll
    void open(@TempDir Path folder) throws Exception {
        temp = folder;
        Files.writeString(temp.resolve("numbers.txt"), "4\n2\n1\n");
        Files.writeString(temp.resolve("zero.txt"), "4\n0\n1\n");
        spark = SparkForTests.start(1);
        session = Session.open(StartUp.options());
        local = LocalBackend.create();
        SparkEndpoint endpoint = new SparkEndpoint(
                spark.gateway().host(), spark.gateway().port(), spark.gateway().token());
        cluster = SparkBackend.of(
                endpoint,
                SparkOptions.onThisMachine("a test's cluster", 1),
                new CellClasses(session, List::of),
                note -> {});
        s3 = new S3();
        SessionCluster helper = new SessionCluster(
                (spec, provider, supplies) -> {
                    throw new IllegalStateException("no cloud");
                },
                new NoCluster(),
                NoCluster::new,
                temp);
        StartUp.prepare(
                session,
                new OnHand(onCluster(), new CurrentRenderer(Renderer.standard()), temp, Optional::empty, s3, helper));
    }

    private Backends onCluster() {
        return new Backends() {
            @Override
            public Backend preferred() {
                return cluster;
            }

            @Override
            public Backend local() {
                return local;
            }

            @Override
            public JobListener listener() {
                return JobListener.NONE;
            }
        };
    }

    @AfterAll
    void close() {
        cluster.close();
        session.close();
        local.close();
        s3.close();
        spark.close();
    }

    private Object value(String code) {
        Outcome outcome = session.evaluate("In [1]", code);
        assertThat(outcome).as(code).isInstanceOf(Outcome.Value.class);
        return requireNonNull(((Outcome.Value) outcome).value());
    }

    private Outcome.Thrown thrown(String code) {
        Outcome outcome = session.evaluate("In [7]", code);
        assertThat(outcome).as(code).isInstanceOf(Outcome.Thrown.class);
        return (Outcome.Thrown) outcome;
    }

    @Test
    void aVariableThatChangesBetweenTwoRunsIsRightInBoth() {
        String job = "mapreduce(files(\"numbers.txt\")).map(l -> factor * Integer.parseInt(l) +"
                + " Scale.of(l)).stream().toList()";
        value("int factor = 10; class Scale { static int of(String s) { return s.length(); } } factor");
        assertThat(value(job)).isEqualTo(List.of(41, 21, 11));
        assertThat(value("factor = 100; " + job)).isEqualTo(List.of(401, 201, 101));
    }

    @Test
    void recordsOfCellsComeBackAsTheSessionsOwn() {
        assertThat(value("record Sized(String text, int size) {}\n"
                        + "var sized = mapreduce(files(\"numbers.txt\")).map(l -> new Sized(l, l.length())).stream().toList();\n"
                        + "sized.get(0).equals(new Sized(\"4\", 1)) && sized.size() == 3"))
                .isEqualTo(true);
    }

    @Test
    void aDivisionByZeroNamesItsInputAndTheLineOfTheCell() {
        Outcome.Thrown failed = thrown("int one = 1;\nmapreduce(files(\"zero.txt\"))\n"
                + "    .map(l -> one / Integer.parseInt(l))\n    .groupBy(n -> n).count().count()");
        assertThat(failed.error())
                .isInstanceOf(JobException.class)
                .hasMessageContaining("zero.txt line 2")
                .hasMessageContaining("/ by zero")
                .hasCauseInstanceOf(ArithmeticException.class);
        List<UserTrace.Frame> frames = failed.trace().cause().orElseThrow().frames();
        assertThat(frames).anySatisfy(frame -> {
            assertThat(frame.place()).isEqualTo("In [7]");
            assertThat(frame.line()).isEqualTo(3);
            assertThat(frame.code()).contains("one / Integer.parseInt(l)");
        });
    }

    @Test
    void whatCannotTravelIsRefusedByNameBeforeAnythingStarts() {
        value("var wire = new java.net.Socket(); var helper = new Thread(() -> {}); 1");
        assertThat(thrown("mapreduce(files(\"numbers.txt\")).map(l -> wire.getPort()).count()")
                        .error())
                .isInstanceOf(CannotTravelException.class)
                .hasMessageContaining("wire (Socket)");
        assertThat(thrown("mapreduce(files(\"numbers.txt\")).map(l -> helper.getName()).count()")
                        .error())
                .hasMessageContaining("helper (Thread)");
        assertThat(thrown("mapreduce(files(\"numbers.txt\")).map(l -> files(l).list().size()).count()")
                        .error())
                .hasMessageContaining("files(...)");
    }

    @Test
    void noSignatureOfAnAddressIsOnThePagesOfSpark() throws Exception {
        byte[] content = "a\nb\na\n".getBytes(StandardCharsets.UTF_8);
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            boolean signed = String.valueOf(exchange.getRequestURI().getQuery()).contains("topsecret");
            exchange.sendResponseHeaders(signed ? 200 : 403, signed ? content.length : -1);
            if (signed) {
                exchange.getResponseBody().write(content);
            }
            exchange.close();
        });
        server.start();
        try {
            String url = "http://127.0.0.1:" + server.getAddress().getPort() + "/log.txt?X-Amz-Signature=";
            assertThat(value("mapreduce(urls(List.of(\"" + url + "topsecret\"))).groupBy(l -> l).count().count()"))
                    .isEqualTo(2L);
            assertThat(thrown("mapreduce(urls(List.of(\"" + url + "wrongsecret\"))).count()")
                            .error())
                    .hasMessageContaining("HTTP 403")
                    .hasMessageNotContaining("wrongsecret");
        } finally {
            server.stop(0);
        }
        URI pages = spark.gateway().ui().orElseThrow();
        HttpClient client = HttpClient.newHttpClient();
        for (String page : List.of(
                "jobs/", "stages/", "stages/stage/?id=0&attempt=0", "SQL/", "environment/", "executors/", "connect/")) {
            HttpResponse<String> answer = client.send(
                    HttpRequest.newBuilder(pages.resolve(page)).build(), HttpResponse.BodyHandlers.ofString());
            assertThat(answer.body()).as(page).doesNotContain("topsecret", "wrongsecret");
        }
        // What an event log would hold.
        URI applications = pages.resolve("api/v1/applications/");
        String id = text(client, applications).replaceFirst("(?s).*?\"id\"\\s*:\\s*\"([^\"]+)\".*", "$1");
        for (String events :
                List.of("jobs", "stages?details=true", "sql?details=true", "environment", "allexecutors")) {
            String said = text(client, applications.resolve(id + "/" + events));
            assertThat(said).as(events).contains("{").doesNotContain("topsecret", "wrongsecret");
        }
        List<Path> logs = executorLogs();
        assertThat(logs).isNotEmpty();
        for (Path log : logs) {
            assertThat(Files.readString(log)).as(log.toString()).doesNotContain("topsecret", "wrongsecret");
        }
        for (String node : List.of("master", "worker 0")) {
            assertThat(spark.cluster().logs(node)).as(node).isNotEmpty().doesNotContain("topsecret", "wrongsecret");
        }
    }

    private static String text(HttpClient client, URI uri) throws Exception {
        return client.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString())
                .body();
    }

    /** What executors of this process's cluster wrote. */
    private static List<Path> executorLogs() throws IOException {
        List<Path> logs = new ArrayList<>();
        for (ProcessHandle process : ProcessHandle.current().descendants().toList()) {
            Path own = Path.of("/proc", Long.toString(process.pid()));
            if (Files.readString(own.resolve("cmdline")).contains("CoarseGrainedExecutorBackend")) {
                Path folder = own.resolve("cwd").toRealPath();
                logs.add(folder.resolve("stdout"));
                logs.add(folder.resolve("stderr"));
            }
        }
        return logs;
    }
}
