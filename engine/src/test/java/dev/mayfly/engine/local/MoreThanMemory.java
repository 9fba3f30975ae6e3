package dev.mayfly.engine.local;

import dev.mayfly.engine.Backend;
import dev.mayfly.engine.Emitter;
import dev.mayfly.engine.JobFacts;
import dev.mayfly.engine.MapReduce;
import dev.mayfly.engine.Pair;
import dev.mayfly.engine.Result;
import dev.mayfly.engine.source.Inputs;
import dev.mayfly.engine.spill.MagicList;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Gives reducers more values than the heap holds: {@code MoreThanMemory <folder> <lines> <values a line>}, each value a
 * text of 100 characters, half of them under one key, the others under a thousand. Ends with status 0 if the answer is
 * right; prints what it cost.
 */
public final class MoreThanMemory {
    private static final int KEYS = 1000;
    private static final int LENGTH = 100;

    private MoreThanMemory() {}

    public static void main(String[] args) throws IOException {
        Path folder = Path.of(args[0]);
        int lines = Integer.parseInt(args[1]);
        int perLine = Integer.parseInt(args[2]);
        Path input = Files.write(
                folder.resolve("lines.txt"),
                IntStream.range(0, lines).mapToObj(Integer::toString).toList());
        LocalOptions options = LocalOptions.automatic().withFolder(Files.createDirectories(folder.resolve("spill")));
        try (LocalBackend backend = LocalBackend.create(options);
                Result<Pair<String, Long>> result = job(Inputs.files(input.toString()), backend, perLine);
                Stream<Pair<String, Long>> rows = result.stream()) {
            long[] total = {0};
            rows.forEach(row -> {
                long expected = expected(row.key(), lines, perLine);
                if (row.value() != expected) {
                    throw new AssertionError(row + ", but expected " + expected);
                }
                total[0] += row.value();
            });
            long all = (long) lines * perLine * LENGTH;
            if (total[0] != all) {
                throw new AssertionError(total[0] + " characters came out of " + all);
            }
            print(result.facts(), all);
        }
    }

    private static Result<Pair<String, Long>> job(Inputs inputs, Backend backend, int perLine) {
        return MapReduce.over(inputs, new OneBackend(backend))
                .mapReduce(
                        (String line, Emitter<String, String> out) -> {
                            int number = Integer.parseInt(line);
                            for (int i = 0; i < perLine; i++) {
                                String key = i % 2 == 0 ? "hot" : "key " + number % KEYS;
                                out.emit(key, value(number, i));
                            }
                        },
                        (String key, MagicList<String> values) -> {
                            long characters = 0;
                            for (String value : values) {
                                characters += value.length();
                            }
                            return characters;
                        });
    }

    private static String value(int line, int i) {
        String head = line + ":" + i + ":";
        return head + "x".repeat(LENGTH - head.length());
    }

    private static long expected(String key, int lines, int perLine) {
        if (key.equals("hot")) {
            return (long) lines * LENGTH * ((perLine + 1) / 2);
        }
        int number = Integer.parseInt(key.substring("key ".length()));
        long having = ((long) lines - number + KEYS - 1) / KEYS;
        return having * LENGTH * (perLine / 2);
    }

    private static void print(JobFacts facts, long all) {
        System.out.printf(
                Locale.ROOT,
                "%,d bytes of values in a heap of %,d: right, %,d spilled, %s%n",
                all,
                Runtime.getRuntime().maxMemory(),
                facts.spilledBytes(),
                facts.time());
    }
}
