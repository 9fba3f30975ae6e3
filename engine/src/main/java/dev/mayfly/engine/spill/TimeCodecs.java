package dev.mayfly.engine.spill;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.UUID;
import java.util.function.BiConsumer;
import java.util.function.Function;

/** Encodings of dates, times and identifiers: small values of the JDK that are equal when their parts are. */
final class TimeCodecs {
    static final Codec<LocalDate> LOCAL_DATE =
            of((value, out) -> out.writeZigzag(value.toEpochDay()), in -> LocalDate.ofEpochDay(in.readZigzag()));

    static final Codec<LocalTime> LOCAL_TIME =
            of((value, out) -> out.writeVarint(value.toNanoOfDay()), in -> LocalTime.ofNanoOfDay(in.readVarint()));

    static final Codec<LocalDateTime> LOCAL_DATE_TIME = of(
            (value, out) -> {
                LOCAL_DATE.write(value.toLocalDate(), out);
                LOCAL_TIME.write(value.toLocalTime(), out);
            },
            in -> LocalDateTime.of(LOCAL_DATE.read(in), LOCAL_TIME.read(in)));

    static final Codec<Instant> INSTANT = of(
            (value, out) -> {
                out.writeZigzag(value.getEpochSecond());
                out.writeVarint(value.getNano());
            },
            in -> Instant.ofEpochSecond(in.readZigzag(), in.readVarint()));

    static final Codec<Duration> DURATION = of(
            (value, out) -> {
                out.writeZigzag(value.getSeconds());
                out.writeVarint(value.getNano());
            },
            in -> Duration.ofSeconds(in.readZigzag(), in.readVarint()));

    static final Codec<UUID> UUIDS = of(
            (value, out) -> {
                out.writeFixed64(value.getMostSignificantBits());
                out.writeFixed64(value.getLeastSignificantBits());
            },
            in -> new UUID(in.readFixed64(), in.readFixed64()));

    private TimeCodecs() {}

    static <T> Codec<T> of(BiConsumer<T, PackedOutput> writer, Function<PackedInput, T> reader) {
        return new Codec<>() {
            @Override
            public void write(T value, PackedOutput out) {
                writer.accept(value, out);
            }

            @Override
            public T read(PackedInput in) {
                return reader.apply(in);
            }
        };
    }
}
