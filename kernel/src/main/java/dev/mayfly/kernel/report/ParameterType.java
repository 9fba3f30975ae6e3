package dev.mayfly.kernel.report;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.DoubleNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;

/** What a parameter can be: it reads a value off the command line and writes it as Java. */
sealed interface ParameterType {
    /** How the type is written in a declaration. */
    String java();

    /** What to type, for messages. */
    String expects();

    /** The value, or nothing where the text is none of this type. */
    Optional<Checked> check(String text);

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
            public Optional<Checked> check(String text) {
                return number(text, WHOLE, Integer::valueOf)
                        .map(value -> new Checked(value.toString(), IntNode.valueOf(value)));
            }
        },
        LONG("long", "a whole number of 64 bits") {
            @Override
            public Optional<Checked> check(String text) {
                return number(text, WHOLE, Long::valueOf)
                        .map(value -> new Checked(value + "L", LongNode.valueOf(value)));
            }
        },
        DOUBLE("double", "a number such as 0.95 or 1e-3") {
            @Override
            public Optional<Checked> check(String text) {
                return number(text, DECIMAL, Double::valueOf)
                        .filter(Double::isFinite)
                        .map(value -> new Checked(value.toString(), DoubleNode.valueOf(value)));
            }
        },
        BOOLEAN("boolean", "true or false") {
            @Override
            public Optional<Checked> check(String text) {
                return text.equals("true") || text.equals("false")
                        ? Optional.of(new Checked(text, BooleanNode.valueOf(text.equals("true"))))
                        : Optional.empty();
            }
        },
        STRING("String", "text") {
            @Override
            public Optional<Checked> check(String text) {
                return Optional.of(new Checked(JavaLiteral.of(text), TextNode.valueOf(text)));
            }
        },
        DATE("java.time.LocalDate", "a date such as 2026-11-01") {
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
    }

    /** A type that no text can be read as. */
    record Unsupported(String java) implements ParameterType {
        @Override
        public String expects() {
            return "nothing: only int, long, double, boolean, String, LocalDate and enums can be set from outside";
        }

        @Override
        public Optional<Checked> check(String text) {
            return Optional.empty();
        }
    }
}
