package dev.mayfly.kernel.jupyter;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The content of an {@code execute_request}.
 *
 * @param silent runs as quietly as possible: nothing is published, nothing remembered
 * @param storeHistory counts and remembers the cell; never when silent
 * @param userExpressions names and expressions, whose values the reply carries
 * @param allowStdin whether the client takes questions
 * @param stopOnError whether a failure aborts the requests that wait
 */
record ExecuteRequest(
        String code,
        boolean silent,
        boolean storeHistory,
        Map<String, String> userExpressions,
        boolean allowStdin,
        boolean stopOnError) {
    ExecuteRequest {
        userExpressions = Collections.unmodifiableMap(new LinkedHashMap<>(userExpressions));
    }

    /** Reads a content; an {@link IllegalArgumentException} names what is missing. */
    static ExecuteRequest of(JsonNode content) {
        boolean silent = content.path("silent").asBoolean(false);
        Map<String, String> expressions = new LinkedHashMap<>();
        content.path("user_expressions")
                .properties()
                .forEach(e -> expressions.put(e.getKey(), e.getValue().asText()));
        return new ExecuteRequest(
                code(content),
                silent,
                !silent && content.path("store_history").asBoolean(true),
                expressions,
                content.path("allow_stdin").asBoolean(false),
                content.path("stop_on_error").asBoolean(true));
    }

    /** The field {@code code}, which several requests have. */
    static String code(JsonNode content) {
        JsonNode code = content.path("code");
        if (!code.isTextual()) {
            throw new IllegalArgumentException("\"code\" is missing or no string");
        }
        return code.textValue();
    }
}
