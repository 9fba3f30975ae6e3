package dev.mayfly.engine.s3;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.model.S3Exception;

/**
 * What went wrong at S3, in a sentence that names the object and the way out. Never a URL: a presigned one is as good as
 * a password.
 *
 * @param status of HTTP
 * @param code of S3; empty where it did not say
 * @param region where the bucket is, if S3 said so
 */
record S3Failure(int status, String code, String message, Optional<String> region) {
    /** As AWS says who may not do what: "User: arn:... is not authorized to perform: s3:GetObject on resource: ...". */
    private static final Pattern DENIED =
            Pattern.compile("User: (\\S+) is not authorized to perform: (\\S+)(?: on resource: \"?([^\\s\"]+))?");

    private static final Pattern REGION = Pattern.compile("expecting '([a-z0-9-]+)'");

    /** What was attempted, and what the caller's policy must allow for it. */
    enum Action {
        LIST("listed", "s3:ListBucket"),
        HEAD("looked up", "s3:GetObject"),
        READ("read", "s3:GetObject"),
        WRITE("written", "s3:PutObject"),
        LIST_UPLOADS("searched for uploads", "s3:ListBucketMultipartUploads"),
        ABORT("aborted", "s3:AbortMultipartUpload");

        private final String done;
        private final String permission;

        Action(String done, String permission) {
            this.done = done;
            this.permission = permission;
        }
    }

    /** The sentence for whatever the SDK threw. */
    static String explain(Action action, S3Location at, SdkException e) {
        if (e instanceof S3Exception answer) {
            return of(answer).explain(action, at);
        }
        String reason = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
        if (e instanceof SdkClientException && reason.contains("credentials")) {
            return at + " cannot be " + action.done + ": no AWS credentials were found. Set AWS_PROFILE, run \"aws sso"
                    + " login\", or set the credentials in the environment; then run this again. A public bucket is"
                    + " read by s3.anonymous().";
        }
        return at + " cannot be " + action.done + ": " + withoutUrl(reason)
                + ". Check the network, and AWS_ENDPOINT_URL_S3 if it is set.";
    }

    /** Where the bucket is, if the answer says that it is elsewhere. */
    static Optional<String> home(S3Exception e) {
        return of(e).home();
    }

    private Optional<String> home() {
        boolean elsewhere = status == 301
                || status == 307
                || code.equals("PermanentRedirect")
                || code.equals("AuthorizationHeaderMalformed")
                || code.equals("IllegalLocationConstraintException");
        if (!elsewhere) {
            return Optional.empty();
        }
        Matcher expecting = REGION.matcher(message);
        return region.or(() -> expecting.find() ? Optional.of(expecting.group(1)) : Optional.empty());
    }

    private static S3Failure of(S3Exception e) {
        @Nullable AwsErrorDetails details = e.awsErrorDetails();
        if (details == null) {
            return new S3Failure(e.statusCode(), "", "", Optional.empty());
        }
        return new S3Failure(
                e.statusCode(),
                Optional.ofNullable(details.errorCode()).orElse(""),
                Optional.ofNullable(details.errorMessage()).orElse(""),
                Optional.ofNullable(details.sdkHttpResponse())
                        .flatMap(response -> response.firstMatchingHeader("x-amz-bucket-region")));
    }

    String explain(Action action, S3Location at) {
        String cannot = at + " cannot be " + action.done + ": ";
        if (message.contains("kms:") || code.startsWith("KMS.")) {
            return cannot + encrypted(action);
        }
        return cannot
                + switch (code) {
                    case "NoSuchBucket" ->
                        "there is no bucket \"" + at.bucket() + "\". Check the name, the profile and the endpoint.";
                    case "NoSuchKey" -> "there is no such object. Was it deleted after it was listed?";
                    case "NoSuchUpload" -> "its upload was aborted by somebody else. Run this again.";
                    case "InvalidAccessKeyId", "SignatureDoesNotMatch", "InvalidToken" ->
                        "S3 does not accept the credentials (" + code
                                + "). Check AWS_PROFILE and the clock of this machine.";
                    case "ExpiredToken", "TokenRefreshRequired", "RequestTimeTooSkewed" ->
                        "the credentials have expired (" + code
                                + "). Run \"aws sso login\", or renew them; then run this again.";
                    case "PermanentRedirect", "AuthorizationHeaderMalformed", "IllegalLocationConstraintException" ->
                        wrongRegion(at);
                    case "InvalidObjectState" -> "it is archived. Restore it first.";
                    default -> byStatus(action, at);
                };
    }

    private String byStatus(Action action, S3Location at) {
        return switch (status) {
            case 301, 307 -> wrongRegion(at);
            case 401, 403 -> denied(action);
            case 404 -> "there is no such bucket or object.";
            case 412 -> "it was replaced after it was listed. List it again.";
            case 503, 429 -> "S3 asks to slow down, and did so at every retry. Run it again later.";
            default ->
                "S3 answered " + status + (code.isEmpty() ? "" : " " + code)
                        + (message.isEmpty() ? "" : " (" + withoutUrl(message) + ")") + ".";
        };
    }

    private String denied(Action action) {
        Matcher said = DENIED.matcher(message);
        boolean known = said.find();
        return "access is denied. Allow " + (known ? said.group(2) : action.permission) + " on it to "
                + (known ? said.group(1) : "the user or role of profile \"" + Connection.profile() + "\"")
                + ", or choose another by AWS_PROFILE.";
    }

    private String encrypted(Action action) {
        Matcher said = DENIED.matcher(message);
        boolean known = said.find();
        String needed = action == Action.WRITE ? "kms:GenerateDataKey" : "kms:Decrypt";
        return "its KMS key refused" + (code.isEmpty() ? "" : " (" + code + ")") + ". Allow "
                + (known ? said.group(2) : needed) + " on "
                + (known && said.group(3) != null ? said.group(3) : "that key") + " to "
                + (known ? said.group(1) : "the user or role of profile \"" + Connection.profile() + "\"")
                + ", and check that the key is enabled.";
    }

    private String wrongRegion(S3Location at) {
        return home().map(home -> "bucket \"" + at.bucket() + "\" is in region " + home + ". Set AWS_REGION=" + home
                        + " and start again.")
                .orElse("bucket \"" + at.bucket()
                        + "\" is in another region. Set AWS_REGION to the bucket's, and start again.");
    }

    /** Cuts what could be a signed URL. */
    static String withoutUrl(String text) {
        return text.replaceAll("\\?[^\\s\"')]*", "");
    }
}
