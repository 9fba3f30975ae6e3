package dev.mayfly.provisioner;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The fields of a spec, each read as the type that it must have. */
record SpecFields(JsonNode tree) {
    private static final Pattern DURATION = Pattern.compile("(\\d{1,6})\\s*(m|min|h|d)");

    Optional<String> text(String name) {
        return read(name, "text in quotes", JsonNode::isTextual, JsonNode::textValue);
    }

    Optional<Boolean> truth(String name) {
        return read(name, "true or false", JsonNode::isBoolean, JsonNode::booleanValue);
    }

    Optional<Integer> integer(String name) {
        return read(
                name, "a whole number", node -> node.isIntegralNumber() && node.canConvertToInt(), JsonNode::intValue);
    }

    Optional<Double> number(String name) {
        return read(name, "a number", JsonNode::isNumber, JsonNode::doubleValue);
    }

    Optional<Duration> duration(String name) {
        return text(name).map(text -> parse(text)
                .orElseThrow(() -> wrong(name, "a time such as \"90 min\", \"2 h\" or \"1 d\"", '"' + text + '"')));
    }

    static Optional<Duration> parse(String text) {
        Matcher matcher = DURATION.matcher(text.strip());
        if (!matcher.matches()) {
            return Optional.empty();
        }
        long count = Long.parseLong(matcher.group(1));
        return Optional.of(
                switch (matcher.group(2)) {
                    case "h" -> Duration.ofHours(count);
                    case "d" -> Duration.ofDays(count);
                    default -> Duration.ofMinutes(count);
                });
    }

    Optional<List<String>> texts(String name) {
        return SpecFile.present(tree, name).map(node -> {
            List<String> texts = new ArrayList<>();
            boolean list = node.isArray();
            for (JsonNode element : node) {
                list &= element.isTextual();
                texts.add(element.asText());
            }
            if (!list) {
                throw wrong(name, "a list of texts, such as [\"a\", \"b\"]", node);
            }
            return texts;
        });
    }

    Optional<Map<String, String>> textMap(String name) {
        return map(name, "an object of texts", JsonNode::isTextual, JsonNode::textValue);
    }

    Optional<Map<String, Double>> numbers(String name) {
        return map(name, "an object of numbers", JsonNode::isNumber, JsonNode::doubleValue);
    }

    private <T> Optional<Map<String, T>> map(
            String name, String expected, Predicate<JsonNode> valid, Function<JsonNode, T> reader) {
        return SpecFile.present(tree, name).map(node -> {
            Map<String, T> map = new LinkedHashMap<>();
            if (!node.isObject()) {
                throw wrong(name, expected, node);
            }
            for (Map.Entry<String, JsonNode> entry : node.properties()) {
                if (!valid.test(entry.getValue())) {
                    throw wrong(name + "." + entry.getKey(), expected, entry.getValue());
                }
                map.put(entry.getKey(), reader.apply(entry.getValue()));
            }
            return map;
        });
    }

    private <T> Optional<T> read(
            String name, String expected, Predicate<JsonNode> valid, Function<JsonNode, T> reader) {
        return SpecFile.present(tree, name).map(node -> {
            if (!valid.test(node)) {
                throw wrong(name, expected, node);
            }
            return reader.apply(node);
        });
    }

    private static ProvisionerException wrong(String name, String expected, Object found) {
        return new ProvisionerException(
                "\"" + name + "\" of the cluster spec must be " + expected + "; got " + found + ".");
    }
}
