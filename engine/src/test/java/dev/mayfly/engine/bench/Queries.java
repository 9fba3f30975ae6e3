package dev.mayfly.engine.bench;

import dev.mayfly.engine.JobFacts;
import dev.mayfly.engine.MapReduce;
import dev.mayfly.engine.Pair;
import dev.mayfly.engine.Result;
import dev.mayfly.engine.local.LocalBackend;
import dev.mayfly.engine.local.OneBackend;
import dev.mayfly.engine.source.Inputs;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * Queries over an access log, as an analyst would type them: {@code Queries <a|b|c|d|w> <folder of .gz> [repetitions]}.
 * Prints keys and a checksum, to be compared with other programs'.
 */
public final class Queries {
    private Queries() {}

    public static void main(String[] args) {
        int repetitions = args.length > 2 ? Integer.parseInt(args[2]) : 1;
        try (LocalBackend backend = LocalBackend.create()) {
            for (int i = 0; i < repetitions; i++) {
                long start = System.nanoTime();
                long[] answer = run(args[0], MapReduce.over(Inputs.files(args[1] + "/*.gz"), new OneBackend(backend)));
                System.out.printf(
                        Locale.ROOT,
                        "ours %s %.2fs n=%d sum=%d%n",
                        args[0],
                        (System.nanoTime() - start) / 1e9,
                        answer[0],
                        answer[1]);
            }
        }
    }

    private static long[] run(String query, MapReduce<String> lines) {
        return switch (query) {
            case "a" ->
                pairs(lines.groupBy(line -> {
                            int i = line.indexOf("\" ");
                            return line.substring(i + 2, i + 5);
                        })
                        .count());
            case "b" ->
                pairs(lines.groupBy(line -> line.substring(0, line.indexOf(' ')))
                        .sum(line -> {
                            int i = line.indexOf("\" ") + 6;
                            return Long.parseLong(line.substring(i, line.indexOf(' ', i)));
                        }));
            case "c" -> {
                Result<Pair<String, Integer>> latencies = lines.groupBy(Queries::path)
                        .percentile(line -> Integer.parseInt(line.substring(line.lastIndexOf(' ') + 1)), 0.95);
                yield pairs(latencies);
            }
            case "d" -> {
                try (Result<String> found = lines.grep("GET /cart/[a-z]+/[0-9]+\\.html.* 50[03] ");
                        Stream<String> rows = found.stream()) {
                    yield new long[] {
                        found.count(), rows.mapToLong(String::length).sum()
                    };
                }
            }
            case "w" ->
                pairs(lines.flatMap(line -> Arrays.stream(line.split(" ")))
                        .groupBy(word -> word)
                        .count());
            default -> throw new IllegalArgumentException("no such query: " + query);
        };
    }

    private static String path(String line) {
        int start = line.indexOf(' ', line.indexOf('"')) + 1;
        int end = line.indexOf(' ', start);
        int query = line.indexOf('?', start);
        return line.substring(start, query > 0 && query < end ? query : end);
    }

    private static <V extends Number> long[] pairs(Result<Pair<String, V>> result) {
        try (result;
                Stream<Pair<String, V>> rows = result.stream()) {
            long sum = rows.mapToLong(row -> row.value().longValue()).sum();
            JobFacts facts = result.facts();
            System.err.println(facts);
            return new long[] {result.count(), sum};
        }
    }
}
