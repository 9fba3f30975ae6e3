package dev.mayfly.engine.s3;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A bucket and a key, or the start of keys, in it.
 *
 * @param key may be empty
 */
record S3Location(String bucket, String key) {
    private static final Pattern FORM = Pattern.compile("s3a?://([a-z0-9][a-z0-9.-]{1,61}[a-z0-9])(?:/(.*))?");

    /**
     * Reads {@code s3://bucket/key}.
     *
     * @throws IllegalArgumentException if it is none
     */
    static S3Location parse(String text) {
        Matcher form = FORM.matcher(text);
        if (!form.matches()) {
            throw new IllegalArgumentException("\"" + text
                    + "\" is no S3 location: say s3://bucket/key, with a bucket name of 3 to 63 lower-case letters,"
                    + " digits, dots and hyphens");
        }
        return new S3Location(form.group(1), form.group(2) == null ? "" : form.group(2));
    }

    S3Location child(String name) {
        return new S3Location(bucket, key + name);
    }

    @Override
    public String toString() {
        return "s3://" + bucket + "/" + key;
    }
}
