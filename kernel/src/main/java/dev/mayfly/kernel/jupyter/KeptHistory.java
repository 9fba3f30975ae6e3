package dev.mayfly.kernel.jupyter;

import java.io.IOException;
import java.io.PrintStream;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The history of earlier sessions, and the one writer that adds this session's cells to it: no cell waits for the file. It
 * is read when it is first needed. Safe for any thread.
 */
final class KeptHistory implements AutoCloseable {
    private static final long MOST_CLOSING_SECONDS = 2;
    /** Reading a long history would take its time from the first cells. */
    private static final long FIRST_SECONDS = 2;

    private final HistoryStore store;
    private final PrintStream log;
    private final ExecutorService writer = Subshell.executor("mayfly-history");
    private final CountDownLatch begins = new CountDownLatch(1);
    /** What the store held when it was first asked for; null before. */
    private @Nullable Earlier earlier;

    private boolean failed;

    /**
     * What was there before this session.
     *
     * @param session the number of this one: one more than the last that the store knows
     */
    record Earlier(List<History.Entry> entries, int session) {}

    /** @param log is told, once, if the store cannot be used */
    KeptHistory(HistoryStore store, PrintStream log) {
        this.store = store;
        this.log = log;
    }

    synchronized Earlier earlier() {
        Earlier known = earlier;
        if (known == null) {
            List<History.Entry> entries = List.of();
            try {
                store.trim();
                entries = store.read();
            } catch (IOException e) {
                tell(e);
            }
            int last = entries.stream().mapToInt(History.Entry::session).max().orElse(0);
            known = new Earlier(entries, last + 1);
            earlier = known;
        }
        return known;
    }

    /** Adds a cell of this session, after those that were added before, and returns at once. */
    void add(History.Cell cell) {
        writer.execute(() -> {
            awaitBegin();
            // INVARIANT: the first look comes before the first cell of this session is there to be seen.
            int session = earlier().session();
            try {
                store.add(cell.in(session));
            } catch (IOException e) {
                tell(e);
            }
        });
    }

    private void awaitBegin() {
        try {
            if (!begins.await(FIRST_SECONDS, TimeUnit.SECONDS)) {
                begins.countDown();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private synchronized void tell(IOException e) {
        if (!failed) {
            failed = true;
            log.println("mayfly: the history is not kept: " + e);
        }
    }

    /** Waits, for a limited time, until what was added is in the store. */
    @Override
    public void close() {
        begins.countDown();
        writer.shutdown();
        try {
            if (!writer.awaitTermination(MOST_CLOSING_SECONDS, TimeUnit.SECONDS)) {
                log.println("mayfly: the last cells are not in the history: its file cannot be written in time");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
