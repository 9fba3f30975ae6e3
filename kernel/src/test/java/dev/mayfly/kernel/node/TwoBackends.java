package dev.mayfly.kernel.node;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mayfly.engine.Backend;
import dev.mayfly.engine.Backends;
import dev.mayfly.engine.JobListener;
import dev.mayfly.engine.Result;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Asks two backends the same, and compares what they say. */
record TwoBackends(Backend local, Backend cluster) {
    /** A session that has one backend. */
    static Backends only(Backend backend) {
        return new Backends() {
            @Override
            public Backend preferred() {
                return backend;
            }

            @Override
            public Backend local() {
                return backend;
            }

            @Override
            public JobListener listener() {
                return JobListener.NONE;
            }
        };
    }

    private static <T> List<T> rows(Function<Backends, Result<T>> job, Backend backend) {
        try (Result<T> result = job.apply(only(backend));
                Stream<T> rows = result.stream()) {
            List<T> all = rows.collect(Collectors.toCollection(ArrayList::new));
            assertThat(result.count()).isEqualTo(all.size());
            return all;
        }
    }

    /** In any order. */
    <T> void same(Function<Backends, Result<T>> job) {
        assertThat(rows(job, cluster)).isNotEmpty().containsExactlyInAnyOrderElementsOf(rows(job, local));
    }

    /** In the order of the inputs. */
    <T> void sameInOrder(Function<Backends, Result<T>> job) {
        assertThat(rows(job, cluster)).isNotEmpty().isEqualTo(rows(job, local));
    }
}
