package dev.mayfly.kernel.report;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

/**
 * A notebook as a value, after nbformat 4. What this model does not know it keeps, in the metadata and in
 * {@code rest}, so that other tools find their fields again.
 *
 * @param minor nbformat's minor version, 5 at least
 * @param metadata the notebook's own
 * @param rest top-level fields that nbformat does not name
 */
record Notebook(int minor, ObjectNode metadata, List<Cell> cells, ObjectNode rest) {
    Notebook {
        metadata = metadata.deepCopy();
        cells = List.copyOf(cells);
        rest = rest.deepCopy();
    }

    @Override
    public ObjectNode metadata() {
        return metadata.deepCopy();
    }

    @Override
    public ObjectNode rest() {
        return rest.deepCopy();
    }

    /** This notebook with other cells. */
    Notebook withCells(List<Cell> others) {
        return new Notebook(minor, metadata, others, rest);
    }

    /** This notebook with one cell replaced. */
    Notebook with(int index, UnaryOperator<Cell> change) {
        List<Cell> changed = new ArrayList<>(cells);
        changed.set(index, change.apply(cells.get(index)));
        return withCells(changed);
    }

    /** This notebook with other metadata. */
    Notebook withMetadata(ObjectNode other) {
        return new Notebook(minor, other, cells, rest);
    }

    /** The first cell that carries a tag. */
    OptionalInt firstTagged(String tag) {
        return IntStream.range(0, cells.size())
                .filter(i -> cells.get(i).hasTag(tag))
                .findFirst();
    }
}
