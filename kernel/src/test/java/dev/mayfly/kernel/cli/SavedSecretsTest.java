package dev.mayfly.kernel.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mayfly.kernel.cell.SmallStore;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a report over S3 leaves, on disk and on the terminal, holds neither a secret nor a signature. */
final class SavedSecretsTest {
    private static final String KEY_ID = "AKIDEXAMPLEOFTHISTEST";
    private static final String SECRET = "wJalrXUtnFEMIofthistest";
    private static final String TOKEN = "FwoGZXIvYXdzEofthistest";
    private static final String[] FORBIDDEN = {
        KEY_ID, SECRET, TOKEN, "X-Amz-Signature", "X-Amz-Credential", "X-Amz-Security-Token"
    };
    /** Everything that the JDK's own loggers say, its HTTP client's requests among it. */
    private static final String LOGGING =
            "handlers=java.util.logging.ConsoleHandler\n.level=ALL\n" + "java.util.logging.ConsoleHandler.level=ALL\n";

    private final Path folder;

    SavedSecretsTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @Test
    void aReportOverS3KeepsNoSecretWhereverItIsWritten() throws Exception {
        try (SmallStore store = new SmallStore()) {
            store.put("/data/logs/a.log", "x\ny\nx\n");
            store.put("/data/denied/a.log", "x\n");
            String said = report(
                    store,
                    "var logs = s3.urls(\"s3://data/logs/\"); logs",
                    "mapreduce(logs).groupBy(l -> l).count()",
                    "mapreduce(logs).to(s3.lineOutput(\"s3://data/out.txt\").sorted())",
                    "mapreduce(s3.urls(\"s3://data/denied/\")).groupBy(l -> l).count()");
            assertThat(said).contains("s3://data/denied/a.log cannot be read: access is denied");
            assertThat(store.objects()).containsEntry("/data/out.txt", "x\nx\ny\n");
            assertThat(said).doesNotContain(FORBIDDEN);
            try (Stream<Path> files = Files.walk(folder)) {
                List<Path> written = files.filter(Files::isRegularFile).toList();
                assertThat(written)
                        .extracting(file -> file.getFileName().toString())
                        .contains("out.html", "out.ipynb");
                for (Path file : written) {
                    assertThat(Files.readString(file, StandardCharsets.ISO_8859_1))
                            .as(file.toString())
                            .doesNotContain(FORBIDDEN);
                }
            }
            assertThat(Files.readString(folder.resolve("out.html"))).contains("s3://data/logs/a.log");
            assertThat(store.objects().get("/data/reports/out.html"))
                    .contains("This report is incomplete", "s3://data/logs/a.log")
                    .doesNotContain(FORBIDDEN);
            assertThat(store.objects().get("/data/reports/out.ipynb"))
                    .contains("\"output_path\": \"s3://data/reports/out.ipynb\"", "\"status\": \"failed\"")
                    .doesNotContain(FORBIDDEN);
        }
    }

    /** Runs the command in a process of its own, with credentials in its environment, and gives what it printed. */
    private String report(SmallStore store, String... cells) throws IOException, InterruptedException {
        Path notebook = folder.resolve("n.ipynb");
        Files.writeString(notebook, notebook(cells));
        Path logging = Files.writeString(folder.resolve("logging.properties"), LOGGING);
        Path temporary = Files.createDirectory(folder.resolve("tmp"));
        Path output = folder.resolve("said.txt");
        ProcessBuilder builder = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "@" + System.getProperty("mayfly.root")
                                + "/engine/src/main/resources/dev/mayfly/engine/jvm.flags",
                        "-Djava.util.logging.config.file=" + logging,
                        "-Djava.io.tmpdir=" + temporary,
                        "-cp",
                        System.getProperty("java.class.path"),
                        Main.class.getName(),
                        "report",
                        notebook.toString(),
                        "-o",
                        folder + "/out.html",
                        "-o",
                        folder + "/out.ipynb",
                        "-o",
                        "s3://data/reports/out.html",
                        "-o",
                        "s3://data/reports/out.ipynb")
                .redirectErrorStream(true)
                .redirectOutput(output.toFile());
        builder.environment()
                .putAll(Map.of(
                        "AWS_ACCESS_KEY_ID", KEY_ID,
                        "AWS_SECRET_ACCESS_KEY", SECRET,
                        "AWS_SESSION_TOKEN", TOKEN,
                        "AWS_REGION", "eu-west-1",
                        "AWS_ENDPOINT_URL_S3", store.endpoint()));
        Process process = builder.start();
        assertThat(process.waitFor(2, TimeUnit.MINUTES)).isTrue();
        return Files.readString(output, StandardCharsets.ISO_8859_1);
    }

    private static String notebook(String... cells) {
        StringBuilder json = new StringBuilder("{\"cells\":[");
        for (int i = 0; i < cells.length; i++) {
            json.append(i == 0 ? "" : ",")
                    .append("{\"cell_type\":\"code\",\"id\":\"c")
                    .append(i)
                    .append("\",\"metadata\":{},\"outputs\":[],\"execution_count\":null,\"source\":\"")
                    .append(cells[i].replace("\\", "\\\\").replace("\"", "\\\""))
                    .append("\"}");
        }
        return json.append("],\"metadata\":{},\"nbformat\":4,\"nbformat_minor\":5}")
                .toString();
    }
}
