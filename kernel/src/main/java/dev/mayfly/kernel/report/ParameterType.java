package dev.mayfly.kernel.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.DoubleNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** What a parameter can be: it reads a value off the command line and writes it as Java. */
sealed interface ParameterType {
    /** How the type is written in a declaration. */
    String java();

    /** What to type, for messages. */
    String expects();

    /** The value, or nothing where the text is none of this type. */
    Optional<Checked> check(String text);

    /** The value off a file that has types of its own, or nothing where it is none of this type. */
    Optional<Checked> read(JsonNode value);

    /**
     * A value of the right type.
     *
     * @param literal the Java expression
     * @param json as the notebook's metadata holds it
     */
    record Checked(String literal, JsonNode json) {}

    /** The types that every notebook knows. */
    enum Known implements ParameterType {
        INT("int", "a whole number from -2147483648 to 2147483647") {
            @Override
            boolean holds(JsonNode value) {
                return value.isIntegralNumber();
            }

            @Override
            public Optional<Checked> check(String text) {
                return number(text, WHOLE, Integer::valueOf)
                        .map(value -> new Checked(value.toString(), IntNode.valueOf(value)));
            }
        },
        LONG("long", "a whole number of 64 bits") {
            @Override
            boolean holds(JsonNode value) {
                return value.isIntegralNumber();
            }

            @Override
            public Optional<Checked> check(String text) {
                return number(text, WHOLE, Long::valueOf)
                        .map(value -> new Checked(value + "L", LongNode.valueOf(value)));
            }
        },
        DOUBLE("double", "a number such as 0.95 or 1e-3") {
            @Override
            boolean holds(JsonNode value) {
                return value.isNumber();
            }

            @Override
            public Optional<Checked> check(String text) {
                return number(text, DECIMAL, Double::valueOf)
                        .filter(Double::isFinite)
                        .map(value -> new Checked(value.toString(), DoubleNode.valueOf(value)));
            }
        },
        BOOLEAN("boolean", "true or false") {
            @Override
            boolean holds(JsonNode value) {
                return value.isBoolean();
            }

            @Override
            public Optional<Checked> check(String text) {
                return text.equals("true") || text.equals("false")
                        ? Optional.of(new Checked(text, BooleanNode.valueOf(text.equals("true"))))
                        : Optional.empty();
            }
        },
        STRING("String", "text") {
            @Override
            boolean holds(JsonNode value) {
                return value.isTextual();
            }

            @Override
            public Optional<Checked> check(String text) {
                return Optional.of(new Checked(JavaLiteral.of(text), TextNode.valueOf(text)));
            }
        },
        DATE("java.time.LocalDate", "a date such as 2026-11-01") {
            @Override
            boolean holds(JsonNode value) {
                return value.isTextual();
            }

            @Override
            public Optional<Checked> check(String text) {
                try {
                    String date = LocalDate.parse(text).toString();
                    String literal = "java.time.LocalDate.parse(" + JavaLiteral.of(date) + ")";
                    return Optional.of(new Checked(literal, TextNode.valueOf(date)));
                } catch (DateTimeParseException e) {
                    return Optional.empty();
                }
            }
        };

        private static final Pattern WHOLE = Pattern.compile("[+-]?[0-9]+");
        private static final Pattern DECIMAL = Pattern.compile("[+-]?([0-9]+\\.?[0-9]*|\\.[0-9]+)([eE][+-]?[0-9]+)?");

        private final String java;
        private final String expects;

        Known(String java, String expects) {
            this.java = java;
            this.expects = expects;
        }

        @Override
        public String java() {
            return java;
        }

        @Override
        public String expects() {
            return expects;
        }

        /** Whether a value of a file is of this kind at all; a number in quotes is a text. */
        abstract boolean holds(JsonNode value);

        @Override
        public Optional<Checked> read(JsonNode value) {
            return holds(value) ? check(value.asText()) : Optional.empty();
        }

        private static <N> Optional<N> number(String text, Pattern shape, Function<String, N> parse) {
            try {
                return shape.matcher(text).matches() ? Optional.of(parse.apply(text)) : Optional.empty();
            } catch (NumberFormatException outOfRange) {
                return Optional.empty();
            }
        }
    }

    /** An enum, by the names of its constants. */
    record Constants(String java, List<String> names) implements ParameterType {
        public Constants {
            names = List.copyOf(names);
        }

        @Override
        public String expects() {
            return "one of " + String.join(", ", names);
        }

        @Override
        public Optional<Checked> check(String text) {
            return names.contains(text)
                    ? Optional.of(new Checked(java + "." + text, TextNode.valueOf(text)))
                    : Optional.empty();
        }

        @Override
        public Optional<Checked> read(JsonNode value) {
            return value.isTextual() ? check(value.textValue()) : Optional.empty();
        }
    }

    /**
     * A list or an array of one of the types above.
     *
     * @param java how it is written in a declaration
     * @param array whether it is an array
     */
    record Several(String java, ParameterType element, boolean array) implements ParameterType {
        @Override
        public String expects() {
            return "values with commas between them, or a JSON list, each " + element.expects();
        }

        @Override
        public Optional<Checked> check(String text) {
            String bare = text.strip();
            if (bare.startsWith("[")) {
                try {
                    return read(Json.parse(bare));
                } catch (JsonProcessingException e) {
                    return Optional.empty();
                }
            }
            List<String> parts = bare.isEmpty() ? List.of() : List.of(bare.split(",", -1));
            return together(
                    parts.stream().map(part -> element.check(part.strip())).toList());
        }

        @Override
        public Optional<Checked> read(JsonNode value) {
            List<Optional<Checked>> parts = new ArrayList<>();
            value.forEach(each -> parts.add(element.read(each)));
            return value.isArray() ? together(parts) : Optional.empty();
        }

        private Optional<Checked> together(List<Optional<Checked>> parts) {
            if (!parts.stream().allMatch(Optional::isPresent)) {
                return Optional.empty();
            }
            ArrayNode json = Json.object().putArray("");
            parts.forEach(part -> json.add(part.orElseThrow().json()));
            String literals =
                    parts.stream().map(part -> part.orElseThrow().literal()).collect(Collectors.joining(", "));
            return Optional.of(new Checked(
                    array ? "new " + java + " {" + literals + "}" : "java.util.List.of(" + literals + ")", json));
        }
    }

    /** A type that no text can be read as. */
    record Unsupported(String java) implements ParameterType {
        @Override
        public String expects() {
            return "nothing: only int, long, double, boolean, String, LocalDate, enums, and lists of them can be set from"
                    + " outside";
        }

        @Override
        public Optional<Checked> check(String text) {
            return Optional.empty();
        }

        @Override
        public Optional<Checked> read(JsonNode value) {
            return Optional.empty();
        }
    }
}
