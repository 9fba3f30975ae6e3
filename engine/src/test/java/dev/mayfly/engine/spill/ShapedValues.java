package dev.mayfly.engine.spill;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import org.jspecify.annotations.Nullable;

/** Values of every shape that has an encoding and an equality. */
final class ShapedValues {
    record Hit(
            @Nullable String path,
            int status,
            long bytes,
            double seconds,
            @Nullable Integer retries) {}

    record Pair<K, V>(K key, V value) {}

    record Empty() {}

    private ShapedValues() {}

    static Arbitrary<Object> scalars() {
        return Arbitraries.oneOf(
                objects(Arbitraries.strings().all().ofMaxLength(20)),
                objects(Arbitraries.strings().ascii().ofMaxLength(200)),
                objects(Arbitraries.of("", "\ud800", "a\udc00b", "\ud83d\ude00", "gr\u00fc\u00df", "\u4f60\u597d")),
                objects(Arbitraries.longs()),
                objects(Arbitraries.integers()),
                objects(Arbitraries.shorts()),
                objects(Arbitraries.bytes()),
                objects(Arbitraries.chars().all()),
                objects(Arbitraries.of(true, false)),
                objects(Arbitraries.doubles()),
                objects(Arbitraries.floats()),
                objects(Arbitraries.of(0.0, -0.0, Double.NaN, Double.POSITIVE_INFINITY, Double.MIN_VALUE, 0f, -0f)),
                objects(Arbitraries.bigIntegers()),
                objects(Arbitraries.bigDecimals()),
                objects(Arbitraries.of(new BigDecimal("1.0"), new BigDecimal("1.00"), BigDecimal.ONE, BigInteger.ONE)),
                objects(Arbitraries.of(TimeUnit.class)),
                objects(Arbitraries.longs()
                        .between(-1L << 40, 1L << 40)
                        .map(s -> Instant.ofEpochSecond(s, s & 0xffff))),
                objects(Arbitraries.longs().between(-99_999, 99_999).map(LocalDate::ofEpochDay)),
                objects(Arbitraries.longs().between(0, 1L << 33).map(s -> LocalDateTime.of(2000, 1, 1, 0, 0)
                        .plusSeconds(s))),
                objects(Arbitraries.longs().map(Duration::ofMillis)),
                objects(Arbitraries.integers().between(1, 9999).map(y -> YearMonth.of(y, 1 + y % 12))),
                objects(Arbitraries.longs().map(l -> new UUID(l, ~l))));
    }

    static Arbitrary<Object> all() {
        Arbitrary<Object> nullable = scalars().injectNull(0.1);
        return Arbitraries.oneOf(
                scalars(),
                objects(hits()),
                objects(Combinators.combine(nullable, nullable).as(Pair::new)),
                objects(Combinators.combine(scalars(), hits()).as(Map::entry)),
                objects(Arbitraries.of(new Empty())),
                objects(scalars().map(Optional::of)),
                objects(Arbitraries.of(Optional.empty())),
                objects(nullable.list().ofMaxSize(5)),
                objects(scalars().list().ofMaxSize(5).map(List::copyOf)),
                objects(Arbitraries.longs().list().ofMaxSize(5).map(ArrayList::new)),
                objects(nullable.list().ofMaxSize(5).map(HashSet::new)),
                objects(Arbitraries.maps(scalars(), nullable).ofMaxSize(5).map(HashMap::new)),
                objects(Arbitraries.maps(scalars(), scalars()).ofMaxSize(5).map(Map::copyOf)),
                objects(hits().list().ofMaxSize(3).map(list -> new Pair<>(list, new HashSet<>(list)))));
    }

    static Arbitrary<Hit> hits() {
        return Combinators.combine(
                        Arbitraries.strings().ofMaxLength(10).injectNull(0.2),
                        Arbitraries.integers(),
                        Arbitraries.longs(),
                        Arbitraries.doubles(),
                        Arbitraries.integers().injectNull(0.2))
                .as(Hit::new);
    }

    private static Arbitrary<Object> objects(Arbitrary<?> values) {
        return values.map(value -> value);
    }
}
