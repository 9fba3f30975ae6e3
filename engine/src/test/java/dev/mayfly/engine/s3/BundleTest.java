package dev.mayfly.engine.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mayfly.engine.Sink;
import dev.mayfly.engine.source.Input;
import dev.mayfly.engine.source.Inputs;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BundleTest {
    private final FakeS3 fake = new FakeS3();
    private final S3 s3 = Stores.connect(fake);

    BundleTest() throws IOException {}

    @BeforeEach
    void anew() {
        fake.objects.clear();
        fake.requests.clear();
        fake.faults = request -> Optional.empty();
    }

    @AfterAll
    void close() {
        s3.close();
        fake.close();
    }

    @Test
    void membersAreReadBackOneByOneAndAllAtOnce() throws IOException {
        fake.put("in/a.log", utf8("one\ntwo\n"));
        fake.put("in/b.log", utf8("no line break at the end"));
        fake.put("in/c.log", new byte[0]);
        fake.put("in/d.log.gz", gzip("packed\n"));
        Sink.Receipt receipt = s3.bundle(s3.urls("s3://data/in/*"), "s3://data/bundled", 1);
        assertThat(receipt.rows()).isEqualTo(4);
        assertThat(fake.uploads).isEmpty();

        Inputs whole = s3.urls("s3://data/bundled/");
        assertThat(whole.list()).extracting(Input::name).containsExactly("s3://data/bundled/part-00000.gz");
        assertThat(unpacked(Stores.read(whole.list().get(0))))
                .isEqualTo("one\ntwo\nno line break at the end\npacked\n");

        fake.requests.clear();
        Inputs members = s3.bundled("s3://data/bundled/");
        assertThat(members.list()).hasSize(4);
        Input second = members.endingWith("b.log").list().get(0);
        assertThat(second.name()).isEqualTo("s3://data/bundled/part-00000.gz#s3://data/in/b.log");
        assertThat(unpacked(Stores.read(second))).isEqualTo("no line break at the end");
        assertThat(unpacked(Stores.read(members.list().get(2)))).isEmpty();
        assertThat(unpacked(Stores.read(members.list().get(3)))).isEqualTo("packed\n");
        assertThat(fake.requests.get(fake.requests.size() - 1).range()).startsWith("bytes=");
    }

    @Test
    void aFullBlobIsFollowedByAnother() throws IOException {
        Random random = new Random(1);
        for (int i = 0; i < 5; i++) {
            byte[] noise = new byte[700_000];
            random.nextBytes(noise);
            fake.put("in/" + i, noise);
        }
        s3.bundle(s3.urls("s3://data/in/"), "s3://data/out/", 1);
        assertThat(s3.urls("s3://data/out/").list()).hasSize(3);
        Input last = s3.bundled("s3://data/out/").endingWith("in/4").list().get(0);
        assertThat(new GZIPInputStream(new ByteArrayInputStream(Stores.read(last))).readAllBytes())
                .isEqualTo(fake.content("in/4"));
    }

    @Test
    void aConnectionThatBreaksWithinAMemberIsTakenUpThere() throws IOException {
        fake.put("in/0", new byte[100]);
        byte[] noise = new byte[50_000];
        new Random(2).nextBytes(noise);
        fake.put("in/1", noise);
        s3.bundle(s3.urls("s3://data/in/"), "s3://data/out/", 1);
        Input second = s3.bundled("s3://data/out/").list().get(1);
        fake.faults = request -> Optional.of(new FakeS3.Fault.BreakAfter(20_000));
        byte[] read = Stores.read(second);
        assertThat(new GZIPInputStream(new ByteArrayInputStream(read)).readAllBytes())
                .isEqualTo(noise);
    }

    @Test
    void aBlobThatWasReplacedIsAnErrorAndNeverOtherBytes() {
        fake.put("in/0", utf8("x"));
        s3.bundle(s3.urls("s3://data/in/"), "s3://data/out/", 1);
        Input member = s3.bundled("s3://data/out/").list().get(0);
        fake.put("out/part-00000.gz", utf8("something else that is longer than before"));
        assertThatThrownBy(() -> Stores.read(member)).hasMessageContaining("it was replaced");
    }

    @Test
    void aDamagedInputOrAFailedUploadLeavesNothing() {
        fake.put("in/0", utf8("fine\n"));
        fake.put("in/1.gz", new byte[] {0x1F, (byte) 0x8B, 8, 0});
        assertThatThrownBy(() -> s3.bundle(s3.urls("s3://data/in/*"), "s3://data/out/", 1))
                .hasMessageContaining("s3://data/in/1.gz is truncated");
        assertThat(fake.uploads).isEmpty();
        assertThat(fake.objects).hasSize(2);
        fake.faults = request -> request.query().containsKey("partNumber")
                ? Optional.of(new FakeS3.Fault.Refuse(403, "AccessDenied", Map.of()))
                : Optional.empty();
        assertThatThrownBy(() -> s3.bundle(s3.urls("s3://data/in/0"), "s3://data/out/", 1))
                .hasMessageContaining("s3://data/out/part-00000.gz cannot be written: access is denied");
        assertThat(fake.uploads).isEmpty();
        assertThat(fake.objects).hasSize(2);
    }

    @Test
    void aBundleIsNeverWrittenOverAnother() {
        fake.put("in/0", utf8("x"));
        s3.bundle(s3.urls("s3://data/in/"), "s3://data/out/", 1);
        assertThatThrownBy(() -> s3.bundle(s3.urls("s3://data/in/"), "s3://data/out/", 1))
                .hasMessageContaining("holds a bundle already");
        assertThatThrownBy(() -> s3.bundled("s3://data/in/")).hasMessageContaining("s3://data/in/index.jsonl");
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] gzip(String text) throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (OutputStream out = new GZIPOutputStream(packed)) {
            out.write(utf8(text));
        }
        return packed.toByteArray();
    }

    private static String unpacked(byte[] gzip) throws IOException {
        return new String(new GZIPInputStream(new ByteArrayInputStream(gzip)).readAllBytes(), StandardCharsets.UTF_8);
    }
}
