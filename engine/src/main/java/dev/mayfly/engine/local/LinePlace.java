package dev.mayfly.engine.local;

import dev.mayfly.engine.JobException;
import dev.mayfly.engine.source.LineBlock;
import dev.mayfly.engine.source.Split;
import java.io.IOException;
import java.util.Locale;
import java.util.Optional;

/** The line of an input that was taken last. Used by one thread. */
final class LinePlace implements Place {
    private final Split split;
    private LineBlock block;

    LinePlace(Split split, LineBlock block) {
        this.split = split;
        this.block = block;
    }

    /** Goes to another block of the split. */
    void enter(LineBlock next) {
        block = next;
    }

    /** Of two that are equal it may deny it. */
    @SuppressWarnings("ReferenceEquality")
    boolean isIn(Split other) {
        return split == other;
    }

    @Override
    public boolean isFirstLine() {
        return block.lines() == 1 && block.isFirst();
    }

    @Override
    public Optional<String> firstLine(String current) {
        if (isFirstLine()) {
            return Optional.of(current);
        }
        try {
            return block.firstLineOfInput();
        } catch (IOException e) {
            throw new JobException(String.valueOf(e.getMessage()), e);
        }
    }

    /** {@code logs/a.gz line 40,112}. */
    @Override
    public String toString() {
        String name = split.input().name();
        try {
            return String.format(Locale.ROOT, "%s line %,d", name, block.linesBefore() + block.lines());
        } catch (IOException e) {
            return String.format(
                    Locale.ROOT, "%s line %,d of a block behind byte %,d", name, block.lines(), split.from());
        }
    }
}
