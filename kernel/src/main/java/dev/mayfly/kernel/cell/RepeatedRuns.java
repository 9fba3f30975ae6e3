package dev.mayfly.kernel.cell;

import java.util.Arrays;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** Runs code again and again and says how long one run takes: the median of some rounds, each long enough to measure. */
final class RepeatedRuns {
    private static final int ROUNDS = 7;
    private static final long LEAST_ROUND_NANOS = 100_000_000;
    private static final int MOST_RUNS = 1 << 24;

    /** Keeps what the code gives from being left out as useless. */
    private final AtomicReference<@Nullable Object> last = new AtomicReference<>();

    /** Measures, and says what was found in a line. */
    String of(Callable<? extends @Nullable Object> code) throws Exception {
        int runs = 1;
        long took = round(code, runs);
        while (took < LEAST_ROUND_NANOS && runs < MOST_RUNS) {
            double more = took <= 0 ? 10 : Math.min(10, 1.2 * LEAST_ROUND_NANOS / took);
            runs = (int) Math.min(MOST_RUNS, Math.max(runs + 1L, (long) (runs * more)));
            took = round(code, runs);
        }
        double[] each = new double[ROUNDS];
        for (int i = 0; i < ROUNDS; i++) {
            each[i] = round(code, runs) / (double) runs;
        }
        Arrays.sort(each);
        return String.format(
                Locale.ROOT,
                "%s a run, %s to %s (%d rounds of %,d)",
                time(each[ROUNDS / 2]),
                time(each[0]),
                time(each[ROUNDS - 1]),
                ROUNDS,
                runs);
    }

    private long round(Callable<? extends @Nullable Object> code, int runs) throws Exception {
        long start = System.nanoTime();
        for (int i = 0; i < runs; i++) {
            last.lazySet(code.call());
        }
        return System.nanoTime() - start;
    }

    private static String time(double nanos) {
        return nanos < 1e3
                ? String.format(Locale.ROOT, "%.1f ns", nanos)
                : nanos < 1e6
                        ? String.format(Locale.ROOT, "%.2f µs", nanos / 1e3)
                        : nanos < 1e9
                                ? String.format(Locale.ROOT, "%.2f ms", nanos / 1e6)
                                : String.format(Locale.ROOT, "%.2f s", nanos / 1e9);
    }
}
