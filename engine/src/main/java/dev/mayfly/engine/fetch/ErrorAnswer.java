package dev.mayfly.engine.fetch;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What S3, and what speaks its language, writes in place of bytes (Amazon S3 API Reference, "Error responses").
 *
 * @param code empty where there is none
 * @param message empty where there is none
 */
public record ErrorAnswer(String code, String message) {
    private static final Pattern CODE = Pattern.compile("<Code>([A-Za-z.]{1,80})</Code>");
    private static final Pattern MESSAGE = Pattern.compile("<Message>([^<]{1,1000})</Message>");

    /** Reads a body, which may be anything. */
    public static ErrorAnswer of(String text) {
        return new ErrorAnswer(
                first(CODE, text).orElse(""),
                first(MESSAGE, text)
                        .map(found -> found.replace("&quot;", "\"")
                                .replace("&apos;", "'")
                                .replace("&lt;", "<")
                                .replace("&gt;", ">")
                                .replace("&amp;", "&"))
                        .orElse(""));
    }

    private static Optional<String> first(Pattern pattern, String text) {
        Matcher found = pattern.matcher(text);
        return found.find() ? Optional.of(found.group(1)) : Optional.empty();
    }

    /** Whether a presigned URL was used too late. */
    public boolean isExpired() {
        return code.equals("AccessDenied") && message.startsWith("Request has expired");
    }
}
