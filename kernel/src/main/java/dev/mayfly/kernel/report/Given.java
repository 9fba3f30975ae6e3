package dev.mayfly.kernel.report;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;

/** A parameter's value before it is checked against the parameter's type. */
sealed interface Given {
    /** The value as that type, or nothing where it is none. */
    Optional<ParameterType.Checked> as(ParameterType type);

    /** The value as a text. */
    String text();

    /** The value in a message. */
    String shown();

    /** Typed on a command line, where everything is text. */
    record Typed(String text) implements Given {
        @Override
        public Optional<ParameterType.Checked> as(ParameterType type) {
            return type.check(text);
        }

        @Override
        public String shown() {
            return "\"" + text + "\"";
        }
    }

    /** Typed as well, and never to be seen. */
    record Hidden(String text) implements Given {
        @Override
        public Optional<ParameterType.Checked> as(ParameterType type) {
            return type.check(text);
        }

        @Override
        public String shown() {
            return "the secret that was given";
        }

        @Override
        public String toString() {
            return "Hidden";
        }
    }

    /** Read from a file, which tells texts from numbers. */
    record Read(JsonNode value) implements Given {
        @Override
        public Optional<ParameterType.Checked> as(ParameterType type) {
            return type.read(value);
        }

        @Override
        public String text() {
            return value.isValueNode() ? value.asText() : value.toString();
        }

        @Override
        public String shown() {
            return value + (value.isNumber() ? ", a number" : value.isBoolean() ? ", a boolean" : "");
        }
    }
}
