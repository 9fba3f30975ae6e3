package dev.mayfly.engine.s3;

import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AnonymousCredentialsProvider;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.retry.RetryMode;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3ClientBuilder;
import software.amazon.awssdk.services.s3.S3Configuration;
import software.amazon.awssdk.services.s3.model.ChecksumMode;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.presigner.S3Presigner;
import software.amazon.awssdk.services.s3.presigner.model.PresignedGetObjectRequest;

/**
 * The clients of one session, by the standard configuration of the AWS SDK: profile, SSO, environment, system
 * properties, endpoint, region. Buckets are addressed by path where an endpoint of one's own is configured, since few
 * stores but Amazon's have a host name for each bucket. A bucket that turns out to be in another region is asked there
 * from then on. Safe for use by many threads.
 */
final class Connection implements AutoCloseable {
    private static final int MOST_CONNECTIONS = 128;
    private static final String PAYER_HEADER = "x-amz-request-payer";
    private static final String REQUESTER = "requester";

    private final Access access;
    private final Consumer<S3ClientBuilder> change;
    private final Optional<URI> endpoint;
    private final Region region;
    private final Map<String, Region> homes = new ConcurrentHashMap<>();
    /** Guarded by itself. */
    private final Map<Region, Clients> clients = new HashMap<>();

    private final Uploads uploads = new Uploads();

    private record Clients(S3Client client, S3Presigner presigner) {}

    /**
     * A URL by which anyone may read an object, with the headers that belong to it.
     *
     * @param until when it stops to be valid
     */
    record Presigned(URI uri, Map<String, List<String>> headers, Instant until) {
        /** Never shows the URL. */
        @Override
        public String toString() {
            return "a presigned URL, valid until " + until;
        }
    }

    private Connection(Access access, Consumer<S3ClientBuilder> change, Optional<URI> endpoint, Region region) {
        this.access = access;
        this.change = change;
        this.endpoint = endpoint;
        this.region = region;
    }

    /** Connects by the standard configuration alone. */
    static Connection standard(Access access) {
        return open(access, builder -> {});
    }

    /** Connects by the standard configuration, changed. */
    static Connection open(Access access, Consumer<S3ClientBuilder> change) {
        S3ClientBuilder builder = S3Client.builder();
        change.accept(builder);
        try (S3Client probe = builder.build()) {
            return of(access, change, probe);
        } catch (SdkClientException e) {
            // There is no region: a store with an endpoint of its own does without, and S3 tells that of each bucket.
            try (S3Client probe = builder.region(Region.US_EAST_1).build()) {
                return of(access, change, probe);
            }
        }
    }

    private static Connection of(Access access, Consumer<S3ClientBuilder> change, S3Client probe) {
        return new Connection(
                access,
                change,
                probe.serviceClientConfiguration().endpointOverride(),
                probe.serviceClientConfiguration().region());
    }

    /**
     * Asks S3 about a bucket, once more where it says that the bucket is in another region.
     *
     * @param request may be made twice
     */
    <R> R call(String bucket, Function<S3Client, R> request) {
        Region asked = home(bucket);
        try {
            return request.apply(clients(asked).client());
        } catch (S3Exception e) {
            Optional<Region> home = S3Failure.home(e).map(Region::of).filter(other -> !other.equals(asked));
            if (home.isEmpty()) {
                throw e;
            }
            homes.put(bucket, home.get());
            return request.apply(clients(home.get()).client());
        }
    }

    /** A URL for reading an object, with its checksum where S3 has one. */
    Presigned presign(S3Location at, Duration validity) throws URISyntaxException {
        Clients here = clients(home(at.bucket()));
        Instant until = Instant.now().plus(validity);
        if (access.anonymous()) {
            URI uri = here.client()
                    .utilities()
                    .getUrl(url -> url.bucket(at.bucket()).key(at.key()))
                    .toURI();
            return new Presigned(uri, Map.of("x-amz-checksum-mode", List.of("ENABLED")), until);
        }
        PresignedGetObjectRequest signed = here.presigner()
                .presignGetObject(request -> request.signatureDuration(validity).getObjectRequest(get -> {
                    get.bucket(at.bucket()).key(at.key()).checksumMode(ChecksumMode.ENABLED);
                    if (access.requesterPays()) {
                        get.requestPayer(REQUESTER);
                    }
                }));
        Map<String, List<String>> headers = new HashMap<>(signed.signedHeaders());
        headers.keySet().removeIf(name -> name.equalsIgnoreCase("host"));
        return new Presigned(signed.url().toURI(), headers, until);
    }

    Uploads uploads() {
        return uploads;
    }

    private Region home(String bucket) {
        return homes.getOrDefault(bucket, region);
    }

    private Clients clients(Region place) {
        synchronized (clients) {
            return clients.computeIfAbsent(place, this::connect);
        }
    }

    private Clients connect(Region place) {
        S3ClientBuilder builder = S3Client.builder();
        change.accept(builder);
        if (access.anonymous()) {
            builder.credentialsProvider(AnonymousCredentialsProvider.create());
        }
        S3Client client = builder.region(place)
                .overrideConfiguration(override -> {
                    override.retryStrategy(RetryMode.STANDARD);
                    if (access.requesterPays()) {
                        override.putHeader(PAYER_HEADER, REQUESTER);
                    }
                })
                .httpClientBuilder(Apache5HttpClient.builder().maxConnections(MOST_CONNECTIONS))
                .forcePathStyle(endpoint.isPresent())
                .build();
        S3Presigner.Builder presigner = S3Presigner.builder()
                .region(place)
                .credentialsProvider(client.serviceClientConfiguration().credentialsProvider())
                .serviceConfiguration(S3Configuration.builder()
                        .pathStyleAccessEnabled(endpoint.isPresent())
                        .build());
        endpoint.ifPresent(presigner::endpointOverride);
        return new Clients(client, presigner.build());
    }

    /** The name of the profile in use, for messages. */
    static String profile() {
        @Nullable String property = System.getProperty("aws.profile");
        @Nullable String named = property != null ? property : System.getenv("AWS_PROFILE");
        return named == null || named.isEmpty() ? "default" : named;
    }

    @Override
    public void close() {
        uploads.close();
        synchronized (clients) {
            clients.values().forEach(open -> {
                open.presigner().close();
                open.client().close();
            });
            clients.clear();
        }
    }
}
