package dev.mayfly.engine.spill;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mayfly.engine.file.JobFolder;
import dev.mayfly.engine.file.TemporaryFolders;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole room with the real Chronicle Map below it. */
class SpillSpaceTest {
    @Test
    void whatExceedsTheBudgetIsReadBackFromDiskAndThenDeleted(@TempDir Path base) throws Exception {
        try (TemporaryFolders folders = TemporaryFolders.below(base)) {
            fillReadAndClose(folders.newJob());
            assertThat(folders.path()).isEmptyDirectory();
        }
        assertThat(base.resolve("mayfly-" + System.getProperty("user.name"))).isEmptyDirectory();
    }

    private static void fillReadAndClose(JobFolder job) throws Exception {
        try (SpillSpace space = new SpillSpace(job, MemoryBudget.bytes(1 << 20))) {
            List<String> rows = IntStream.range(0, 30_000)
                    .mapToObj(i -> "row " + i * 31 % 7919 + "x".repeat(i % 200))
                    .toList();
            MagicListBuilder<String> builder = space.newMagicList(space.codecs().values());
            RowStore<String> stored = space.newRows();
            PartitionedRecords partitions = space.newPartitions(3);
            try (RowStore<String>.Writer writer = stored.newWriter();
                    PartitionedRecords.Writer pairs = partitions.newWriter()) {
                for (String row : rows) {
                    builder.add(row);
                    writer.add(row);
                    byte[] bytes = row.getBytes(UTF_8);
                    pairs.append(row.length() % 3, bytes, 0, bytes.length, bytes, 4, bytes.length - 4);
                }
                String large = "large".repeat(50_000);
                writer.add(large);
            }
            try (PackedMagicList<String> list = builder.build();
                    SortedRows<String> sorted = space.sort(rows.iterator(), Comparator.comparing(String::length))) {
                assertThat(space.spilledBytes()).isGreaterThan(5 << 20);
                assertThat(job.path().toFile().list()).hasSize(1);
                assertThat(list.stream().sorted().toList()).isEqualTo(inOrder(rows));
                assertThat(sorted.stream().toList()).isEqualTo(byLength(rows));
                assertThat(stored.count()).isEqualTo(30_001);
                assertThat(stored.stream().limit(30_000).toList()).isEqualTo(rows);
                assertThat(stored.stream().skip(30_000)).containsExactly("large".repeat(50_000));
                assertThat(inOrder(pairs(partitions))).isEqualTo(inOrder(rows));
            }
        }
    }

    private static List<String> inOrder(List<String> rows) {
        return rows.stream().sorted().toList();
    }

    private static List<String> byLength(List<String> rows) {
        return rows.stream().sorted(Comparator.comparing(String::length)).toList();
    }

    private static List<String> pairs(PartitionedRecords partitions) {
        List<String> keys = new ArrayList<>();
        for (int i = 0; i < partitions.partitions(); i++) {
            for (PairCursor pair = partitions.read(i); pair.next(); ) {
                String key = new String(pair.array(), pair.keyOffset(), pair.keyLength(), UTF_8);
                String value = new String(pair.array(), pair.valueOffset(), pair.valueLength(), UTF_8);
                assertThat(key).endsWith(value).hasSize(value.length() + 4);
                assertThat(key.length() % 3).isEqualTo(i);
                keys.add(key);
            }
        }
        return keys;
    }
}
