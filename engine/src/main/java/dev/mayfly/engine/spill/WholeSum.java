package dev.mayfly.engine.spill;

import java.math.BigInteger;

/** The exact sum of whole numbers of any size: a long, and what did not fit it. For one thread. */
final class WholeSum {
    private long small;
    private BigInteger large = BigInteger.ZERO;

    /** Adds a number a number of times. */
    void add(long number, long times) {
        long product = number * times;
        long both = small + product;
        boolean fits = Math.multiplyHigh(number, times) == product >> 63 && ((small ^ both) & (product ^ both)) >= 0;
        if (fits) {
            small = both;
        } else {
            large = large.add(BigInteger.valueOf(number).multiply(BigInteger.valueOf(times)));
        }
    }

    BigInteger value() {
        return large.add(BigInteger.valueOf(small));
    }
}
