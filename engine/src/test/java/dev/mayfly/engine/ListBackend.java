package dev.mayfly.engine;

import dev.mayfly.engine.local.JobControl;
import dev.mayfly.engine.source.Inputs;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** A backend whose every job produces given rows; it counts the jobs it runs and the outputs that are open. */
final class ListBackend implements Backend, Backends {
    final AtomicInteger jobs = new AtomicInteger();
    final AtomicInteger open = new AtomicInteger();
    final List<Plan<?>> plans = new ArrayList<>();
    private final List<?> rows;
    private final Optional<Consumer<String>> notes;

    ListBackend(List<?> rows) {
        this(rows, Optional.empty());
    }

    /** One elsewhere, whose watcher passes on what is noted beside the last progress of a job. */
    ListBackend(List<?> rows, Consumer<String> notes) {
        this(rows, Optional.of(notes));
    }

    private ListBackend(List<?> rows, Optional<Consumer<String>> notes) {
        this.rows = List.copyOf(rows);
        this.notes = notes;
    }

    @Override
    public boolean isElsewhere() {
        return notes.isPresent();
    }

    <T> MapReduce<T> rows(Class<T> type) {
        return MapReduce.over(new Inputs(List.of()), this).map(line -> type.cast(line));
    }

    @Override
    public String name() {
        return "a list";
    }

    @Override
    @SuppressWarnings("unchecked") // The test says what its rows are.
    public <T> JobOutput<T> run(Plan<T> plan, JobListener listener) {
        jobs.incrementAndGet();
        open.incrementAndGet();
        plans.add(plan);
        JobProgress last =
                new JobProgress(JobProgress.Phase.FINISHED, 0, 0, 0, OptionalLong.empty(), 0, 0, 0, 0, Duration.ZERO);
        listener.ended(new JobControl("job", name()), last);
        return new ListOutput<>((List<T>) rows);
    }

    @Override
    public void close() {}

    @Override
    public Backend preferred() {
        return this;
    }

    @Override
    public Backend local() {
        return this;
    }

    @Override
    public JobListener listener() {
        return new JobListener() {
            @Override
            public void started(RunningJob job) {}

            @Override
            public void progress(RunningJob job, JobProgress progress) {}

            @Override
            public void ended(RunningJob job, JobProgress last) {
                notes.ifPresent(told -> told.accept(last.note()));
            }
        };
    }

    private final class ListOutput<T> implements JobOutput<T> {
        private final List<T> list;
        private boolean closed;

        ListOutput(List<T> list) {
            this.list = list;
        }

        @Override
        public Stream<T> stream() {
            if (closed) {
                throw new IllegalStateException("closed");
            }
            return list.stream();
        }

        @Override
        public long count() {
            return list.size();
        }

        @Override
        public JobFacts facts() {
            return new JobFacts(
                    name(), 0, 0, 0, 0, 0, list.size(), 0, List.of(), 0, 0, 0, Duration.ZERO, OptionalDouble.of(0));
        }

        @Override
        public <R> JobOutput<R> sort(Stream<R> others, Comparator<? super R> order) {
            open.incrementAndGet();
            try (others) {
                return new ListOutput<>(others.sorted(order).toList());
            }
        }

        @Override
        public void close() {
            if (!closed) {
                closed = true;
                open.decrementAndGet();
            }
        }
    }
}
