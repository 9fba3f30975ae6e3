package dev.mayfly.engine.local;

import dev.mayfly.engine.source.LineBlock;
import java.util.Optional;

/**
 * Finds the fields of lines, or one of them, without a {@code String} of each; what is not so simple is left to another
 * stage. It takes texts, and blocks, which stand for the line of ASCII characters that was taken last.
 */
final class FieldStage implements Stage {
    private static final int ALL = -1;

    private final Fields fields;
    private final int index;
    private final Fields.Taker taker;
    private final Stage otherwise;

    private FieldStage(Fields.Separator separator, int index, Fields.Taker taker, Stage otherwise) {
        this.fields = new Fields(separator);
        this.index = index;
        this.taker = taker;
        this.otherwise = otherwise;
    }

    /** Gives all fields of a text; nothing where it takes a regular expression to find them. */
    static Optional<Stage> all(String regex, Fields.Taker taker, Stage otherwise) {
        return Fields.Separator.of(regex).map(separator -> new FieldStage(separator, ALL, taker, otherwise));
    }

    /** Gives one field of a text, counted from 0; nothing where it takes a regular expression to find it. */
    static Optional<Stage> one(String regex, int index, Fields.Taker taker, Stage otherwise) {
        return index < 0
                ? Optional.empty()
                : Fields.Separator.of(regex).map(separator -> new FieldStage(separator, index, taker, otherwise));
    }

    @Override
    public void accept(Object element) throws Exception {
        if (element instanceof LineBlock block) {
            fields.set(block.window(), block.lineStart(), block.lineEnd());
            if (!give()) {
                otherwise.accept(block.line());
            }
        } else if (!(element instanceof String text && fields.set(text)) || !give()) {
            otherwise.accept(element);
        }
    }

    private boolean give() throws Exception {
        if (index != ALL) {
            return fields.field(index, taker);
        }
        fields.forEach(taker);
        return true;
    }
}
