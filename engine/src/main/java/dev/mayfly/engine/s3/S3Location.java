package dev.mayfly.engine.s3;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A bucket and a key, or the start of keys, in it.
 *
 * @param key may be empty
 */
record S3Location(String bucket, String key) {
    private static final Pattern FORM =
            Pattern.compile("s3a?://([a-z0-9][a-z0-9.-]{1,61}[a-z0-9])(?:/(.*))?", Pattern.DOTALL);
    private static final Pattern SCHEME = Pattern.compile("[A-Za-z][A-Za-z0-9+.-]*:.*", Pattern.DOTALL);

    /**
     * Reads {@code s3://bucket/key}.
     *
     * @throws IllegalArgumentException if it is none
     */
    static S3Location parse(String text) {
        return parse(text, Optional.empty());
    }

    /**
     * Reads {@code s3://bucket/key}, or a key alone where there is a bucket for it.
     *
     * @throws IllegalArgumentException if it is none
     */
    static S3Location parse(String text, Optional<String> defaultBucket) {
        Matcher form = FORM.matcher(text);
        if (form.matches()) {
            return new S3Location(form.group(1), form.group(2) == null ? "" : form.group(2));
        }
        boolean keyAlone = !SCHEME.matcher(text).matches();
        if (keyAlone && defaultBucket.isPresent()) {
            return new S3Location(defaultBucket.get(), text.startsWith("/") ? text.substring(1) : text);
        }
        throw new IllegalArgumentException("\"" + shown(text)
                + "\" is no S3 location: say s3://bucket/key, with a bucket name of 3 to 63 lower-case letters,"
                + " digits, dots and hyphens"
                + (keyAlone
                        ? "; or set the bucket of all names without one by s3.bucket(\"b\") or MAYFLY_BUCKET"
                        : ""));
    }

    /** Without what could be a signature. */
    private static String shown(String text) {
        return text.replaceFirst("[?].*[=].*", "?...");
    }

    S3Location child(String name) {
        return new S3Location(bucket, key + name);
    }

    @Override
    public String toString() {
        return "s3://" + bucket + "/" + key;
    }
}
