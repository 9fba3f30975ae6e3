package dev.mayfly.kernel.jupyter;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** JSON as Jupyter speaks it: UTF-8, and Python's NaN and Infinity are understood. */
final class Json {
    private static final ObjectMapper MAPPER = JsonMapper.builder(JsonFactory.builder()
                    // A cell may carry a long literal; the size of a message is bounded at the socket.
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxStringLength(Integer.MAX_VALUE)
                            .build())
                    .build())
            .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private Json() {}

    static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }

    /** The object that a frame holds. */
    static ObjectNode read(byte[] utf8) throws IOException {
        JsonNode node = MAPPER.readTree(utf8);
        if (node instanceof ObjectNode object) {
            return object;
        }
        throw new IOException("not a JSON object");
    }

    /** Bytes that every reader takes: half a surrogate pair, which UTF-8 cannot hold, becomes U+FFFD. */
    static byte[] write(JsonNode node) {
        if (!hasWholeNames(node)) {
            return writeWhole(node);
        }
        try {
            return MAPPER.writeValueAsBytes(node);
        } catch (JsonProcessingException halfPair) {
            return writeWhole(node);
        }
    }

    /** Jackson refuses to write half a pair in a value, but in a name it writes an escape that no reader takes. */
    private static boolean hasWholeNames(JsonNode node) {
        for (Map.Entry<String, JsonNode> field : node.properties()) {
            if (!Text.withoutHalfPairs(field.getKey()).equals(field.getKey())) {
                return false;
            }
        }
        for (JsonNode child : node) {
            if (!hasWholeNames(child)) {
                return false;
            }
        }
        return true;
    }

    private static byte[] writeWhole(JsonNode node) {
        try {
            return MAPPER.writeValueAsBytes(mended(MAPPER.convertValue(node, Object.class)));
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("not JSON: " + e.getOriginalMessage(), e);
        }
    }

    /** A tree of maps, lists, strings and numbers as JSON. */
    static JsonNode tree(Object value) {
        return MAPPER.valueToTree(value);
    }

    /** The fields of an object as maps, lists, strings and numbers; none where it is no object. */
    static Map<String, Object> map(JsonNode node) {
        return node.isObject()
                ? MAPPER.convertValue(node, new TypeReference<LinkedHashMap<String, Object>>() {})
                : new LinkedHashMap<>();
    }

    private static Object mended(Object value) {
        if (value instanceof String text) {
            return Text.withoutHalfPairs(text);
        }
        if (value instanceof List<?> list) {
            List<Object> result = new ArrayList<>(list.size());
            list.forEach(element -> result.add(mended(element)));
            return result;
        }
        if (value instanceof Map<?, ?> map) {
            Map<String, Object> result = new LinkedHashMap<>();
            map.forEach((key, element) -> result.put(Text.withoutHalfPairs((String) key), mended(element)));
            return result;
        }
        return value;
    }
}
