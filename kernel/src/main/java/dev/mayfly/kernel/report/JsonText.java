package dev.mayfly.kernel.report;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.util.Map;
import java.util.TreeMap;

/**
 * JSON as nbformat writes it (Python's {@code json.dumps} with indent 1, sorted keys and characters unescaped), so that
 * a notebook saved here and one saved by Jupyter differ only where they differ.
 */
final class JsonText {
    private final StringBuilder out = new StringBuilder();

    private JsonText() {}

    static String of(JsonNode node) {
        JsonText text = new JsonText();
        text.write(node, 0);
        return text.out.append('\n').toString();
    }

    private void write(JsonNode node, int depth) {
        switch (node.getNodeType()) {
            case OBJECT, POJO -> writeObject(node, depth);
            case ARRAY -> writeArray(node, depth);
            case STRING -> string(node.textValue());
            case BINARY -> string(node.asText());
            case NUMBER -> out.append(number(node));
            case BOOLEAN -> out.append(node.booleanValue());
            case NULL, MISSING -> out.append("null");
        }
    }

    private void writeObject(JsonNode node, int depth) {
        Map<String, JsonNode> sorted = new TreeMap<>();
        node.properties().forEach(field -> sorted.put(field.getKey(), field.getValue()));
        out.append('{');
        String comma = "";
        for (Map.Entry<String, JsonNode> field : sorted.entrySet()) {
            out.append(comma);
            comma = ",";
            newLine(depth + 1);
            string(field.getKey());
            out.append(": ");
            write(field.getValue(), depth + 1);
        }
        close('}', sorted.isEmpty(), depth);
    }

    private void writeArray(JsonNode node, int depth) {
        out.append('[');
        String comma = "";
        for (JsonNode element : node) {
            out.append(comma);
            comma = ",";
            newLine(depth + 1);
            write(element, depth + 1);
        }
        close(']', node.isEmpty(), depth);
    }

    private void close(char bracket, boolean empty, int depth) {
        if (!empty) {
            newLine(depth);
        }
        out.append(bracket);
    }

    private void newLine(int depth) {
        out.append('\n').append(" ".repeat(depth));
    }

    private void string(String text) {
        out.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '"' -> out.append("\\\"");
                case '\\' -> out.append("\\\\");
                case '\n' -> out.append("\\n");
                case '\r' -> out.append("\\r");
                case '\t' -> out.append("\\t");
                case '\b' -> out.append("\\b");
                case '\f' -> out.append("\\f");
                default -> {
                    if (c < ' ' || lone(text, i)) {
                        out.append(String.format("\\u%04x", (int) c));
                    } else {
                        out.append(c);
                    }
                }
            }
        }
        out.append('"');
    }

    /** Half a surrogate pair has no UTF-8 form. */
    private static boolean lone(String text, int i) {
        char c = text.charAt(i);
        if (Character.isHighSurrogate(c)) {
            return i + 1 == text.length() || !Character.isLowSurrogate(text.charAt(i + 1));
        }
        return Character.isLowSurrogate(c) && (i == 0 || !Character.isHighSurrogate(text.charAt(i - 1)));
    }

    private static String number(JsonNode node) {
        if (node.isIntegralNumber()) {
            return node.bigIntegerValue().toString();
        }
        if (!node.isBigDecimal()) {
            double value = node.doubleValue();
            if (Double.isNaN(value)) {
                return "NaN";
            }
            if (Double.isInfinite(value)) {
                return value > 0 ? "Infinity" : "-Infinity";
            }
        }
        return floating(new BigDecimal(node.asText()));
    }

    /** As Python's {@code repr}: plain between 1e-4 and 1e16, else with an exponent of two digits at least. */
    private static String floating(BigDecimal value) {
        int exponent = value.precision() - value.scale() - 1;
        if (value.signum() == 0 || (exponent >= -4 && exponent < 16)) {
            String plain = value.toPlainString();
            return plain.contains(".") ? plain : plain + ".0";
        }
        String digits = value.unscaledValue().abs().toString();
        String fraction = digits.substring(1).replaceFirst("0+$", "");
        return (value.signum() < 0 ? "-" : "")
                + digits.charAt(0)
                + (fraction.isEmpty() ? "" : "." + fraction)
                + String.format("e%s%02d", exponent < 0 ? "-" : "+", Math.abs(exponent));
    }
}
