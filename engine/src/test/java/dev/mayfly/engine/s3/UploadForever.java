package dev.mayfly.engine.s3;

import java.net.URI;
import java.util.Optional;
import java.util.stream.Stream;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;

/** Writes an object without end: {@code UploadForever <endpoint> <object>}. */
public final class UploadForever {
    private UploadForever() {}

    public static void main(String[] args) throws Exception {
        StaticCredentialsProvider credentials =
                StaticCredentialsProvider.create(AwsBasicCredentials.create(Stores.KEY_ID, Stores.SECRET));
        try (S3 s3 = new S3(
                access -> Connection.open(access, builder -> builder.endpointOverride(URI.create(args[0]))
                        .region(Region.EU_WEST_1)
                        .credentialsProvider(credentials)),
                Optional.empty())) {
            String line = "x".repeat(1 << 20);
            s3.lineOutput(args[1]).write(Stream.generate(() -> line));
        }
    }
}
