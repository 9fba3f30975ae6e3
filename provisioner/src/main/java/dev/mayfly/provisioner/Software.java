package dev.mayfly.provisioner;

import java.util.List;
import java.util.Optional;

/**
 * What a node installs, in this order.
 *
 * @param packages by the package manager of the image
 * @param jdk a JDK as a gzipped tar; empty for the one of the image's package manager
 * @param spark Spark as a gzipped tar; empty where the runtime brings it
 * @param bucket where the runtime's jars lie by their checksums: {@code s3://bucket/prefix}; empty for none
 * @param dataFiles that each node downloads
 * @param postInit a shell script that each node runs at last, if any
 */
public record Software(
        List<String> packages,
        Optional<Download> jdk,
        Optional<Download> spark,
        Optional<String> bucket,
        List<String> dataFiles,
        Optional<String> postInit) {
    public Software {
        packages = List.copyOf(packages);
        dataFiles = List.copyOf(dataFiles);
        packages.forEach(name -> ClusterSpec.require(
                name.matches("[A-Za-z0-9][A-Za-z0-9.+_:-]*"), "packages", name, "must hold plain package names"));
        dataFiles.forEach(file -> ClusterSpec.require(
                file.matches("(https?|s3)://[^\\s'\"?]+"),
                "dataFiles",
                file.replaceAll("\\?.*", "?..."),
                "must hold http, https or s3 addresses without a query, as user-data may hold no signature"));
        bucket.ifPresent(address -> ClusterSpec.require(
                address.matches("s3://[a-z0-9][a-z0-9.-]{1,61}[a-z0-9](/[A-Za-z0-9._/-]*)?"),
                "runtime",
                address,
                "must be an address such as s3://bucket/prefix"));
    }

    /**
     * A file that is checked before it is used.
     *
     * @param url without a query: user-data may hold no signature
     * @param sha256 64 hexadecimal digits
     */
    public record Download(String url, String sha256) {
        public Download {
            ClusterSpec.require(
                    url.matches("(https?|s3)://[^\\s'\"?]+"),
                    "url",
                    url.replaceAll("\\?.*", "?..."),
                    "must be an http, https or s3 address without a query");
            ClusterSpec.require(sha256.matches("[0-9a-f]{64}"), "sha256", sha256, "must be 64 hexadecimal digits");
        }
    }
}
