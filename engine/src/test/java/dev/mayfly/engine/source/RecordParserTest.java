package dev.mayfly.engine.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RecordParserTest {
    private record Hit(String path, int status, long bytes) {}

    private enum Level {
        LOW,
        HIGH
    }

    private record Everything(
            boolean flag,
            char letter,
            byte small,
            short less,
            float single,
            double twice,
            @Nullable Integer count,
            BigDecimal price,
            Level level,
            LocalDate day,
            LocalDateTime when,
            Instant at,
            Optional<String> note) {}

    private record Client(String ip, Optional<Integer> port) {}

    private record Request(Client client, List<String> tags) {}

    record Positive(int n) {
        Positive {
            if (n <= 0) {
                throw new IllegalArgumentException("n must be greater than zero");
            }
        }
    }

    private final RecordParser<Hit> csv = RecordParser.of(RecordFormat.CSV, Hit.class);
    private final RecordParser<Hit> json = RecordParser.of(RecordFormat.JSON, Hit.class);

    @Test
    void csvCellsFillTheComponentsInOrder() {
        assertThat(csv.parse("/a,200,5000000000")).isEqualTo(new Hit("/a", 200, 5_000_000_000L));
        assertThat(csv.parse("\"/a,\"\"b\"\"\", 200 ,-1")).isEqualTo(new Hit("/a,\"b\"", 200, -1));
        assertThat(csv.parse(",1,2")).isEqualTo(new Hit("", 1, 2));
    }

    @Test
    void everyScalarTypeIsRead() {
        String line = "true,x,-128,300,1.5,2.25,,12.30,HIGH,2026-01-31,2026-01-31 10:20:30,2026-01-31T10:00:00+01:00,";
        Everything expected = new Everything(
                true,
                'x',
                (byte) -128,
                (short) 300,
                1.5f,
                2.25,
                null,
                new BigDecimal("12.30"),
                Level.HIGH,
                LocalDate.of(2026, 1, 31),
                LocalDateTime.of(2026, 1, 31, 10, 20, 30),
                Instant.parse("2026-01-31T09:00:00Z"),
                Optional.empty());
        assertThat(RecordParser.of(RecordFormat.CSV, Everything.class).parse(line))
                .isEqualTo(expected);
        assertThat(RecordParser.of(RecordFormat.JSON, Everything.class)
                        .parse("{\"note\":null,\"at\":\"2026-01-31T09:00:00Z\",\"when\":\"2026-01-31T10:20:30\","
                                + "\"day\":\"2026-01-31\",\"level\":\"HIGH\",\"price\":12.30,\"twice\":2.25,"
                                + "\"single\":1.5,\"less\":300,\"small\":-128,\"letter\":\"x\",\"flag\":true}"))
                .isEqualTo(expected);
    }

    @Test
    void jsonFieldsAreFoundByNameAndUnknownOnesSkipped() {
        assertThat(json.parse(
                        "{\"more\":{\"status\":1},\"bytes\":\"7\",\"status\":2e2,\"path\":\"/\\u00e9\",\"x\":[1]}"))
                .isEqualTo(new Hit("/é", 200, 7));
        assertThat(RecordParser.of(RecordFormat.JSON, Request.class)
                        .parse("{\"client\":{\"ip\":\"::1\",\"port\":80},\"tags\":[\"a\",\"b\"]}"))
                .isEqualTo(new Request(new Client("::1", Optional.of(80)), List.of("a", "b")));
    }

    @Test
    void aBadValueNamesColumnValueAndExpectedType() {
        assertBad(csv, "/a,abc,1", "column status", "expected an int", "\"abc\"");
        assertBad(csv, "/a,3000000000,1", "column status", "expected an int", "\"3000000000\"");
        assertBad(csv, "/a,,1", "column status is missing", "an int");
        assertBad(json, "{\"path\":\"\",\"status\":1.5,\"bytes\":1}", "column status", "an int", "\"1.5\"");
        assertBad(json, "{\"path\":\"\",\"status\":1,\"bytes\":1e999999999}", "column bytes", "a long");
        assertBad(json, "{\"path\":\"\",\"status\":1}", "column bytes is missing", "a long");
        assertBad(json, "{\"path\":\"\",\"status\":null,\"bytes\":1}", "column status is missing");
        assertBad(json, "{\"path\":[],\"status\":1,\"bytes\":1}", "column path", "expected text", "found an array");
        assertBad(
                RecordParser.of(RecordFormat.JSON, Request.class),
                "{\"client\":{\"ip\":\"::1\",\"port\":\"x\"}}",
                "column client.port",
                "\"x\"");
        assertBad(RecordParser.of(RecordFormat.CSV, Positive.class), "0", "Positive refuses [0]", "greater than zero");
    }

    @Test
    void aLineThatIsNoRecordSaysWhy() {
        assertBad(csv, "/a,1", "has 2 columns, Hit has 3 (path, status, bytes)");
        assertBad(csv, "/a,1,2,", "has 4 columns");
        assertBad(csv, "\"/a,1,2", "column 1 has an opening quote and no closing one");
        assertBad(csv, "\"/a\"x,1,2", "column 1 has text after its closing quote");
        assertBad(csv, "/a,1\",2", "column 2 has a quote within text");
        assertBad(json, "", "is not a JSON object");
        assertBad(json, "[1]", "is not a JSON object");
        assertBad(json, "{\"path\":", "is not JSON");
        assertBad(json, "{\"path\":\"a\",\"path\":\"b\",\"status\":1,\"bytes\":1}", "column path appears twice");
        assertBad(json, "{\"path\":\"a\",\"status\":1,\"bytes\":1}{}", "more than one JSON object");
    }

    @Test
    void aLongValueIsCutInTheMessage() {
        assertThatThrownBy(() -> csv.parse("/a," + "z".repeat(100_000) + ",1"))
                .hasMessageContaining("(100000 characters)")
                .satisfies(e -> assertThat(e.getMessage()).hasSizeLessThan(300));
    }

    @Test
    void columnsAreFoundByTheNamesOfAHeader() {
        assertThat(headed("path,status,bytes").parse("/a,1,2")).isEqualTo(new Hit("/a", 1, 2));
        assertThat(headed("bytes,\"path\", x ,status").parse("2,/a,anything,1")).isEqualTo(new Hit("/a", 1, 2));
        assertThat(csv.headed("path,status")).isEmpty();
        assertThat(csv.headed("/a,1,2")).isEmpty();
        assertThat(csv.headed("\"path")).isEmpty();
        assertThat(json.headed("path,status,bytes")).isEmpty();
        assertBad(headed("x,bytes,status,path"), "1,2,3", "has 3 columns, Hit has 4 (x, bytes, status, path)");
        assertBad(headed("x,bytes,status,path"), "1,b,3,/a", "column bytes", "expected a long", "\"b\"");
    }

    @Test
    void aColumnThatIsOptionalMayBeMissingFromAHeader() {
        record Visit(String user, Optional<Integer> age, Optional<String> note) {}
        RecordParser<Visit> parser = RecordParser.of(RecordFormat.CSV, Visit.class);
        assertThat(parser.headed("note,x,user").orElseThrow().parse("n,1,ann"))
                .isEqualTo(new Visit("ann", Optional.empty(), Optional.of("n")));
        assertThat(parser.headed("age,note")).isEmpty();
    }

    @Test
    void valuesStandBetweenTheSeparatorThatWasChosen() {
        RecordParser<Hit> tabs = RecordParser.of(new RecordFormat.Csv('\t'), Hit.class);
        assertThat(tabs.parse("/a,b\t1\t2")).isEqualTo(new Hit("/a,b", 1, 2));
        assertThat(tabs.parse("\"/a\t\"\"b\"\"\"\t1\t2")).isEqualTo(new Hit("/a\t\"b\"", 1, 2));
        assertThatThrownBy(() -> new RecordFormat.Csv('"')).hasMessageContaining("cannot separate");
    }

    @Test
    void wholeNumbersAreExactToTheirLimits() {
        assertThat(csv.parse("/a,-2147483648,-9223372036854775808"))
                .isEqualTo(new Hit("/a", Integer.MIN_VALUE, Long.MIN_VALUE));
        assertThat(json.parse("{\"path\":\"\",\"status\":2147483647,\"bytes\":9223372036854775807}"))
                .isEqualTo(new Hit("", Integer.MAX_VALUE, Long.MAX_VALUE));
        assertBad(csv, "/a,2147483648,1", "column status", "an int", "\"2147483648\"");
        assertBad(csv, "/a,1,9223372036854775808", "column bytes", "a long");
        assertBad(csv, "/a,-,1", "column status", "\"-\"");
        assertBad(json, "{\"path\":\"\",\"status\":2147483648,\"bytes\":1}", "column status", "\"2147483648\"");
    }

    private RecordParser<Hit> headed(String line) {
        return csv.headed(line).orElseThrow();
    }

    @Test
    void aTypeThatNoLineCanHoldIsRefusedByName() {
        record WithMap(Map<String, String> headers) {}
        record Loop(Optional<Loop> next) {}
        assertThatThrownBy(() -> RecordParser.of(RecordFormat.JSON, WithMap.class))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("headers")
                .hasMessageContaining("WithMap");
        assertThatThrownBy(() -> RecordParser.of(RecordFormat.JSON, Loop.class))
                .hasMessageContaining("contains itself");
        assertThatThrownBy(() -> RecordParser.of(RecordFormat.CSV, Request.class))
                .hasMessageContaining("client");
    }

    private record Texts(String a, String b, String c) {}

    @Property(tries = 300)
    void textSurvivesCsv(@ForAll String a, @ForAll String b, @ForAll String c) {
        String line = List.of(a, b, c).stream()
                .map(s -> '"' + s.replace("\"", "\"\"") + '"')
                .collect(Collectors.joining(","));
        assertThat(RecordParser.of(RecordFormat.CSV, Texts.class).parse(line)).isEqualTo(new Texts(a, b, c));
    }

    private static void assertBad(RecordParser<?> parser, String line, String... parts) {
        assertThatThrownBy(() -> parser.parse(line))
                .isInstanceOf(BadRecordException.class)
                .satisfies(e -> assertThat(e.getMessage()).contains(parts));
    }
}
