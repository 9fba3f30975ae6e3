package dev.mayfly.engine.s3;

import dev.mayfly.engine.JobException;
import dev.mayfly.engine.source.Input;
import dev.mayfly.engine.source.Inputs;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.model.CommonPrefix;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;
import software.amazon.awssdk.services.s3.model.S3Object;

/** The objects whose keys start alike. */
final class Listing {
    private Listing() {}

    /**
     * Every object below a prefix; where some are gzip, those alone. Every object that matches, where it is a pattern.
     * Folder markers are no objects.
     */
    static Inputs of(S3Location location, Access access, Supplier<Connection> connection) {
        KeyPattern pattern = KeyPattern.of(location);
        S3Location prefix = pattern.prefix();
        List<Input> all = new ArrayList<>();
        for (S3Object object : objects(prefix, connection.get())) {
            if (!object.key().endsWith("/") && pattern.matches(object.key())) {
                S3Location at = new S3Location(prefix.bucket(), object.key());
                all.add(new S3Input(
                        at,
                        object.size(),
                        object.eTag(),
                        Optional.ofNullable(object.lastModified()),
                        access,
                        connection));
            }
        }
        if (all.isEmpty()) {
            throw new JobException("Bucket \"" + prefix.bucket() + "\" has no object whose key "
                    + (pattern.keys().isPresent() ? "matches \"" : "starts with \"")
                    + location.key() + "\": check it, as it is case-sensitive; s3.ls(\"" + prefix
                    + "\") shows what is there.");
        }
        List<Input> packed =
                all.stream().filter(input -> input.name().endsWith(".gz")).toList();
        return new Inputs(packed.isEmpty() || pattern.keys().isPresent() ? all : packed);
    }

    /** Every object below a prefix, all pages. */
    static List<S3Object> objects(S3Location prefix, Connection connection) {
        return ask(prefix, connection, false).stream()
                .flatMap(page -> page.contents().stream())
                .toList();
    }

    /** What is directly below a prefix: folders first, then objects. */
    static List<S3Entry> folder(S3Location prefix, Connection connection) {
        List<S3Entry> folders = new ArrayList<>();
        List<S3Entry> objects = new ArrayList<>();
        for (ListObjectsV2Response page : ask(prefix, connection, true)) {
            for (CommonPrefix folder : page.commonPrefixes()) {
                folders.add(S3Entry.folder(new S3Location(prefix.bucket(), folder.prefix())));
            }
            for (S3Object object : page.contents()) {
                objects.add(S3Entry.object(
                        new S3Location(prefix.bucket(), object.key()),
                        object.size(),
                        object.lastModified(),
                        object.eTag()));
            }
        }
        folders.addAll(objects);
        return List.copyOf(folders);
    }

    private static List<ListObjectsV2Response> ask(S3Location prefix, Connection connection, boolean folder) {
        try {
            return connection.call(prefix.bucket(), client -> client
                    .listObjectsV2Paginator(request ->
                            request.bucket(prefix.bucket()).prefix(prefix.key()).delimiter(folder ? "/" : null))
                    .stream()
                    .toList());
        } catch (SdkException e) {
            throw new JobException(S3Failure.explain(S3Failure.Action.LIST, prefix, e), e);
        }
    }
}
