package dev.mayfly.engine.local;

import dev.mayfly.engine.source.LineBlock;
import java.util.Optional;

/**
 * Finds fields of lines, without a {@code String} of those that nobody asks for; what is not so simple is left to another
 * stage.
 */
final class FieldStage implements BlockStage {
    private final Fields fields;
    private final Way way;
    private final Stage otherwise;

    /** What becomes of the fields of a text; false where it is left to the other stage. */
    private interface Way {
        boolean take(Fields fields) throws Exception;
    }

    private FieldStage(Fields.Separator separator, Way way, Stage otherwise) {
        this.fields = new Fields(separator);
        this.way = way;
        this.otherwise = otherwise;
    }

    private static Optional<Stage> of(String regex, Way way, Stage otherwise) {
        return Fields.Separator.of(regex).map(separator -> new FieldStage(separator, way, otherwise));
    }

    /** Gives all fields of a text; nothing where it takes a regular expression to find them. */
    static Optional<Stage> all(String regex, Fields.Taker taker, Stage otherwise) {
        return of(
                regex,
                fields -> {
                    fields.forEach(taker);
                    return true;
                },
                otherwise);
    }

    /** The same, each field as a string, until the job is stopped. */
    static Optional<Stage> each(String regex, JobControl control, Stage next, Stage otherwise) {
        return of(
                regex,
                fields -> {
                    fields.forEach((bytes, offset, count) -> {
                        if (control.isStopped()) {
                            throw new JobControl.StoppedException();
                        }
                        next.accept(fields.text(offset, count));
                    });
                    return true;
                },
                otherwise);
    }

    /** Gives one field of a text, counted from 0; nothing where it takes a regular expression to find it. */
    static Optional<Stage> one(String regex, int index, Fields.Taker taker, Stage otherwise) {
        return index < 0 ? Optional.empty() : of(regex, fields -> fields.field(index, taker), otherwise);
    }

    /**
     * Gives the array of a text's fields, of which some alone are there; nothing where it takes a regular expression to find
     * them.
     *
     * @param indices of these, in ascending order, maybe with {@link Fields#LAST} before them
     */
    static Optional<Stage> some(String regex, int[] indices, Stage next, Stage otherwise) {
        return of(
                regex,
                fields -> {
                    next.accept(fields.some(indices));
                    return true;
                },
                otherwise);
    }

    @Override
    public void accept(Object element) throws Exception {
        if (element instanceof LineBlock block) {
            fields.set(block.window(), block.lineStart(), block.lineEnd());
            if (!way.take(fields)) {
                otherwise.accept(block.line());
            }
        } else if (!(element instanceof String text && fields.set(text)) || !way.take(fields)) {
            otherwise.accept(element);
        }
    }
}
