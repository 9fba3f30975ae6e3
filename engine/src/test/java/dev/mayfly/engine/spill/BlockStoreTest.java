package dev.mayfly.engine.spill;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class BlockStoreTest {
    private final FakeDisk disk = new FakeDisk();

    @Property(tries = 30)
    void blocksAreReadInOrderWhereverTheyAre(@ForAll @IntRange(min = 0, max = 5000) int budget) {
        try (BlockStore store = new BlockStore(MemoryBudget.bytes(budget), new FakeDisk(), bytes -> {})) {
            List<BlockGroup> groups = List.of(store.newGroup(), store.newGroup());
            for (int i = 0; i < 100; i++) {
                groups.get(i % 2).append(block(i), 100);
            }
            for (int reading = 0; reading < 2; reading++) {
                assertThat(firstBytes(groups.get(0))).isEqualTo(evens(0));
                assertThat(firstBytes(groups.get(1))).isEqualTo(evens(1));
            }
            assertThat(groups.get(1).bytes()).isEqualTo(5000);
        }
    }

    private static List<Integer> evens(int from) {
        return IntStream.range(0, 50).map(i -> 2 * i + from).boxed().toList();
    }

    private static byte[] block(int first) {
        byte[] block = new byte[200];
        block[0] = (byte) first;
        return block;
    }

    private static List<Integer> firstBytes(BlockGroup group) {
        List<Integer> all = new ArrayList<>();
        BlockReader reader = group.read();
        for (byte[] block = reader.next(); block != null; block = reader.next()) {
            assertThat(block).hasSize(100);
            all.add((int) block[0]);
        }
        return all;
    }

    @Test
    @Timeout(60)
    void blocksStayOnTheHeapWhileTheBudgetLasts() {
        MemoryBudget budget = MemoryBudget.bytes(1000);
        try (BlockStore store = new BlockStore(budget, disk, bytes -> {})) {
            BlockGroup group = store.newGroup();
            for (int i = 0; i < 10; i++) {
                group.append(block(i), 100);
            }
            assertThat(budget.reserved()).isEqualTo(1000);
            assertThat(store.spilledBlocks()).isZero();
            group.append(block(10), 100);
            assertThat(firstBytes(group)).hasSize(11);
            group.release();
            assertThat(budget.reserved()).isZero();
            assertThat(firstBytes(group)).isEmpty();
        }
    }

    @Test
    @Timeout(60)
    void releasedBlocksAreReleasedOnDiskToo() {
        try (BlockStore store = new BlockStore(MemoryBudget.bytes(0), disk, bytes -> {})) {
            BlockGroup first = store.newGroup();
            BlockGroup second = store.newGroup();
            for (int i = 0; i < 100; i++) {
                first.append(block(i), 100);
                second.append(block(i), 100);
            }
            while (store.spilledBlocks() < 200) {
                Thread.onSpinWait();
            }
            first.release();
            while (disk.liveBlocks > 100) {
                Thread.onSpinWait();
            }
            assertThat(firstBytes(second)).hasSize(100);
        }
    }

    @Test
    @Timeout(60)
    void anErrorOfTheDiskReachesTheProducers() {
        disk.failAfter = 5;
        try (BlockStore store = new BlockStore(MemoryBudget.bytes(0), disk, bytes -> {})) {
            BlockGroup group = store.newGroup();
            assertThatThrownBy(() -> {
                        for (int i = 0; i < 1000; i++) {
                            group.append(block(i), 100);
                        }
                    })
                    .isInstanceOf(SpillException.class)
                    .hasMessageContaining("the disk is on fire");
        }
    }

    @Test
    @Timeout(60)
    void aDiskThatRunsFullFailsTheJobBeforeTheWriteAndNamesWhatToDo() {
        long[] free = {1000};
        FreeSpace space = bytes -> {
            free[0] -= bytes;
            FreeSpace.requireLeft(Path.of("/spill"), free[0], 300, bytes);
        };
        try (BlockStore store = new BlockStore(MemoryBudget.bytes(0), disk, space)) {
            BlockGroup group = store.newGroup();
            assertThatThrownBy(() -> {
                        for (int i = 0; i < 1000; i++) {
                            group.append(block(i), 100);
                        }
                    })
                    .isInstanceOf(SpillException.class)
                    .hasMessageContaining("/spill has 300 bytes free, and 400 are needed")
                    .hasMessageContaining("java.io.tmpdir");
            assertThat(disk.writes).isEqualTo(6);
        }
    }

    @Test
    @Timeout(60)
    void anInterruptNeitherBreaksTheStoreNorGetsLost() {
        try (BlockStore store = new BlockStore(MemoryBudget.bytes(0), disk, bytes -> {})) {
            BlockGroup group = store.newGroup();
            Thread.currentThread().interrupt();
            for (int i = 0; i < 100; i++) {
                group.append(block(i), 100);
            }
            assertThat(firstBytes(group)).hasSize(100);
            assertThat(Thread.interrupted()).isTrue();
        }
    }

    @Test
    @Timeout(60)
    void nothingIsReadFromAClosedStore() {
        BlockStore store = new BlockStore(MemoryBudget.bytes(0), disk, bytes -> {});
        BlockGroup group = store.newGroup();
        for (int i = 0; i < 100; i++) {
            group.append(block(i), 100);
        }
        store.close();
        store.close();
        assertThatThrownBy(() -> firstBytes(group))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("its job has ended");
        assertThatThrownBy(() -> group.append(block(1), 100)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    @Timeout(60)
    void sharesOfABudgetTogetherNeverExceedIt() {
        MemoryBudget whole = MemoryBudget.bytes(100);
        MemoryBudget one = whole.newShare();
        MemoryBudget other = whole.newShare();
        assertThat(one.tryReserve(60)).isTrue();
        assertThat(other.tryReserve(60)).isFalse();
        assertThat(other.tryReserve(40)).isTrue();
        one.closeShare();
        one.release(60);
        assertThat(one.tryReserve(1)).isFalse();
        assertThat(whole.reserved()).isEqualTo(40);
        assertThatThrownBy(() -> whole.release(41)).isInstanceOf(IllegalStateException.class);
    }
}
