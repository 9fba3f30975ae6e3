package dev.mayfly.engine.spill;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mayfly.engine.file.JobFolder;
import dev.mayfly.engine.file.TemporaryFolders;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
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

    @Test
    void aFullMapIsFollowedByTheNextAndDeletedWithItsLastBlock(@TempDir Path base) throws Exception {
        try (TemporaryFolders folders = TemporaryFolders.below(base);
                JobFolder job = folders.newJob()) {
            ChronicleDisk disk = new ChronicleDisk(job, 4);
            int first = disk.write(0, block(1, 100));
            int second = disk.write(1, block(2, 3 * BlockStore.BLOCK_BYTES));
            int third = disk.write(10, block(3, 5 * BlockStore.BLOCK_BYTES + 7));
            int fourth = disk.write(20, block(4, 0));
            assertThat(List.of(first, second, third, fourth)).containsExactly(0, 0, 1, 2);
            assertThat(disk.read(0, 0, 100)).isEqualTo(block(1, 100));
            assertThat(disk.read(0, 1, 3 * BlockStore.BLOCK_BYTES)).isEqualTo(block(2, 3 * BlockStore.BLOCK_BYTES));
            assertThat(disk.read(1, 10, 5 * BlockStore.BLOCK_BYTES + 7))
                    .isEqualTo(block(3, 5 * BlockStore.BLOCK_BYTES + 7));
            assertThat(disk.read(2, 20, 0)).isEmpty();
            assertThatThrownBy(() -> disk.read(2, 21, 5))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("block 15 is missing");

            disk.release(0, 100);
            assertThat(job.path().toFile().list()).hasSize(3);
            disk.release(0, 3 * BlockStore.BLOCK_BYTES);
            assertThat(job.path().toFile().list()).hasSize(2);
            disk.close();
            assertThat(job.path()).isEmptyDirectory();
        }
    }

    @Test
    void aDiskThatRunsFullEndsInAMessageAndLeavesNoFile(@TempDir Path base) throws Exception {
        try (TemporaryFolders folders = TemporaryFolders.below(base)) {
            JobFolder job = folders.newJob();
            long[] free = {3L << 20};
            FreeSpace small = bytes -> {
                FreeSpace.requireLeft(job.path(), free[0], 1 << 20, bytes);
                free[0] -= bytes;
            };
            try (SpillSpace space = new SpillSpace(MemoryBudget.bytes(0), new ChronicleDisk(job), small, job::close)) {
                BlockGroup group = space.store().newGroup();
                assertThatThrownBy(() -> {
                            for (int i = 0; i < 1000; i++) {
                                group.append(block(i, BlockStore.BLOCK_BYTES), BlockStore.BLOCK_BYTES);
                            }
                        })
                        .isInstanceOf(SpillException.class)
                        .hasMessageContainingAll("No room to spill", job.path().toString(), "java.io.tmpdir");
                assertThat(space.spilledBytes()).isEqualTo(2 << 20);
            }
            assertThat(folders.path()).isEmptyDirectory();
        }
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void whatIsOnDiskDoesNotStayInTheMemoryOfTheProcess(@TempDir Path base) throws Exception {
        try (TemporaryFolders folders = TemporaryFolders.below(base);
                JobFolder job = folders.newJob()) {
            ChronicleDisk disk = new ChronicleDisk(job);
            int blocks = 3200;
            byte[] block = block(1, BlockStore.BLOCK_BYTES);
            for (int key = 0; key < blocks; key++) {
                disk.write(key, block);
            }
            assertThat(residentBytes(job)).isLessThan(128L << 20);
            for (int i = 0; i < blocks; i++) {
                assertThat(disk.read(0, i, block.length)).isEqualTo(block);
            }
            assertThat(residentBytes(job)).isLessThan(128L << 20);
            disk.close();
        }
    }

    /** What of a folder's mapped files is in memory, as {@code /proc/self/smaps} lists it. */
    private static long residentBytes(JobFolder job) throws IOException {
        String folder = job.path().toRealPath().toString();
        long kilobytes = 0;
        boolean inFolder = false;
        for (String line : Files.readAllLines(Path.of("/proc/self/smaps"))) {
            if (line.startsWith("Rss:")) {
                kilobytes += inFolder ? Long.parseLong(line.replaceAll("\\D", "")) : 0;
            } else if (line.matches("[0-9a-f]+-[0-9a-f]+ .*")) {
                inFolder = line.contains(folder);
            }
        }
        assertThat(kilobytes).isPositive();
        return kilobytes << 10;
    }

    private static byte[] block(int seed, int length) {
        byte[] block = new byte[length];
        new Random(seed).nextBytes(block);
        return block;
    }

    private static void fillReadAndClose(JobFolder job) throws Exception {
        try (SpillSpace space = new SpillSpace(job, MemoryBudget.bytes(1 << 20))) {
            List<String> rows = IntStream.range(0, 30_000)
                    .mapToObj(i -> "row " + i * 31 % 7919 + "x".repeat(i % 200))
                    .toList();
            MagicListBuilder<String> builder = space.newMagicList(space.codecs().values());
            RowStore<String> stored = space.newRows();
            try (RowStore<String>.Writer writer = stored.newWriter()) {
                for (String row : rows) {
                    builder.add(row);
                    writer.add(row);
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
            }
        }
    }

    private static List<String> inOrder(List<String> rows) {
        return rows.stream().sorted().toList();
    }

    private static List<String> byLength(List<String> rows) {
        return rows.stream().sorted(Comparator.comparing(String::length)).toList();
    }
}
