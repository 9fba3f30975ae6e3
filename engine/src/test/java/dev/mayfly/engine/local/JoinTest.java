package dev.mayfly.engine.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mayfly.engine.JobException;
import dev.mayfly.engine.JobListener;
import dev.mayfly.engine.JobProgress;
import dev.mayfly.engine.Joined;
import dev.mayfly.engine.MapReduce;
import dev.mayfly.engine.Pair;
import dev.mayfly.engine.Plan;
import dev.mayfly.engine.Result;
import dev.mayfly.engine.RunningJob;
import dev.mayfly.engine.source.Inputs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Joins as they are typed. */
@Timeout(60)
class JoinTest {
    record Hit(String user, int bytes) {}

    record User(String id, String country) {}

    private final Path folder;
    private final LocalBackend backend;

    JoinTest(@TempDir Path folder) throws IOException {
        this.folder = folder;
        this.backend =
                LocalBackend.create(new LocalOptions(2, 1 << 20, Files.createDirectory(folder.resolve("spill"))));
    }

    @AfterEach
    void nothingIsLeft() throws IOException {
        backend.close();
        try (Stream<Path> left = Files.walk(folder.resolve("spill"))) {
            assertThat(left.filter(Files::isRegularFile)).isEmpty();
        }
    }

    @Test
    void rowsThatMeetAreGroupedFurther() throws IOException {
        Result<Pair<String, Long>> bytes = hits(
                        "{\"user\":\"ann\",\"bytes\":1}",
                        "{\"user\":\"bob\",\"bytes\":2}",
                        "{\"user\":\"ann\",\"bytes\":4}",
                        "{\"user\":\"eve\",\"bytes\":8}")
                .groupBy(h -> h.user())
                .join(users("id,country", "ann,CH", "bob,FR", "joe,CH").groupBy(u -> u.id()))
                .groupBy(row -> row.right().country())
                .sum(row -> row.left().bytes())
                .sortBy(row -> row.key());
        assertThat(bytes.stream()).containsExactly(new Pair<>("CH", 5L), new Pair<>("FR", 2L));
        assertThat(bytes.facts().inputs()).isEqualTo(2);
        assertThat(bytes.facts().lines()).isEqualTo(8);
    }

    @Test
    void anElementThatMeetsNoneIsKeptByAnOuterJoin() throws IOException {
        MapReduce<Hit> hits = hits("{\"user\":\"ann\",\"bytes\":1}", "{\"user\":\"eve\",\"bytes\":8}");
        MapReduce<User> users = users("ann,CH", "joe,FR");
        assertThat(hits
                        .groupBy(h -> h.user())
                        .leftJoin(users.groupBy(u -> u.id()))
                        .filter(row -> row.right().isEmpty())
                        .map(row -> row.left().user())
                        .stream())
                .containsExactly("eve");
        assertThat(hits.groupBy(h -> h.user()).outerJoin(users.groupBy(u -> u.id())).stream())
                .containsExactlyInAnyOrder(
                        new Joined<>("ann", Optional.of(new Hit("ann", 1)), Optional.of(new User("ann", "CH"))),
                        new Joined<>("eve", Optional.of(new Hit("eve", 8)), Optional.empty()),
                        new Joined<>("joe", Optional.empty(), Optional.of(new User("joe", "FR"))));
    }

    @Test
    void aKeyWithMoreElementsThanMemoryHoldsOnEitherSideIsJoined() throws IOException {
        Path many = Files.write(
                folder.resolve("many.txt"),
                IntStream.range(0, 60_000)
                        .mapToObj(i -> i + "-" + "z".repeat(100))
                        .toList());
        Path few = Files.write(folder.resolve("few.txt"), List.of("a", "b", "c"));
        for (List<Path> sides : List.of(List.of(many, few), List.of(few, many))) {
            Result<Pair<Integer, Long>> lengths = over(sides.get(0))
                    .groupBy(line -> 1)
                    .join(over(sides.get(1)).groupBy(line -> 1))
                    .groupBy(row -> row.key())
                    .sum(row -> row.left().length() + row.right().length());
            long texts = IntStream.range(0, 60_000)
                    .mapToLong(i -> 101 + Integer.toString(i).length())
                    .sum();
            assertThat(lengths.stream()).containsExactly(new Pair<>(1, 3 * texts + 3 * 60_000));
            assertThat(lengths.facts().spilledBytes()).isGreaterThan(1 << 20);
            lengths.close();
        }
    }

    @Test
    void aFunctionBehindTheJoinThatThrowsIsNamedWithItsKey() throws IOException {
        MapReduce<Joined<String, String, String>> rows =
                over("a", "b").groupBy(line -> line).join(over("b", "c").groupBy(line -> line));
        assertThatThrownBy(() -> rows.map(row -> Integer.parseInt(row.left())).count())
                .isInstanceOf(JobException.class)
                .hasMessageContaining("the join at key b: a function of the job threw")
                .hasCauseInstanceOf(NumberFormatException.class);
    }

    @Test
    void aBadRecordOfEitherSideFailsTheJobOrIsSkippedAndCounted() throws IOException {
        MapReduce<Joined<String, Hit, User>> rows = hits("{\"user\":\"ann\",\"bytes\":1}", "{")
                .groupBy(h -> h.user())
                .join(users("ann,CH", "joe").groupBy(u -> u.id()));
        assertThatThrownBy(rows::count).hasMessageContaining("line 2").hasMessageContaining(".skipBad()");
        MapReduce<Joined<String, Hit, User>> lenient = rows.skipBad();
        assertThat(lenient.count()).isEqualTo(1);
        assertThat(lenient.facts().skippedRecords()).isEqualTo(2);
    }

    @Test
    void aNullKeyIsNamedWithItsLine() throws IOException {
        assertThatThrownBy(() -> over("a")
                        .groupBy(line -> System.getProperty("no such property"))
                        .join(over("b").groupBy(line -> line))
                        .count())
                .hasMessageContaining("line 1: a null key was emitted");
    }

    @Test
    void anInterruptEndsAJoinWhoseRowsAreMany() throws IOException {
        Path lines = Files.write(
                folder.resolve("pairs.txt"),
                IntStream.range(0, 100_000).mapToObj(Integer::toString).toList());
        MapReduce<String> every =
                MapReduce.over(Inputs.files(lines.toString()), new OneBackend(backend, new CancelInJoin()));
        assertThatThrownBy(() -> every.groupBy(line -> 1)
                        .join(every.groupBy(line -> 1))
                        .filter(row -> false)
                        .count())
                .hasMessageContaining("was cancelled");
    }

    /** Cancels a job that joins. */
    private static final class CancelInJoin implements JobListener {
        @Override
        public void started(RunningJob job) {}

        @Override
        public void progress(RunningJob job, JobProgress progress) {
            if (progress.phase() == JobProgress.Phase.REDUCE) {
                job.cancel();
            }
        }

        @Override
        public void ended(RunningJob job, JobProgress last) {
            assertThat(last.phase()).isEqualTo(JobProgress.Phase.CANCELLED);
        }
    }

    @Test
    void aPlanSaysWhatItJoins() throws IOException {
        Plan<?> plan = over("a")
                .groupBy(line -> line)
                .leftJoin(over("b").groupBy(line -> line.length() + ""))
                .map(row -> row.key())
                .plan();
        assertThat(plan.source()).isInstanceOfSatisfying(Plan.Join.class, join -> assertThat(join.kind())
                .isEqualTo(Plan.Join.Kind.LEFT));
        assertThat(plan.inputs().list()).hasSize(2);
        assertThat(plan.steps()).hasSize(1);
    }

    private MapReduce<Hit> hits(String... lines) throws IOException {
        return over(lines).json(Hit.class);
    }

    private MapReduce<User> users(String... lines) throws IOException {
        return over(lines).csv(User.class);
    }

    private MapReduce<String> over(String... lines) throws IOException {
        return over(Files.write(Files.createTempFile(folder, "lines", ".txt"), List.of(lines)));
    }

    private MapReduce<String> over(Path file) {
        return MapReduce.over(Inputs.files(file.toString()), new OneBackend(backend));
    }
}
