package dev.mayfly.kernel.cell;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mayfly.kernel.display.MimeBundle;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** S3 as cells use it, against a store that answers on this machine; nothing that is shown holds a secret. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class S3InCellsTest {
    private static final String KEY_ID = "AKIDEXAMPLEOFTHISTEST";
    private static final String SECRET = "wJalrXUtnFEMIofthistest";
    private static final String TOKEN = "FwoGZXIvYXdzEofthistest";
    private static final Map<String, String> CONFIGURATION = Map.of(
            "aws.accessKeyId",
            KEY_ID,
            "aws.secretAccessKey",
            SECRET,
            "aws.sessionToken",
            TOKEN,
            "aws.region",
            "eu-west-1");

    private final Map<String, String> before = new HashMap<>();
    private final List<String> shown = new ArrayList<>();
    private SmallStore store;
    private Notebook notebook;

    @BeforeAll
    void open(@TempDir Path temporary) throws IOException {
        store = new SmallStore();
        CONFIGURATION.forEach(this::configure);
        configure("aws.endpointUrlS3", store.endpoint());
        notebook = new Notebook(temporary);
    }

    private void configure(String name, String value) {
        before.put(name, System.getProperty(name, ""));
        System.setProperty(name, value);
    }

    @AfterAll
    void close() {
        notebook.close();
        store.close();
        before.forEach((name, value) -> {
            if (value.isEmpty()) {
                System.clearProperty(name);
            } else {
                System.setProperty(name, value);
            }
        });
    }

    @AfterEach
    void nothingShownHoldsASecret() {
        assertThat(shown).isNotEmpty().allSatisfy(text -> assertThat(text)
                .doesNotContain(KEY_ID, SECRET, TOKEN, "X-Amz-Signature", "X-Amz-Credential", "X-Amz-Security-Token"));
    }

    @Test
    void objectsAreListedReadAndWritten() {
        store.put("/data/logs/2026-11-01.log", "b\na\n");
        store.put("/data/logs/2026-11-02.log", "a\n");
        MimeBundle listed = value("var logs = s3.urls(\"s3://data/logs/\"); logs");
        assertThat(listed.plain()).contains("s3://data/logs/2026-11-02.log", "2 inputs, 6 B");
        assertThat(notebook.pairs("mapreduce(logs).groupBy(l -> l).count()"))
                .containsEntry("a", 2L)
                .containsEntry("b", 1L);
        value("mapreduce(logs).to(s3.lineOutput(\"s3://data/out.txt\").sorted().unique())");
        assertThat(store.objects()).containsEntry("/data/out.txt", "a\nb\n");
        value("s3.bucket(\"data\").put(\"note.txt\", \"text\")");
        assertThat(value("s3.text(\"note.txt\")").plain()).contains("text");
        assertThat(value("logs.dated(LocalDate.of(2026, 11, 2), LocalDate.of(2026, 11, 2))")
                        .plain())
                .contains("1 input,");
        value("s3");
        value("logs.list().get(0)");
        value("s3.ls(\"s3://data/logs/\")");
        value("s3.requesterPays().presignedFor(Duration.ofMinutes(10)).urls(\"s3://data/logs/*.log\")");
    }

    @Test
    void whatMayNotBeReadIsAnErrorWithoutItsUrl() {
        store.put("/data/denied/a.log", "x\n");
        assertThat(failure("mapreduce(s3.urls(\"s3://data/denied/\")).groupBy(l -> l).count()"))
                .contains("s3://data/denied/a.log cannot be read: access is denied. Allow s3:GetObject");
        assertThat(failure("s3.text(\"s3://data/denied/a.log\")")).contains("access is denied");
        assertThat(failure("s3.put(\"s3://data/denied/a.log\", \"x\")")).contains("Allow s3:PutObject");
        assertThat(failure("mapreduce(urls(List.of(\"" + store.endpoint() + "/data/denied/a.log?X-Amz-\" + \"Signature="
                        + SECRET + "\"))).groupBy(l -> l).count()"))
                .contains("/data/denied/a.log answered HTTP 403 AccessDenied");
        assertThat(failure("s3.urls(\"" + store.endpoint() + "/data/a?X-Amz-\" + \"Signature=" + SECRET + "\")"))
                .contains("is no S3 location");
    }

    private MimeBundle value(String code) {
        MimeBundle bundle = notebook.value(code);
        bundle.data().values().forEach(form -> shown.add(String.valueOf(form)));
        return bundle;
    }

    /** The message and the trace, without the lines that quote the cell. */
    private String failure(String code) {
        String trace = notebook.traceback(code);
        shown.add(trace.replace(code, ""));
        return trace;
    }
}
