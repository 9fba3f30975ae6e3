package dev.mayfly.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mayfly.engine.source.Inputs;
import dev.mayfly.engine.source.RecordFormat;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Plans as they are typed: these lines compile, so their types are inferred. */
final class PlanTest {
    record Hit(String path, int status, long bytes) {}

    private final ListBackend backend = new ListBackend(List.of());
    private final MapReduce<String> logs = MapReduce.over(new Inputs(List.of()), backend);

    @Test
    void theClassicFormInfersItsTypes() {
        Result<Pair<String, Long>> result = logs.mapReduce(
                (String line, Emitter<String, Long> out) -> out.emit(line.split(" ")[8], 1L),
                (status, counts) -> counts.sum());
        assertThat(aggregateOf(result)).isInstanceOf(Aggregate.Reduce.class);
    }

    @Test
    void theFluentFormInfersItsTypes() {
        Result<Pair<String, Integer>> result = logs.map(line -> line.split(" "))
                .filter(f -> f.length > 9)
                .groupBy(f -> f[6])
                .percentile(f -> Integer.parseInt(f[f.length - 1]), 0.95)
                .top(20);
        assertThat(aggregateOf(result)).isEqualTo(new Aggregate.Percentile<String, Integer>(0.95));
    }

    @Test
    void everyAggregateInfersItsTypes() {
        Grouped<String, Hit> paths = logs.json(Hit.class).groupBy(h -> h.path());
        Result<Pair<String, Long>> count = paths.count();
        Result<Pair<String, Long>> sum = paths.sum(h -> h.bytes());
        Result<Pair<String, Double>> sumDouble = paths.sumDouble(h -> h.bytes() / 2.0);
        Result<Pair<String, Double>> average = paths.average(h -> h.status());
        Result<Pair<String, Integer>> min = paths.min(h -> h.status());
        Result<Pair<String, String>> max = paths.max(h -> h.path());
        Result<Pair<String, Long>> distinct = paths.distinct(h -> h.status());
        Result<Pair<String, Hit>> combine = paths.combine((a, b) -> a.bytes() > b.bytes() ? a : b);
        Result<Pair<String, Long>> collect = paths.collect(() -> Collectors.counting());
        Result<Pair<String, Double>> nested = paths.collect(() -> Collectors.averagingLong(h -> h.bytes()));
        Result<Pair<String, Long>> reduce = paths.reduce((path, hits) -> hits.size());
        assertThat(List.of(count, sum, sumDouble, average, min, max, distinct, combine, collect, nested, reduce))
                .map(result -> aggregateOf(result).getClass().getSimpleName())
                .containsExactly(
                        "Count",
                        "Sum",
                        "SumDouble",
                        "Average",
                        "Min",
                        "Max",
                        "Distinct",
                        "Combine",
                        "Collect",
                        "Collect",
                        "Reduce");
    }

    @Test
    void anUngroupedPlanKeepsItsStepsInOrder() {
        Plan<Hit> plan = logs.grep("GET")
                .flatMap(line -> Stream.of(line, line))
                .csv(Hit.class)
                .plan();
        assertThat(plan.steps().stream().map(step -> step.getClass().getSimpleName()))
                .containsExactly("Grep", "FlatMap", "Parse");
        assertThat(plan.grouping()).isEmpty();
    }

    @Test
    void skipBadTurnsOnlyTheParsingAboveItLenient() {
        assertThat(logs.json(Hit.class).skipBad().plan().steps())
                .containsExactly(new Step.Parse<>(RecordFormat.JSON, Hit.class, true));
    }

    @Test
    void aPlanThatIsExtendedLeavesTheOriginalAlone() {
        MapReduce<String> gets = logs.grep("GET");
        gets.grep("POST");
        assertThat(gets.plan().steps()).hasSize(1);
    }

    @Test
    void aMalformedExpressionIsRefusedWhenItIsTyped() {
        assertThatThrownBy(() -> logs.grep("a(b"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("a(b");
    }

    @Test
    void aPercentileBeyondItsRangeIsRefusedWhenItIsTyped() {
        assertThatThrownBy(() -> logs.groupBy(line -> line).percentile(line -> line, 95))
                .hasMessageContaining("at most 1; got 95");
        assertThatThrownBy(() -> logs.groupBy(line -> line).percentile(line -> line, Double.NaN))
                .hasMessageContaining("NaN");
    }

    @Test
    void theFunctionsOfAPlanTravel() throws Exception {
        logs.groupBy(line -> line.length()).sum(line -> 1).count();
        Plan.Grouping<?, ?, ?, ?> grouping = backend.plans.get(0).grouping().orElseThrow();
        assertThat(copy(grouping.mapper())).isInstanceOf(Mapper.class);
        assertThat(copy(grouping.aggregate())).isEqualTo(grouping.aggregate());
    }

    @Test
    void onAndLocallyChooseTheBackendAndRunAnew() {
        ListBackend other = new ListBackend(List.of(new Pair<>("x", 1L)));
        Result<Pair<String, Long>> here = logs.groupBy(line -> line).count();
        assertThat(here.count()).isZero();
        assertThat(here.on(other).top(5).count()).isEqualTo(1);
        assertThat(here.top(5).on(other).count()).isEqualTo(1);
        assertThat(here.on(other).locally().count()).isZero();
    }

    private Aggregate<?, ?, ?> aggregateOf(Result<?> result) {
        result.count();
        return backend.plans
                .get(backend.plans.size() - 1)
                .grouping()
                .orElseThrow()
                .aggregate();
    }

    private static Object copy(Object value) throws Exception {
        var bytes = new ByteArrayOutputStream();
        try (var out = new ObjectOutputStream(bytes)) {
            out.writeObject(value);
        }
        try (var in = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
            return in.readObject();
        }
    }
}
