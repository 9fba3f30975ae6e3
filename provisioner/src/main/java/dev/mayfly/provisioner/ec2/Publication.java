package dev.mayfly.provisioner.ec2;

import dev.mayfly.provisioner.NodeRuntime;
import dev.mayfly.provisioner.ProvisionerException;
import dev.mayfly.provisioner.bootstrap.Manifest;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Locale;
import java.util.function.Consumer;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3ClientBuilder;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.S3Exception;

/**
 * Puts a runtime into a bucket, each file below its checksum, where nodes look for it. What is there is not sent again, so
 * that it may be called as often as one likes; S3 compares each file with its checksum before it takes it.
 */
final class Publication {
    private static final int NOT_FOUND = 404;

    private final S3Client client;
    private final String bucket;
    private final String prefix;
    private int sent;
    private int kept;
    private long bytes;

    private Publication(S3Client client, String bucket, String prefix) {
        this.client = client;
        this.bucket = bucket;
        this.prefix = prefix;
    }

    /** Puts it there, and says in words what was done. */
    static String to(String address, NodeRuntime runtime, Consumer<S3ClientBuilder> change) {
        if (!address.matches("s3://[a-z0-9][a-z0-9.-]{1,61}[a-z0-9](/[A-Za-z0-9._/-]*)?")) {
            throw new ProvisionerException("publish needs an address such as s3://bucket/mayfly; got " + address + ".");
        }
        String path = address.substring("s3://".length()).replaceAll("/+$", "");
        int slash = path.indexOf('/');
        String bucket = slash < 0 ? path : path.substring(0, slash);
        String prefix = slash < 0 ? "" : path.substring(slash + 1) + "/";
        try (S3Client client = client(change)) {
            return new Publication(client, bucket, prefix).send(runtime, "s3://" + path);
        } catch (SdkException e) {
            throw explanation(bucket, e);
        }
    }

    /** By path where an endpoint of one's own is set, since few stores but Amazon's have a host name for each bucket. */
    private static S3Client client(Consumer<S3ClientBuilder> change) {
        S3ClientBuilder builder =
                S3Client.builder().crossRegionAccessEnabled(true).httpClientBuilder(Apache5HttpClient.builder());
        change.accept(builder);
        S3Client client = builder.build();
        if (client.serviceClientConfiguration().endpointOverride().isEmpty()) {
            return client;
        }
        client.close();
        return builder.crossRegionAccessEnabled(false).forcePathStyle(true).build();
    }

    private String send(NodeRuntime runtime, String address) {
        for (NodeRuntime.Jar jar : runtime.all()) {
            put(jar.sha256(), jar.name(), jar.bytes(), RequestBody.fromFile(jar.path()));
        }
        // Last: whoever finds it finds all that it names.
        Manifest manifest = Manifest.of(runtime);
        byte[] text = manifest.text().getBytes(StandardCharsets.UTF_8);
        put(manifest.sha256(), "manifest", text.length, RequestBody.fromBytes(text));
        return String.format(
                Locale.ROOT,
                "Runtime %s is in %s: %d files sent (%,d bytes), %d were there. Set \"runtime\": \"%s\" in the spec, and"
                        + " \"instanceProfile\" to one that may read it.",
                runtime.hash(),
                address,
                sent,
                bytes,
                kept,
                address);
    }

    private void put(String sha256, String name, long length, RequestBody body) {
        String key = prefix + sha256 + "/" + name;
        if (isThere(key, length)) {
            kept++;
            return;
        }
        String checksum = Base64.getEncoder().encodeToString(HexFormat.of().parseHex(sha256));
        client.putObject(request -> request.bucket(bucket).key(key).checksumSHA256(checksum), body);
        sent++;
        bytes += length;
    }

    private boolean isThere(String key, long length) {
        try {
            HeadObjectResponse head =
                    client.headObject(request -> request.bucket(bucket).key(key));
            return head.contentLength() != null && head.contentLength() == length;
        } catch (NoSuchKeyException e) {
            return false;
        } catch (S3Exception e) {
            // Without the right to list a bucket, what is not there is forbidden; the upload tells which it is.
            if (e.statusCode() == NOT_FOUND || e.statusCode() == 403) {
                return false;
            }
            throw e;
        }
    }

    private static ProvisionerException explanation(String bucket, SdkException e) {
        String reason =
                String.valueOf(e.getMessage()).lines().findFirst().orElse("").replaceAll("\\?\\S*", "");
        return new ProvisionerException(
                "The runtime cannot be put into bucket " + bucket + ": " + reason
                        + " Allow s3:PutObject and s3:GetObject there to the user or role of this profile; what was sent stays,"
                        + " and is not sent again.",
                e);
    }
}
