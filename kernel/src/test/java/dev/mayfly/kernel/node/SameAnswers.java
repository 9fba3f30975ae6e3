package dev.mayfly.kernel.node;

import dev.mayfly.engine.Backends;
import dev.mayfly.engine.MapReduce;
import dev.mayfly.engine.source.Inputs;
import java.io.IOException;
import java.io.OutputStream;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;

/** What plans compute, on two backends, over data made at random. */
final class SameAnswers {
    private final TwoBackends both;
    private final Random random;
    private final Path folder;

    SameAnswers(TwoBackends both, long seed, Path folder) {
        this.both = both;
        this.random = new Random(seed);
        this.folder = folder;
    }

    /** A line of the data. */
    record Row(String word, int number, Optional<Double> share, LocalDate day) implements Serializable {
        static Row of(String line) {
            String[] fields = line.split(",");
            return new Row(
                    fields[0],
                    Integer.parseInt(fields[1]),
                    fields[2].isEmpty() ? Optional.empty() : Optional.of(Double.parseDouble(fields[2])),
                    LocalDate.parse(fields[3]));
        }
    }

    /** A line whose share is not missing. */
    record Strict(String word, int number, double share, LocalDate day) {}

    enum Size {
        SMALL,
        LARGE;

        static Size of(int number) {
            return number < 50 ? SMALL : LARGE;
        }
    }

    /** Some files of lines: gzip, plain and empty ones. */
    Inputs data(String name, int files, int lines, int words) throws IOException {
        Path data = Files.createDirectories(folder.resolve(name));
        for (int i = 0; i < files; i++) {
            StringBuilder text = new StringBuilder();
            for (int line = i == 1 ? lines : 0; line < lines; line++) {
                text.append(random.nextInt(4) == 0 ? "hot" : "wört" + random.nextInt(words))
                        .append(',')
                        .append(random.nextInt(100))
                        .append(',')
                        .append(random.nextInt(3) == 0 ? "" : Double.toString(random.nextInt(1000) / 8.0))
                        .append(',')
                        .append(LocalDate.of(2026, 1, 1).plusDays(random.nextInt(40)))
                        .append('\n');
            }
            byte[] bytes = text.toString().getBytes(StandardCharsets.UTF_8);
            Path file = data.resolve(String.format("%02d", i) + (i % 2 == 0 ? ".csv.gz" : ".csv"));
            try (OutputStream out =
                    i % 2 == 0 ? new GZIPOutputStream(Files.newOutputStream(file)) : Files.newOutputStream(file)) {
                out.write(bytes);
            }
        }
        return Inputs.filesIn(data, "*");
    }

    void aggregates(Inputs inputs) {
        both.same(on -> MapReduce.over(inputs, on).groupBy(l -> l.split(",")[0]).count());
        both.same(on -> lines(inputs, on).groupBy(Row::word).sum(Row::number));
        both.same(on ->
                lines(inputs, on).groupBy(Row::day).sumDouble(r -> r.share().orElse(0.0)));
        both.same(on -> lines(inputs, on).groupBy(r -> Size.of(r.number())).average(Row::number));
        both.same(on -> lines(inputs, on)
                .groupBy(r -> List.of(r.word(), r.number() % 3))
                .min(Row::day));
        both.same(on -> lines(inputs, on)
                .groupBy(r -> new Row(r.word(), 0, Optional.empty(), r.day()))
                .max(Row::word));
        both.same(on -> lines(inputs, on).groupBy(Row::number).percentile(Row::number, 0.5));
        both.same(on ->
                lines(inputs, on).groupBy(Row::word).percentile(r -> r.share().orElse(-1.0), 0.95));
        both.same(on -> lines(inputs, on).groupBy(Row::word).distinct(Row::day));
        both.same(
                on -> MapReduce.over(inputs, on).groupBy(String::length).combine((a, b) -> a.compareTo(b) < 0 ? a : b));
        both.same(on -> lines(inputs, on).map(Row::number).groupBy(n -> n % 7).collect(() -> Collectors.counting()));
        both.same(on -> lines(inputs, on)
                .groupBy(Row::word)
                .reduce((key, values) ->
                        values.stream().mapToInt(Row::number).max().orElse(0) + key.length()));
        both.same(on -> MapReduce.over(inputs, on)
                .<Object, Row, Map<String, Long>>mapReduce(
                        (line, out) -> {
                            Row row = Row.of(line);
                            // Keys of two types, and two pairs a line.
                            out.emit(row.word(), row);
                            out.emit(row.number(), row);
                        },
                        (key, rows) -> new TreeMap<>(Map.of(String.valueOf(key), rows.size()))));
    }

    void steps(Inputs inputs) {
        both.sameInOrder(on -> MapReduce.over(inputs, on).grep("hot,[1-3]"));
        both.sameInOrder(on -> lines(inputs, on).filter(r -> r.number() > 90).map(r -> r.share()));
        both.sameInOrder(on -> lines(inputs, on).flatMap(r -> r.number() < 3 ? Stream.of(r, r) : Stream.empty()));
        both.sameInOrder(on -> MapReduce.over(inputs, on).csv(Row.class).filter(r -> r.number() == 5));
        both.same(on -> MapReduce.over(inputs, on)
                .csv(Strict.class)
                .skipBad()
                .groupBy(Strict::word)
                .sumDouble(Strict::share));
    }

    void joins(Inputs left, Inputs right) {
        both.same(
                on -> small(left, on).join(lines(right, on).groupBy(Row::word)).map(j -> List.of(j.left(), j.right())));
        both.same(on -> small(left, on)
                .leftJoin(lines(right, on).filter(r -> r.number() < 2).groupBy(Row::word)));
        both.same(on -> small(left, on)
                .outerJoin(lines(right, on).groupBy(Row::word))
                .groupBy(j -> j.key())
                .count());
        both.same(on -> small(left, on)
                .join(lines(right, on).groupBy(Row::word))
                .groupBy(j -> j.left().day())
                .join(lines(right, on).groupBy(Row::day))
                .groupBy(j -> j.right().word())
                .sum(j -> j.left().right().number()));
    }

    private static dev.mayfly.engine.Grouped<String, Row> small(Inputs inputs, Backends on) {
        return lines(inputs, on).filter(r -> r.number() < 5).groupBy(Row::word);
    }

    private static MapReduce<Row> lines(Inputs inputs, Backends on) {
        return MapReduce.over(inputs, on).map(Row::of);
    }

    /** All of it. */
    void all(int files, int lines) {
        try {
            Inputs left = data("left", files, lines, 50);
            Inputs right = data("right", 3, lines / 10, 80);
            aggregates(left);
            steps(left);
            joins(left, right);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
