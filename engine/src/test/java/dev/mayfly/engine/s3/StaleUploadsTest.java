package dev.mayfly.engine.s3;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class StaleUploadsTest {
    private final FakeS3 fake = new FakeS3();
    private final S3 s3 = Stores.connect(fake);

    StaleUploadsTest() throws IOException {}

    @AfterEach
    void close() {
        s3.close();
        fake.close();
    }

    @Test
    void aKilledUploadShowsNothingIsRepeatedAndItsPartsAreRemoved() throws Exception {
        Process writer = new ProcessBuilder(
                        ProcessHandle.current().info().command().orElse("java"),
                        "-Xmx256m",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        UploadForever.class.getName(),
                        fake.endpoint().toString(),
                        "s3://data/out/result.txt")
                .redirectErrorStream(true)
                .redirectOutput(new File("/dev/null"))
                .start();
        try {
            fake.awaitParts(2, Duration.ofSeconds(60));
        } finally {
            writer.destroyForcibly().waitFor(30, TimeUnit.SECONDS);
        }
        assertThat(fake.objects).isEmpty();

        s3.lineOutput("s3://data/out/result.txt").write(Stream.of("whole"));
        assertThat(fake.content("out/result.txt")).asString().isEqualTo("whole\n");
        assertThat(fake.uploads).hasSize(1);

        assertThat(s3.abortStale("s3://data/elsewhere/")).isEmpty();
        assertThat(s3.abortStale("s3://data/out/", Duration.ofDays(10_000))).isEmpty();
        assertThat(s3.abortStale("s3://data/out/")).singleElement().satisfies(upload -> {
            assertThat(upload.name()).isEqualTo("s3://data/out/result.txt");
            assertThat(upload.bytes()).isGreaterThanOrEqualTo(2 * (8 << 20));
            assertThat(upload.begun()).isBefore(Instant.now());
        });
        assertThat(fake.uploads).isEmpty();
        assertThat(fake.content("out/result.txt")).asString().isEqualTo("whole\n");
    }

    @Test
    void anUploadOfThisSessionGoesOn() throws IOException {
        String line = "x".repeat(1 << 20);
        s3.lineOutput("s3://data/out/mine").write(IntStream.range(0, 12).mapToObj(i -> {
            if (i == 10) {
                assertThat(fake.uploads).hasSize(1);
                assertThat(s3.abortStale("s3://data/out/")).isEmpty();
            }
            return line;
        }));
        assertThat(fake.content("out/mine")).hasSize(12 * ((1 << 20) + 1));
    }
}
