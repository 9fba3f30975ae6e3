package dev.mayfly.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.luben.zstd.Zstd;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.parquet.ParquetReadOptions;
import org.apache.parquet.bytes.BytesInput;
import org.apache.parquet.column.page.PageReadStore;
import org.apache.parquet.compression.CompressionCodecFactory;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.convert.GroupRecordConverter;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.io.ColumnIOFactory;
import org.apache.parquet.io.LocalInputFile;
import org.apache.parquet.io.RecordReader;
import org.apache.parquet.schema.MessageType;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Parquet files, read back by Parquet's own reader. */
final class ParquetFileTest {
    enum Level {
        LOW,
        HIGH {
            @Override
            public String toString() {
                return "high!";
            }
        }
    }

    record Client(String ip, Optional<Integer> port) {}

    record Row(
            String text,
            boolean flag,
            byte small,
            short less,
            int count,
            long bytes,
            float single,
            double twice,
            @Nullable Integer boxed,
            BigDecimal price,
            BigInteger whole,
            Level level,
            LocalDate day,
            LocalDateTime local,
            Instant at,
            Optional<String> note,
            Client client,
            List<@Nullable String> tags,
            Map<String, Long> sizes) {}

    private final Path folder;

    ParquetFileTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @Test
    void everyTypeOfComponentIsReadBack() throws IOException {
        Row row = new Row(
                "é",
                true,
                (byte) -1,
                (short) -300,
                Integer.MIN_VALUE,
                Long.MAX_VALUE,
                1.5f,
                -2.25,
                null,
                new BigDecimal("-12.30"),
                new BigInteger("-12345678901234567890"),
                Level.HIGH,
                LocalDate.of(1969, 12, 31),
                LocalDateTime.of(2026, 1, 31, 10, 20, 30, 1000),
                Instant.parse("1969-12-31T23:59:59.999999Z"),
                Optional.empty(),
                new Client("::1", Optional.of(80)),
                Arrays.asList("a", null, "b"),
                Map.of("x", 7L));
        Group group = write(List.of(row)).get(0);
        assertThat(group.getString("text", 0)).isEqualTo("é");
        assertThat(group.getBoolean("flag", 0)).isTrue();
        assertThat(group.getInteger("small", 0)).isEqualTo(-1);
        assertThat(group.getInteger("less", 0)).isEqualTo(-300);
        assertThat(group.getInteger("count", 0)).isEqualTo(Integer.MIN_VALUE);
        assertThat(group.getLong("bytes", 0)).isEqualTo(Long.MAX_VALUE);
        assertThat(group.getFloat("single", 0)).isEqualTo(1.5f);
        assertThat(group.getDouble("twice", 0)).isEqualTo(-2.25);
        assertThat(group.getFieldRepetitionCount("boxed")).isZero();
        assertThat(decimal(group, "price", 18)).isEqualByComparingTo("-12.30");
        assertThat(decimal(group, "whole", 0)).isEqualByComparingTo("-12345678901234567890");
        assertThat(group.getString("level", 0)).isEqualTo("HIGH");
        assertThat(group.getInteger("day", 0)).isEqualTo(-1);
        assertThat(group.getLong("local", 0)).isEqualTo(1_769_854_830_000_001L);
        assertThat(group.getLong("at", 0)).isEqualTo(-1);
        assertThat(group.getFieldRepetitionCount("note")).isZero();
        assertThat(group.getGroup("client", 0).getInteger("port", 0)).isEqualTo(80);
        Group tags = group.getGroup("tags", 0);
        assertThat(tags.getFieldRepetitionCount("list")).isEqualTo(3);
        assertThat(tags.getGroup("list", 1).getFieldRepetitionCount("element")).isZero();
        assertThat(tags.getGroup("list", 2).getString("element", 0)).isEqualTo("b");
        Group size = group.getGroup("sizes", 0).getGroup("key_value", 0);
        assertThat(size.getString("key", 0)).isEqualTo("x");
        assertThat(size.getLong("value", 0)).isEqualTo(7);
    }

    @Test
    void theSchemaSaysWhatTextTimesAndNumbersMean() throws IOException {
        write(List.of(new Pair<>(Level.LOW, List.of(Instant.EPOCH))));
        assertThat(schema().toString().replaceAll("\\s+", " "))
                .isEqualTo(
                        "message row { optional binary key (ENUM); optional group value (LIST) { repeated group list {"
                                + " optional int64 element (TIMESTAMP(MICROS,true)); } } } ");
    }

    @Test
    void aPairsColumnsAreKnownByItsFirstRows() throws IOException {
        List<Pair<String, Optional<Integer>>> rows = List.of(
                new Pair<>("a", Optional.empty()), new Pair<>("b", Optional.of(2)), new Pair<>("c", Optional.empty()));
        List<Group> groups = write(rows);
        assertThat(groups).hasSize(3);
        assertThat(groups.get(0).getFieldRepetitionCount("value")).isZero();
        assertThat(groups.get(1).getInteger("value", 0)).isEqualTo(2);
        assertThat(write(List.of("x", "y")).get(1).getString("value", 0)).isEqualTo("y");
        assertThat(write(List.of())).isEmpty();
    }

    @Test
    void manyRowsGoToManyRowGroupsInTheirOrder() throws IOException {
        int count = 60_000;
        Random random = new Random(5);
        byte[] noise = new byte[750];
        List<Group> groups = write(IntStream.range(0, count)
                .mapToObj(i -> {
                    random.nextBytes(noise);
                    return new Pair<>(i, Base64.getEncoder().encodeToString(noise));
                })
                .toList());
        assertThat(groups).hasSize(count);
        for (int i = 0; i < count; i++) {
            assertThat(groups.get(i).getInteger("key", 0)).isEqualTo(i);
        }
        try (ParquetFileReader reader = open()) {
            assertThat(reader.getRowGroups()).hasSizeGreaterThan(1);
            assertThat(reader.getRowGroups().get(0).getColumns().get(0).getCodec())
                    .isEqualTo(CompressionCodecName.ZSTD);
        }
    }

    @Test
    void aRowThatDoesNotFitNamesItselfAndNoFileAppears() {
        record Price(BigDecimal price) {}
        assertFails(List.of(new Price(new BigDecimal("1e-19"))), "row 1, column price: 1E-19 does not fit");
        assertFails(
                IntStream.range(0, 1001)
                        .mapToObj(i -> new Pair<>("a", i < 1000 ? (Object) 1 : "x"))
                        .toList(),
                "row 1,001, column value: found a String where rows before have a Integer");
        assertFails(
                List.of(new Pair<>("a", 1), new Pair<>("a", 1L)), "value of type Integer and Long cannot be written");
        assertFails(List.of(new Pair<>("a", new StringBuilder())), "value of type StringBuilder cannot be written");
    }

    private void assertFails(List<?> rows, String message) {
        assertThatThrownBy(() -> new ParquetFile(file()).write(rows.stream())).hasMessageContaining(message);
        assertThat(folder).isEmptyDirectory();
    }

    private Path file() {
        return folder.resolve("rows.parquet");
    }

    private List<Group> write(List<?> rows) throws IOException {
        Sink.Receipt receipt = new ParquetFile(file()).write(rows.stream());
        assertThat(receipt.rows()).isEqualTo(rows.size());
        assertThat(receipt.bytes()).isEqualTo(Files.size(file()));
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files).containsExactly(file());
        }
        List<Group> groups = new ArrayList<>();
        try (ParquetFileReader reader = open()) {
            MessageType schema = schema();
            for (PageReadStore pages = reader.readNextRowGroup(); pages != null; pages = reader.readNextRowGroup()) {
                RecordReader<Group> records = new ColumnIOFactory()
                        .getColumnIO(schema)
                        .getRecordReader(pages, new GroupRecordConverter(schema));
                for (long i = 0; i < pages.getRowCount(); i++) {
                    groups.add(records.read());
                }
            }
        }
        return groups;
    }

    private MessageType schema() throws IOException {
        try (ParquetFileReader reader = open()) {
            return reader.getFooter().getFileMetaData().getSchema();
        }
    }

    private ParquetFileReader open() throws IOException {
        return ParquetFileReader.open(
                new LocalInputFile(file()),
                ParquetReadOptions.builder(new PlainParquetConfiguration())
                        .withCodecFactory(new Unzstd())
                        .build());
    }

    /** Parquet's own decompressor of zstd needs more of Hadoop than its reader does. */
    private static final class Unzstd
            implements CompressionCodecFactory, CompressionCodecFactory.BytesInputDecompressor {
        @Override
        public BytesInputCompressor getCompressor(CompressionCodecName codec) {
            throw new UnsupportedOperationException("nothing is written here");
        }

        @Override
        public BytesInputDecompressor getDecompressor(CompressionCodecName codec) {
            assertThat(codec).isEqualTo(CompressionCodecName.ZSTD);
            return this;
        }

        @Override
        public BytesInput decompress(BytesInput bytes, int size) throws IOException {
            return BytesInput.from(Zstd.decompress(bytes.toInputStream().readAllBytes(), size));
        }

        @Override
        public void decompress(ByteBuffer from, int compressed, ByteBuffer to, int size) {
            throw new UnsupportedOperationException("pages are on the heap");
        }

        @Override
        public void release() {}
    }

    private static BigDecimal decimal(Group group, String column, int scale) {
        return new BigDecimal(new BigInteger(group.getBinary(column, 0).getBytes()), scale);
    }
}
