package dev.mayfly.engine.sink;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.AlphaChars;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.StringLength;

class LineSorterTest {
    @Property(tries = 100)
    void theSortAgreesWithTheArrayAtAnyLimit(
            @ForAll List<@AlphaChars @StringLength(max = 3) String> rows,
            @ForAll boolean unique,
            @ForAll @IntRange(min = 1, max = 400) int memory,
            @ForAll @IntRange(min = 2, max = 4) int openRuns)
            throws IOException {
        StringBuilder sorted = new StringBuilder();
        try (LineSorter sorter = new LineSorter(unique, new LineSorter.Limits(memory, openRuns))) {
            for (String row : rows) {
                sorter.add(row.getBytes(StandardCharsets.UTF_8));
            }
            sorter.drain(line ->
                    sorted.append(new String(line, StandardCharsets.UTF_8)).append('\n'));
        }
        String[] expected = rows.toArray(String[]::new);
        Arrays.sort(expected);
        Stream<String> lines = unique ? Arrays.stream(expected).distinct() : Arrays.stream(expected);
        assertThat(sorted).hasToString(lines.map(line -> line + "\n").reduce("", String::concat));
    }
}
