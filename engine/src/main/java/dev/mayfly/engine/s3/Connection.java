package dev.mayfly.engine.s3;

import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.retry.RetryMode;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3ClientBuilder;
import software.amazon.awssdk.services.s3.S3Configuration;
import software.amazon.awssdk.services.s3.presigner.S3Presigner;

/**
 * The clients of one session, by the standard configuration of the AWS SDK: profile, SSO, environment, system
 * properties, endpoint, region. Buckets are addressed by path where an endpoint of one's own is configured, since few
 * stores but Amazon's have a host name for each bucket.
 *
 * @param http fetches presigned URLs
 */
record Connection(S3Client client, S3Presigner presigner, HttpClient http) implements AutoCloseable {
    private static final int MOST_CONNECTIONS = 128;

    /** Connects by the standard configuration alone. */
    static Connection standard() {
        return open(builder -> {});
    }

    /** Connects by the standard configuration, changed. */
    static Connection open(Consumer<S3ClientBuilder> change) {
        S3ClientBuilder builder =
                S3Client.builder().overrideConfiguration(override -> override.retryStrategy(RetryMode.STANDARD));
        change.accept(builder);
        Optional<URI> endpoint = endpoint(builder);
        S3Client client = builder.httpClientBuilder(Apache5HttpClient.builder().maxConnections(MOST_CONNECTIONS))
                .forcePathStyle(endpoint.isPresent())
                .build();
        S3Presigner.Builder presigner = S3Presigner.builder()
                .region(client.serviceClientConfiguration().region())
                .credentialsProvider(client.serviceClientConfiguration().credentialsProvider())
                .serviceConfiguration(S3Configuration.builder()
                        .pathStyleAccessEnabled(endpoint.isPresent())
                        .build());
        endpoint.ifPresent(presigner::endpointOverride);
        HttpClient http = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(Duration.ofSeconds(20))
                .build();
        return new Connection(client, presigner.build(), http);
    }

    /** What the SDK makes of environment, system properties and profile; without an endpoint there must be a region. */
    private static Optional<URI> endpoint(S3ClientBuilder builder) {
        try (S3Client probe = builder.build()) {
            return probe.serviceClientConfiguration().endpointOverride();
        } catch (SdkClientException e) {
            // There is no region, which a store with an endpoint of its own can do without.
            try (S3Client probe = builder.region(Region.US_EAST_1).build()) {
                Optional<URI> endpoint = probe.serviceClientConfiguration().endpointOverride();
                if (endpoint.isEmpty()) {
                    throw S3Failure.noRegion(e);
                }
                return endpoint;
            }
        }
    }

    @Override
    public void close() {
        presigner.close();
        client.close();
    }
}
