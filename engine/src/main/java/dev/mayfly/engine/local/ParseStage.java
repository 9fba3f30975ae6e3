package dev.mayfly.engine.local;

import dev.mayfly.engine.JobException;
import dev.mayfly.engine.Step;
import dev.mayfly.engine.source.BadRecordException;
import dev.mayfly.engine.source.RecordFormat;
import dev.mayfly.engine.source.RecordParser;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Reads lines as records, by the column names of their input where it has any. Used by one thread. */
final class ParseStage<R extends Record> implements Stage {
    private final Step.Parse<R> step;
    private final boolean isFirst;
    private final Meter meter;
    private final Supplier<Place> place;
    private final Stage next;
    private final RecordParser<R> inOrder;
    private RecordParser<R> parser;
    /** Where the parser was chosen. */
    private @Nullable Place chosenAt;

    /** @param isFirst whether elements are the lines of the inputs, as they are */
    ParseStage(Step.Parse<R> step, boolean isFirst, Meter meter, Supplier<Place> place, Stage next) {
        this.step = step;
        this.isFirst = isFirst;
        this.meter = meter;
        this.place = place;
        this.next = next;
        this.inOrder = RecordParser.of(step.format(), step.type());
        this.parser = inOrder;
    }

    @Override
    public void accept(Object element) throws Exception {
        String line = element.toString();
        Place here = place.get();
        if (here != chosenAt && isHeader(line, here)) {
            return;
        }
        R row;
        try {
            row = parser.parse(line);
        } catch (BadRecordException e) {
            if (step.skipBad()) {
                meter.skipped(here + ": " + e.getMessage());
                return;
            }
            String first = here.isFirstLine() && step.format() instanceof RecordFormat.Csv
                    ? ", as a first line does that names not all of the record's components"
                    : "";
            throw new JobException(e.getMessage() + "; .skipBad() leaves such lines out" + first, e);
        }
        next.accept(row);
    }

    /** Chooses the parser of an input; whether the line names its columns. */
    private boolean isHeader(String line, Place here) {
        chosenAt = here;
        parser = inOrder;
        Optional<String> header =
                isFirst ? here.firstLine(line) : Optional.of(line).filter(l -> here.isFirstLine());
        Optional<RecordParser<R>> headed = header.flatMap(inOrder::headed);
        if (headed.isEmpty()) {
            return false;
        }
        if (!isFirst && !headed.get().isInOrder()) {
            throw new JobException("columns that stand in another order than the components of "
                    + step.type().getSimpleName() + " are found by name only where csv(...) is the first step");
        }
        parser = headed.get();
        return here.isFirstLine();
    }
}
