package dev.mayfly.engine.s3;

import dev.mayfly.engine.JobException;
import dev.mayfly.engine.source.Input;
import dev.mayfly.engine.source.Inputs;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.model.S3Object;

/** The objects whose keys start alike. */
final class Listing {
    private Listing() {}

    /** Every object below a prefix; where some are gzip, those alone. Folder markers are no objects. */
    static Inputs of(S3Location prefix, Supplier<Connection> connection, ObjectStream.Pause pause) {
        List<Input> all = new ArrayList<>();
        try {
            for (S3Object object : connection
                    .get()
                    .client()
                    .listObjectsV2Paginator(
                            request -> request.bucket(prefix.bucket()).prefix(prefix.key()))
                    .contents()) {
                if (!object.key().endsWith("/")) {
                    S3Location at = new S3Location(prefix.bucket(), object.key());
                    all.add(new S3Input(at, object.size(), object.eTag(), connection, pause));
                }
            }
        } catch (SdkException e) {
            throw new JobException(S3Failure.explain(S3Failure.Action.LIST, prefix, e), e);
        }
        if (all.isEmpty()) {
            throw new JobException("Bucket \"" + prefix.bucket() + "\" has no object whose key starts with \""
                    + prefix.key() + "\": check the prefix; it is case-sensitive and takes no wildcards.");
        }
        List<Input> packed =
                all.stream().filter(input -> input.name().endsWith(".gz")).toList();
        return new Inputs(packed.isEmpty() ? all : packed);
    }
}
