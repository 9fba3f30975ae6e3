package dev.mayfly.provisioner;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** Reads a {@link ClusterSpec} from JSON, which may hold comments. What it does not say has its default. */
public final class SpecFile {
    static final List<String> FIELDS = List.of(
            "name",
            "provider",
            "owner",
            "instanceTypes",
            "zones",
            "subnets",
            "image",
            "imageOwner",
            "imageName",
            "spotShare",
            "masterOnDemand",
            "diskGb",
            "lease",
            "renewLease",
            "budget",
            "prices",
            "acceptUnknownPrice",
            "maxWorkers",
            "keyName",
            "publicKey",
            "keyFile",
            "user",
            "callerAddress",
            "instanceProfile",
            "packages",
            "jdkUrl",
            "jdkSha256",
            "sparkUrl",
            "sparkSha256",
            "runtime",
            "dataFiles",
            "postInit",
            "tags");
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(JsonReadFeature.ALLOW_JAVA_COMMENTS, JsonReadFeature.ALLOW_TRAILING_COMMA)
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

    private SpecFile() {}

    /** A time as a spec writes it: {@code 90 min}, {@code 2 h} or {@code 1 d}. */
    public static Duration duration(String text) {
        return SpecFields.parse(text)
                .orElseThrow(() -> new ProvisionerException(
                        "A time is written as \"90 min\", \"2 h\" or \"1 d\"; got \"" + text + "\"."));
    }

    /** A file that says every default, with a comment on each: a start for one's own. */
    public static String template() {
        try (InputStream in =
                Objects.requireNonNull(SpecFile.class.getResourceAsStream("cluster.json"), "cluster.json is missing")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The spec with every default. */
    public static ClusterSpec defaults() {
        return parse("{}");
    }

    /**
     * Reads a file.
     *
     * @throws ProvisionerException if it cannot be read, or a field is unknown or wrong: it names the field
     */
    public static ClusterSpec read(Path file) {
        try {
            return parse(Files.readString(file));
        } catch (NoSuchFileException e) {
            throw new ProvisionerException("There is no cluster spec " + file + ": check the path.", e);
        } catch (IOException e) {
            throw new ProvisionerException("The cluster spec " + file + " cannot be read: " + e.getMessage(), e);
        } catch (ProvisionerException e) {
            throw new ProvisionerException(file + ": " + e.getMessage(), e);
        }
    }

    /** Reads a text. */
    public static ClusterSpec parse(String json) {
        JsonNode tree;
        try {
            tree = JSON.readTree(json);
        } catch (JsonProcessingException e) {
            throw new ProvisionerException(
                    "The cluster spec is not JSON at line " + e.getLocation().getLineNr() + ", column "
                            + e.getLocation().getColumnNr() + ": " + e.getOriginalMessage(),
                    e);
        }
        if (!tree.isObject()) {
            throw new ProvisionerException("The cluster spec must be a JSON object: { \"name\": ... }.");
        }
        for (Map.Entry<String, JsonNode> field : tree.properties()) {
            String name = field.getKey();
            if (!FIELDS.contains(name)) {
                throw new ProvisionerException("The cluster spec has no field \"" + name + "\": did you mean \""
                        + NearestName.to(name, FIELDS) + "\"?");
            }
        }
        return spec(new SpecFields(tree));
    }

    private static ClusterSpec spec(SpecFields fields) {
        return new ClusterSpec(
                fields.text("name").orElse("default"),
                fields.text("provider"),
                fields.texts("instanceTypes").orElse(List.of("m6i.xlarge", "m5.xlarge")),
                fields.texts("zones").orElse(List.of()),
                fields.texts("subnets").orElse(List.of()),
                new Image(
                        fields.text("image"),
                        fields.text("imageOwner").orElse("amazon"),
                        fields.text("imageName").orElse("al2023-ami-2023.*-x86_64")),
                fields.number("spotShare").orElse(1.0),
                fields.truth("masterOnDemand").orElse(true),
                fields.integer("diskGb").orElse(40),
                fields.duration("lease").orElse(Duration.ofHours(2)),
                fields.truth("renewLease").orElse(false),
                fields.number("budget").orElse(20.0),
                fields.numbers("prices").orElse(Map.of()),
                fields.truth("acceptUnknownPrice").orElse(false),
                fields.integer("maxWorkers").orElse(100),
                fields.text("owner").orElseGet(SpecFile::thisUser),
                software(fields),
                new Login(
                        fields.text("keyName"),
                        fields.text("publicKey"),
                        fields.text("keyFile"),
                        fields.text("user").orElse("ec2-user"),
                        fields.text("callerAddress"),
                        fields.text("instanceProfile")),
                fields.textMap("tags").orElse(Map.of()));
    }

    private static Software software(SpecFields fields) {
        return new Software(
                fields.texts("packages").orElse(List.of()),
                download(fields, "jdkUrl", "jdkSha256"),
                download(fields, "sparkUrl", "sparkSha256"),
                fields.text("runtime"),
                fields.texts("dataFiles").orElse(List.of()),
                fields.text("postInit"));
    }

    private static Optional<Software.Download> download(SpecFields fields, String url, String sum) {
        Optional<String> checksum = fields.text(sum);
        return fields.text(url)
                .map(address -> new Software.Download(
                        address,
                        checksum.orElseThrow(() -> new ProvisionerException("\"" + url
                                + "\" of the cluster spec needs \"" + sum + "\" beside it: the file is checked."))));
    }

    private static String thisUser() {
        String name = System.getProperty("user.name", "").replaceAll("[^A-Za-z0-9._@+-]", "_");
        return name.isEmpty() ? "unknown" : name.substring(0, Math.min(name.length(), 64));
    }

    /** A field that is left out, or null. */
    static Optional<JsonNode> present(JsonNode tree, String name) {
        return Optional.ofNullable(tree.get(name)).filter(node -> !node.isNull());
    }
}
