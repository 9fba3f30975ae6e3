package dev.mayfly.engine.local;

import dev.mayfly.engine.Mapper;
import java.util.Optional;

/** What a mapper of the user emits of a line, without a {@code String} of the line. */
@FunctionalInterface
interface TextMapper {
    /**
     * Calls the mapper.
     *
     * @throws RuntimeException where the mapper itself must be asked, which emits the same pairs: it fails too, mostly
     */
    void map(LineText line, TextEmitter out);

    /** The same of a mapper of lines, where its code can be seen and is rewritten: {@link TextCode}. */
    static Optional<TextMapper> of(Mapper<?, ?, ?> mapper) {
        return TextLambdas.mapper(mapper);
    }
}
