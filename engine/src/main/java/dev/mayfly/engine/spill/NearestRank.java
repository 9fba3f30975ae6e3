package dev.mayfly.engine.spill;

import java.math.BigDecimal;
import java.math.RoundingMode;

/** The rank of a percentile among sorted values: one rule for every backend. */
public final class NearestRank {
    private NearestRank() {}

    /**
     * The rank, from 1, of the percentile p of n values: the least whole number of at least p n. The p is the decimal
     * number that it prints as, so that 0.07 of 100 is 7; in binary arithmetic it would be 8.
     *
     * @throws IllegalArgumentException if p is not greater than 0 and at most 1, or n is less than 1
     */
    public static long of(double p, long n) {
        if (!(p > 0 && p <= 1)) {
            throw new IllegalArgumentException("percentile(p) needs p greater than 0 and at most 1; got " + p);
        }
        if (n < 1) {
            throw new IllegalArgumentException("there is no percentile of " + n + " values");
        }
        return BigDecimal.valueOf(p)
                .multiply(BigDecimal.valueOf(n))
                .setScale(0, RoundingMode.CEILING)
                .longValueExact();
    }
}
