package dev.mayfly.engine.local;

import java.io.Serializable;
import java.util.Optional;

/** What a function of the user gives of a line, without a {@code String} of the line. */
@FunctionalInterface
interface TextFunction {
    /**
     * Calls the function.
     *
     * @return what the function gives, boxed; a {@link LineText} where that is the line or a part of it
     * @throws RuntimeException where the function itself must be asked: it fails too, mostly
     */
    Object apply(LineText line);

    /** The same of a function of lines, where its code can be seen and is rewritten: {@link TextCode}. */
    static Optional<TextFunction> of(Serializable function) {
        return TextLambdas.function(function);
    }
}
