package dev.mayfly.engine.spill;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class RowsAndSortsTest {
    private record Row(int key, int position) {}

    @Property(tries = 30)
    void sortingIsStableAndCompleteWhateverTheBudget(
            @ForAll @IntRange(min = 0, max = 3_000) int count,
            @ForAll @IntRange(min = 1, max = 200) int keys,
            @ForAll @IntRange(min = 0, max = 1 << 17) int budget) {
        List<Row> rows = rows(count, keys);
        try (SpillSpace space = Spaces.withBudget(budget)) {
            // Runs so short that they must be merged in several rounds.
            ExternalSort<Row> sort =
                    new ExternalSort<>(space, space.codecs().values(), Comparator.comparingInt(Row::key), 1 << 12);
            try (SortedRows<Row> sorted = sort.sort(rows.iterator())) {
                List<Row> expected = new ArrayList<>(rows);
                expected.sort(Comparator.comparingInt(Row::key));
                assertThat(sorted.count()).isEqualTo(count);
                assertThat(sorted.stream().toList()).as("first reading").isEqualTo(expected);
                assertThat(sorted.stream().toList()).as("second reading").isEqualTo(expected);
            }
            assertThat(space.budget().reserved()).isZero();
        }
    }

    private static List<Row> rows(int count, int keys) {
        return IntStream.range(0, count)
                .mapToObj(i -> new Row((int) (i * 2654435761L % keys), i))
                .toList();
    }

    @Test
    void anOrderThatThrowsLeavesNothingReserved() {
        try (SpillSpace space = Spaces.withBudget(1 << 20)) {
            Comparator<Row> broken = (one, other) -> {
                if (one.position() > 100 || other.position() > 100) {
                    throw new IllegalStateException("my own bug");
                }
                return 0;
            };
            assertThatThrownBy(() -> space.sort(rows(1000, 10).iterator(), broken))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage("my own bug");
            assertThat(space.budget().reserved()).isZero();
        }
    }

    @Property(tries = 15)
    void rowsAreReadInTheOrderOfTheirWriters(
            @ForAll @IntRange(min = 0, max = 3_000) int count,
            @ForAll @IntRange(min = 0, max = 300_000) int budget,
            @ForAll Random random) {
        try (SpillSpace space = Spaces.withBudget(budget);
                RowStore<String> rows = space.newRows(TextCodec.INSTANCE)) {
            List<RowStore<String>.Writer> writers = List.of(rows.newWriter(), rows.newWriter(), rows.newWriter());
            for (int i = 0; i < count; i++) {
                write("row " + i, writers.get(i % 3), random);
            }
            writers.forEach(RowStore.Writer::close);
            List<String> expected = IntStream.range(0, 3)
                    .boxed()
                    .flatMap(w ->
                            IntStream.range(0, count).filter(i -> i % 3 == w).mapToObj(i -> "row " + i))
                    .toList();
            assertThat(rows.count()).isEqualTo(count);
            assertThat(rows.stream().toList()).isEqualTo(expected);
            List<String> iterated = new ArrayList<>();
            rows.stream().iterator().forEachRemaining(iterated::add);
            assertThat(iterated).isEqualTo(expected);
        }
    }

    /** In one of the ways in which rows can be written. */
    private static void write(String row, RowStore<String>.Writer writer, Random random) {
        if (random.nextInt(3) == 0) {
            writer.add(row);
        } else if (random.nextInt(3) == 0) {
            writer.add(row, row.length() + 1);
        } else {
            TextCodec.INSTANCE.write(row, writer.packed());
            writer.endPacked();
        }
    }

    @Property(tries = 15)
    void rowsOfASectionAreReadInTheOrderOfItsPiecesWhoeverWroteThemAndWhen(
            @ForAll @IntRange(min = 0, max = 200_000) int budget, @ForAll long seed) {
        Random random = new Random(seed);
        try (SpillSpace space = Spaces.withBudget(budget);
                RowStore<String> rows = space.newRows(TextCodec.INSTANCE)) {
            List<String> expected = new ArrayList<>();
            for (int s = 0; s < 3; s++) {
                RowStore<String>.Section section = rows.newSection();
                List<RowStore<String>.Writer> writers = new ArrayList<>();
                List<RowStore<String>.Piece> pieces = new ArrayList<>();
                for (int i = 0; i < 20; i++) {
                    pieces.add(section.newPiece());
                }
                for (int piece : shuffled(20, random)) {
                    RowStore<String>.Piece next = pieces.get(piece);
                    RowStore<String>.Writer writer = writers.stream()
                            .filter(before -> before.isBefore(next))
                            .findAny()
                            .orElseGet(() -> {
                                writers.add(section.newWriter());
                                return writers.get(writers.size() - 1);
                            });
                    writer.begin(next);
                    for (int row = 0; row < piece * 7 % 31; row++) {
                        write(piece + " " + row, writer, random);
                    }
                }
                section.close();
                for (int piece = 0; piece < 20; piece++) {
                    for (int row = 0; row < piece * 7 % 31; row++) {
                        expected.add(piece + " " + row);
                    }
                }
            }
            assertThat(rows.count()).isEqualTo(expected.size());
            assertThat(rows.stream().toList()).isEqualTo(expected);
            assertThat(rows.stream().toList()).isEqualTo(expected);
        }
    }

    @Test
    void aWriterRefusesAPieceBeforeItsLast() {
        try (SpillSpace space = Spaces.withBudget(0);
                RowStore<String> rows = space.newRows()) {
            RowStore<String>.Section section = rows.newSection();
            RowStore<String>.Piece first = section.newPiece();
            RowStore<String>.Piece second = section.newPiece();
            RowStore<String>.Writer writer = section.newWriter();
            writer.begin(second);
            assertThat(writer.isBefore(first)).isFalse();
            assertThatThrownBy(() -> writer.begin(first))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("another writer");
        }
    }

    private static List<Integer> shuffled(int count, Random random) {
        List<Integer> numbers =
                new ArrayList<>(IntStream.range(0, count).boxed().toList());
        Collections.shuffle(numbers, random);
        return numbers;
    }

    @Test
    @Timeout(60)
    void anIteratorReadsNoMoreThanItIsAskedFor() {
        FakeDisk disk = new FakeDisk();
        try (SpillSpace space = new SpillSpace(MemoryBudget.bytes(0), disk, bytes -> {}, () -> {});
                RowStore<String> rows = space.newRows()) {
            try (RowStore<String>.Writer writer = rows.newWriter()) {
                for (int i = 0; i < 4_000; i++) {
                    writer.add("x".repeat(1_000));
                }
            }
            while (space.spilledBytes() < 4_000_000) {
                Thread.onSpinWait();
            }
            assertThat(rows.stream().iterator().next()).hasSize(1_000);
            assertThat(disk.reads).isBetween(1, 3);
            try (SortedRows<String> sorted = space.sort(rows.stream().iterator(), Comparator.naturalOrder())) {
                assertThat(sorted.iterator().next()).hasSize(1_000);
                assertThat(sorted.count()).isEqualTo(4_000);
            }
        }
    }

    private static final class Opaque {}

    @Test
    void rowsWithoutAnEncodingStayOnTheHeapAndFailByNameWhenTheyMustLeaveIt() {
        try (SpillSpace space = Spaces.withBudget(1 << 20);
                RowStore<Object> rows = space.newRows()) {
            Opaque row = new Opaque();
            try (RowStore<Object>.Writer writer = rows.newWriter()) {
                writer.add(row);
            }
            assertThat(rows.stream().toList().get(0)).isSameAs(row);
            RowStore<Object>.Writer writer = rows.newWriter();
            assertThatThrownBy(() -> {
                        for (int i = 0; i < 10_000; i++) {
                            writer.add(new Opaque());
                        }
                    })
                    .isInstanceOf(SpillException.class)
                    .hasMessageContaining("Opaque cannot be stored");
        }
    }

    @Test
    void aRowThatIsPackedByItsWriterIsNoObjectWhereThereAreMany() {
        try (SpillSpace space = Spaces.withBudget(1 << 20);
                RowStore<String> rows = space.newRows(TextCodec.INSTANCE)) {
            long before;
            try (RowStore<String>.Writer writer = rows.newWriter()) {
                int objects = 0;
                while (!writer.wantsPacked()) {
                    writer.add("row " + objects++, 8);
                }
                assertThat(objects).isBetween(1, 1_000);
                before = space.budget().reserved();
                for (int i = objects; i < 20_000; i++) {
                    assertThat(writer.wantsPacked()).isTrue();
                    TextCodec.INSTANCE.write("row " + i, writer.packed());
                    writer.endPacked();
                }
            }
            assertThat(space.budget().reserved() - before).isBetween(9L * 19_000, 12L * 20_000);
            assertThat(space.spilledBytes()).isZero();
            assertThat(rows.stream().skip(19_999)).containsExactly("row 19999");
        }
    }

    @Test
    void closedRowsGiveBackWhatTheyTook() {
        MemoryBudget budget = MemoryBudget.bytes(1 << 20);
        try (SpillSpace space = new SpillSpace(budget, new FakeDisk(), bytes -> {}, () -> {})) {
            RowStore<Integer> rows = space.newRows();
            try (RowStore<Integer>.Writer writer = rows.newWriter()) {
                IntStream.range(0, 100_000).forEach(writer::add);
            }
            assertThat(budget.reserved()).isGreaterThan(900_000);
            rows.close();
            assertThat(budget.reserved()).isZero();
            assertThat(rows.count()).isZero();
            Iterator<Integer> none = rows.stream().iterator();
            assertThat(none.hasNext()).isFalse();
        }
    }

    @Test
    void aClosedSpaceGivesBackWhatNobodyReleased() {
        MemoryBudget budget = MemoryBudget.bytes(1 << 20);
        try (SpillSpace space = new SpillSpace(budget, new FakeDisk(), bytes -> {}, () -> {})) {
            space.sort(rows(100, 10).iterator(), Comparator.comparingInt(Row::key));
            space.store().newGroup().append(new byte[1000], 1000);
            assertThat(budget.reserved()).isGreaterThan(1000);
        }
        assertThat(budget.reserved()).isZero();
    }
}
