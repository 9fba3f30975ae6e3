package dev.mayfly.engine.local;

import dev.mayfly.engine.JobException;
import dev.mayfly.engine.JobFacts;
import dev.mayfly.engine.JobOutput;
import dev.mayfly.engine.spill.SortedRows;
import dev.mayfly.engine.spill.SpillException;
import dev.mayfly.engine.spill.SpillSpace;
import dev.mayfly.engine.spill.SpillSpaces;
import java.util.Comparator;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** Rows in a room of their own, which is deleted with them; sorted, they have another. */
public final class SpilledOutput<T> implements JobOutput<T> {
    private final Supplier<Stream<T>> rows;
    private final long count;
    private final JobFacts facts;
    private final SpillSpaces spaces;
    private final Runnable end;

    /**
     * Rows that a job has made.
     *
     * @param rows all rows, anew at each call
     * @param spaces where to sort
     * @param end deletes the rows; idempotent
     */
    public SpilledOutput(Supplier<Stream<T>> rows, long count, JobFacts facts, SpillSpaces spaces, Runnable end) {
        this.rows = rows;
        this.count = count;
        this.facts = facts;
        this.spaces = spaces;
        this.end = end;
    }

    @Override
    public Stream<T> stream() {
        return rows.get();
    }

    @Override
    public long count() {
        return count;
    }

    @Override
    public JobFacts facts() {
        return facts;
    }

    @Override
    public <R> JobOutput<R> sort(Stream<R> unsorted, Comparator<? super R> order) {
        boolean done = false;
        SpillSpace space = null;
        try (unsorted) {
            SpillSpace made = spaces.open();
            space = made;
            Interrupts interrupts = new Interrupts();
            SortedRows<R> sorted = made.sort(interrupts.watch(unsorted.iterator()), interrupts.watch(order));
            done = true;
            return new SpilledOutput<>(sorted::stream, sorted.count(), facts, spaces, () -> {
                sorted.close();
                spaces.close(made);
            });
        } catch (SpillException e) {
            throw new JobException(String.valueOf(e.getMessage()), e);
        } finally {
            if (!done && space != null) {
                spaces.close(space);
            }
        }
    }

    @Override
    public void close() {
        end.run();
    }
}
