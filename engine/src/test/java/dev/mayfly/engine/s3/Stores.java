package dev.mayfly.engine.s3;

import dev.mayfly.engine.fetch.FetchLimits;
import dev.mayfly.engine.fetch.ReadAhead;
import dev.mayfly.engine.fetch.Remote;
import dev.mayfly.engine.source.Input;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;

/** What tests of S3 share: a session of a fake, and reading without the patience that a real network needs. */
final class Stores {
    static final String KEY_ID = "AKIDEXAMPLE";
    static final String SECRET = "wJalrXUtnFEMI";

    static final FetchLimits HASTY = new FetchLimits(
            32, 4 << 20, 1 << 18, 5, Duration.ofMillis(400), Duration.ofMillis(1), Duration.ofMillis(4));

    private Stores() {}

    static S3 connect(FakeS3 fake) {
        return new S3(
                access -> Connection.open(access, builder -> builder.endpointOverride(fake.endpoint())
                        .region(Region.EU_WEST_1)
                        .credentialsProvider(
                                StaticCredentialsProvider.create(AwsBasicCredentials.create(KEY_ID, SECRET)))),
                Optional.empty());
    }

    static byte[] read(Input input) throws IOException {
        try (InputStream in = new ReadAhead(List.of((Remote) input), HASTY).open(0)) {
            return in.readAllBytes();
        }
    }

    /** A fault in every n-th answer to a request for an object. */
    static java.util.function.Function<FakeS3.Request, Optional<FakeS3.Fault>> every(
            int n, List<FakeS3.Fault> faults, Predicate<FakeS3.Request> which) {
        AtomicInteger count = new AtomicInteger();
        return request -> {
            if (!which.test(request) || count.incrementAndGet() % n != 0) {
                return Optional.empty();
            }
            return Optional.of(faults.get(count.get() / n % faults.size()));
        };
    }
}
