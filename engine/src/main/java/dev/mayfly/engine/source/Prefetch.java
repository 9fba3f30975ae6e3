package dev.mayfly.engine.source;

import dev.mayfly.engine.fetch.FetchLimits;
import dev.mayfly.engine.fetch.ReadAhead;
import dev.mayfly.engine.fetch.Remote;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/**
 * The splits of a job, those of remote inputs fetched before they are read. Nothing is fetched before the first of them is
 * opened. Safe for use by many threads.
 */
public final class Prefetch implements AutoCloseable {
    private final List<Split> splits;
    private final ReadAhead ahead;

    /**
     * @param order the indexes of the splits, in the order in which they will be read
     */
    public Prefetch(List<Split> splits, List<Integer> order, FetchLimits limits) {
        List<Integer> remote = order.stream()
                .filter(index -> splits.get(index).input() instanceof Remote)
                .toList();
        this.ahead = new ReadAhead(
                remote.stream().map(index -> (Remote) splits.get(index).input()).toList(), limits);
        this.splits = new ArrayList<>(splits);
        for (int place = 0; place < remote.size(); place++) {
            Split split = splits.get(remote.get(place));
            Input fetched = new Fetched(split.input(), ahead, place);
            this.splits.set(remote.get(place), new Split(fetched, split.index(), split.from(), split.to()));
        }
    }

    /** A split, to be read instead of the one of the same index. */
    public Split split(int index) {
        return splits.get(index);
    }

    private record Fetched(Input input, ReadAhead ahead, int place) implements Input {
        @Override
        public String name() {
            return input.name();
        }

        @Override
        public OptionalLong size() {
            return input.size();
        }

        @Override
        public InputStream open() throws IOException {
            return ahead.open(place);
        }

        @Override
        public String toString() {
            return input.toString();
        }
    }

    /** Gives up what was fetched and not read. */
    @Override
    public void close() {
        ahead.close();
    }
}
