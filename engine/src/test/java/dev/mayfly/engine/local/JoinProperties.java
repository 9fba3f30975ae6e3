package dev.mayfly.engine.local;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mayfly.engine.Grouped;
import dev.mayfly.engine.Joined;
import dev.mayfly.engine.MapReduce;
import dev.mayfly.engine.Pair;
import dev.mayfly.engine.Result;
import dev.mayfly.engine.source.Inputs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.constraints.IntRange;

/** Every kind of join against a naive model, over random data, thread counts, key counts and budgets. */
class JoinProperties {
    /** Budgets of a job: none, so that every table and every long side of a key is written out; a little; enough. */
    private static final List<Long> BUDGETS = List.of(0L, 1L << 20, 64L << 20);

    private static final String HOT = "ü hot";

    record Hit(String user, int number) {}

    record User(String id, int number, String text) {}

    private final List<Hit> hits = new ArrayList<>();
    private final List<User> users = new ArrayList<>();

    @Property(tries = 6, shrinking = ShrinkingMode.OFF)
    void everyJoinEqualsTheNaiveModel(
            @ForAll long seed,
            @ForAll @IntRange(min = 1, max = 3) int threads,
            @ForAll @IntRange(min = 200, max = 2000) int keys,
            @ForAll @IntRange(min = 0, max = 2) int budget)
            throws IOException {
        Path folder = Files.createTempDirectory("joins");
        fill(new Random(seed), keys);
        Files.write(
                folder.resolve("hits.txt"),
                hits.stream().map(hit -> hit.user() + "\t" + hit.number()).toList());
        Files.write(
                folder.resolve("users.txt"),
                users.stream()
                        .map(user -> user.id() + "\t" + user.number() + "\t" + user.text())
                        .toList());
        LocalOptions options = new LocalOptions(threads, BUDGETS.get(budget), folder);
        try (LocalBackend backend = LocalBackend.create(options)) {
            check(
                    hits(folder, backend).groupBy(Hit::user),
                    users(folder, backend).groupBy(User::id));
        } finally {
            try (Stream<Path> left = Files.walk(folder)) {
                left.sorted((one, other) -> other.compareTo(one))
                        .forEach(path -> path.toFile().delete());
            }
        }
        assertThat(folder).doesNotExist();
    }

    /** One key has many elements on both sides, long ones on the right; of the others, some are on one side alone. */
    private void fill(Random random, int keys) {
        hits.clear();
        users.clear();
        int hot = random.nextInt(30);
        int hitCount = random.nextInt(2500);
        for (int i = 0; i < hitCount; i++) {
            hits.add(new Hit(i < 2 * hot ? HOT : "ü" + random.nextInt(keys), i));
        }
        int userCount = random.nextInt(800);
        for (int i = 0; i < userCount; i++) {
            String id = i < hot ? HOT : "ü" + (keys / 3 + random.nextInt(keys));
            users.add(new User(id, i, "x".repeat(i < hot ? 3000 : 3)));
        }
    }

    private void check(Grouped<String, Hit> left, Grouped<String, User> right) {
        Map<String, List<User>> byId = users.stream().collect(Collectors.groupingBy(User::id));
        List<Joined<String, Hit, User>> inner = hits.stream()
                .flatMap(hit -> byId.getOrDefault(hit.user(), List.of()).stream()
                        .map(user -> new Joined<>(hit.user(), hit, user)))
                .toList();
        Set<String> rows = inner.stream()
                .map(row -> row(row.key(), Optional.of(row.left()), Optional.of(row.right())))
                .collect(Collectors.toSet());
        assertSameRows(
                left.join(right), row -> row(row.key(), Optional.of(row.left()), Optional.of(row.right())), rows);
        hits.stream()
                .filter(hit -> !byId.containsKey(hit.user()))
                .forEach(hit -> rows.add(row(hit.user(), Optional.of(hit), Optional.empty())));
        assertSameRows(left.leftJoin(right), row -> row(row.key(), Optional.of(row.left()), row.right()), rows);
        Set<String> seen = hits.stream().map(Hit::user).collect(Collectors.toSet());
        users.stream()
                .filter(user -> !seen.contains(user.id()))
                .forEach(user -> rows.add(row(user.id(), Optional.empty(), Optional.of(user))));
        assertSameRows(left.outerJoin(right), row -> row(row.key(), row.left(), row.right()), rows);
        Map<Integer, Long> counts = inner.stream()
                .filter(row -> row.left().number() % 2 == 0)
                .collect(Collectors.groupingBy(row -> row.right().number() % 7, Collectors.counting()));
        try (Result<Pair<Integer, Long>> counted = left.join(right)
                .filter(row -> row.left().number() % 2 == 0)
                .map(row -> row.right().number())
                .groupBy(number -> number % 7)
                .count()) {
            assertThat(counted.stream().collect(Collectors.toMap(Pair::key, Pair::value)))
                    .isEqualTo(counts);
        }
        // The first join's rows, but for the hot key's, meet the right side again: as often as it has their keys.
        try (Result<Joined<String, Hit, User>> twice = left.join(right)
                .map(row -> row.left())
                .filter(hit -> !hit.user().equals(HOT))
                .groupBy(Hit::user)
                .join(right)) {
            assertThat(twice.count())
                    .isEqualTo(inner.stream()
                            .filter(row -> !row.key().equals(HOT))
                            .mapToLong(row ->
                                    byId.getOrDefault(row.key(), List.of()).size())
                            .sum());
        }
    }

    private static String row(String key, Optional<Hit> left, Optional<User> right) {
        return key + left + right;
    }

    private static <T> void assertSameRows(Result<T> result, Function<T, String> text, Set<String> expected) {
        try (result;
                Stream<T> rows = result.stream()) {
            assertThat(result.count()).isEqualTo(expected.size());
            assertThat(rows.map(text).collect(Collectors.toSet())).isEqualTo(expected);
        }
    }

    private static MapReduce<Hit> hits(Path folder, LocalBackend backend) {
        return MapReduce.over(Inputs.files(folder + "/hits.txt"), new OneBackend(backend))
                .map(line -> line.split("\t"))
                .map(fields -> new Hit(fields[0], Integer.parseInt(fields[1])));
    }

    private static MapReduce<User> users(Path folder, LocalBackend backend) {
        return MapReduce.over(Inputs.files(folder + "/users.txt"), new OneBackend(backend))
                .map(line -> line.split("\t"))
                .map(fields -> new User(fields[0], Integer.parseInt(fields[1]), fields[2]));
    }
}
