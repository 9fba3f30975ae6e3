package dev.mayfly.engine.local;

import dev.mayfly.engine.JobException;
import dev.mayfly.engine.source.LineBlock;
import dev.mayfly.engine.source.Split;
import java.io.IOException;
import java.util.Locale;
import java.util.Optional;

/** A line of an input. Used by one thread. */
final class LinePlace implements Place {
    private final Split split;
    private LineBlock block;
    private long line;

    LinePlace(Split split, LineBlock block) {
        this.split = split;
        this.block = block;
    }

    /** Goes to another block of the split. */
    void enter(LineBlock next) {
        block = next;
        line = 0;
    }

    boolean isIn(Split other) {
        return split.equals(other);
    }

    void nextLine() {
        line++;
    }

    @Override
    public boolean isFirstLine() {
        return line == 1 && block.isFirst();
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
            return String.format(Locale.ROOT, "%s line %,d", name, block.linesBefore() + line);
        } catch (IOException e) {
            return String.format(Locale.ROOT, "%s line %,d of a block behind byte %,d", name, line, split.from());
        }
    }
}
