package dev.mayfly.kernel.jupyter;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

final class OutputQueueTest {
    private static final long DELAY = OutputQueue.DELAY.toNanos();
    private static final ObjectNode CELL = Json.object().put("msg_id", "1");
    private static final ObjectNode OTHER = Json.object().put("msg_id", "2");

    private final AtomicInteger news = new AtomicInteger();
    private final OutputQueue queue = new OutputQueue(news::incrementAndGet);

    @Test
    void textWaitsForMoreAndThenGoesAsOne() {
        queue.print(CELL, "stdout", "a", 0);
        queue.print(CELL, "stdout", "b", DELAY / 2);
        assertThat(queue.nanosUntilDue(DELAY - 1)).isEqualTo(1);
        assertThat(queue.takeDue(DELAY - 1)).isEmpty();
        assertThat(shown(queue.takeDue(DELAY))).containsExactly("1 stdout ab");
        assertThat(queue.nanosUntilDue(DELAY)).isEqualTo(-1);
    }

    @Test
    void aMessageTakesAllTextBeforeItAlongAndNoneAfterIt() {
        queue.print(CELL, "stdout", "before", 0);
        queue.add(List.of(new byte[0]));
        queue.print(CELL, "stdout", "after", 1);
        assertThat(queue.nanosUntilDue(2)).isZero();
        assertThat(shown(queue.takeDue(2))).containsExactly("1 stdout before", "message");
        assertThat(shown(queue.takeDue(1 + DELAY))).containsExactly("1 stdout after");
    }

    @Test
    void streamsAndCellsKeepTheirOrder() {
        queue.print(CELL, "stdout", "1", 0);
        queue.print(CELL, "stderr", "2", 0);
        queue.print(OTHER, "stderr", "3", 0);
        queue.print(CELL, "stdout", "4", 0);
        assertThat(shown(queue.takeDue(DELAY))).containsExactly("1 stdout 1", "1 stderr 2", "2 stderr 3", "1 stdout 4");
    }

    @Test
    void aFloodIsDueAtOnceAndInChunks() {
        String piece = "x".repeat(OutputQueue.CHUNK_CHARACTERS / 2);
        for (int i = 0; i < 5; i++) {
            queue.print(CELL, "stdout", piece, 0);
        }
        assertThat(queue.nanosUntilDue(0)).isZero();
        List<String> now = shown(queue.takeDue(0));
        List<String> later = shown(queue.takeDue(DELAY));
        assertThat(now).hasSize(2);
        assertThat(later).hasSize(1);
    }

    @Test
    void theWriterIsWokenForTheFirstTextAndForAMessageAlone() {
        queue.print(CELL, "stdout", "a", 0);
        queue.print(CELL, "stdout", "b", 0);
        queue.print(CELL, "stdout", "", 0);
        assertThat(news).hasValue(1);
        queue.add(List.of(new byte[0]));
        assertThat(news).hasValue(2);
    }

    @Test
    void halfACharacterWaitsForItsOtherHalfOnce() {
        queue.print(CELL, "stdout", "a\ud83d", 0);
        assertThat(shown(queue.takeDue(DELAY))).containsExactly("1 stdout a");
        queue.print(CELL, "stdout", "\ude00", DELAY);
        assertThat(shown(queue.takeDue(2 * DELAY))).containsExactly("1 stdout \ud83d\ude00");
        queue.print(CELL, "stdout", "\ud83d", 0);
        assertThat(shown(queue.takeDue(DELAY))).containsExactly("1 stdout \ud83d");
    }

    @Test
    void aPrinterFarAheadIsHeldUntilTheWriterHasCaughtUp() throws InterruptedException {
        String piece = "x".repeat(OutputQueue.CHUNK_CHARACTERS);
        int pieces = 3 * OutputQueue.MOST_CHARACTERS / OutputQueue.CHUNK_CHARACTERS;
        Thread printer = Daemons.start("printer", () -> {
            for (int i = 0; i < pieces; i++) {
                queue.print(CELL, "stdout", piece, 0);
            }
        });
        int taken = 0;
        while (taken < pieces) {
            if (printer.getState() == Thread.State.WAITING || !printer.isAlive()) {
                List<OutputQueue.Item> due = queue.takeDue(DELAY);
                assertThat(due.size()).isLessThanOrEqualTo(OutputQueue.MOST_CHARACTERS / piece.length() + 1);
                taken += due.size();
            }
            Thread.onSpinWait();
        }
        printer.join();
        assertThat(taken).isEqualTo(pieces);
    }

    @Test
    void closingMakesAllDueAndTakesNoMore() {
        queue.print(CELL, "stdout", "last", 0);
        queue.close();
        queue.print(CELL, "stdout", "lost", 0);
        queue.add(List.of(new byte[0]));
        assertThat(shown(queue.takeDue(0))).containsExactly("1 stdout last");
    }

    @Test
    void whatManyThreadsPrintArrivesWholeAndEachThreadInOrder() throws InterruptedException {
        int threads = 4;
        int lines = 5_000;
        List<Thread> printers = new ArrayList<>();
        for (int t = 0; t < threads; t++) {
            String mark = Character.toString('a' + t);
            printers.add(Daemons.start("printer", () -> {
                for (int i = 0; i < lines; i++) {
                    queue.print(CELL, "stdout", mark + i + "\n", 0);
                }
            }));
        }
        for (Thread printer : printers) {
            printer.join();
        }
        String all = queue.takeDue(DELAY).stream()
                .map(item -> ((OutputQueue.Item.Printed) item).text())
                .collect(Collectors.joining());
        for (int t = 0; t < threads; t++) {
            String mark = Character.toString('a' + t);
            List<Integer> numbers = all.lines()
                    .filter(line -> line.startsWith(mark))
                    .map(line -> Integer.valueOf(line.substring(1)))
                    .toList();
            assertThat(numbers).hasSize(lines).isSorted();
        }
    }

    private static List<String> shown(List<OutputQueue.Item> items) {
        return items.stream()
                .map(item -> item instanceof OutputQueue.Item.Printed printed
                        ? printed.parent().path("msg_id").asText() + " " + printed.stream() + " " + printed.text()
                        : "message")
                .toList();
    }
}
