package dev.mayfly.engine.fetch;

/**
 * How many requests to have in flight: twice as many by the end of each round while more of them bring more bytes a
 * second, then as many as were best, with a look upwards from time to time; half as many when the server asks to slow down.
 *
 * <p>A round is as many answers as there may be requests. What a round brought is its bytes and a constant for each
 * request, so that empty objects count too. A round is compared with the best one before it; a single bad one ends
 * nothing, as other programs use the processor and the network as well. The scheme is that of TCP's slow start, driven
 * by throughput as in TCP Vegas, since a store's front end drops nothing before it throttles.
 *
 * <p>Pure: time is told. Used under its owner's lock.
 */
final class Ramp {
    private static final int FIRST = 64;
    private static final long WORK_OF_A_REQUEST = 16 << 10;
    private static final double RISE = 1.08;
    private static final int PATIENCE = 2;
    private static final int REST = 8;

    private final int most;
    private int limit;
    /** Where a climb goes, by one request for each answer: the doubled limit is there as soon as the round is over. */
    private int target;

    private int round;
    private boolean climbing = true;
    private int flat;
    private int rest;
    private double bestRate;
    private int bestLimit;

    private int answers;
    private long work;
    private long roundStart;
    private boolean begun;
    private int deaf;

    Ramp(int most) {
        this.most = most;
        this.limit = Math.min(most, FIRST);
        this.bestLimit = limit;
        this.target = Math.min(most, limit * 2);
        this.round = limit;
    }

    /** Requests that may be in flight. */
    int limit() {
        return limit;
    }

    /** The first request is made. */
    void begin(long now) {
        if (!begun) {
            begun = true;
            roundStart = now;
        }
    }

    /** A request was answered whole. */
    void answered(long bytes, long now) {
        answers++;
        work += bytes + WORK_OF_A_REQUEST;
        deaf = Math.max(0, deaf - 1);
        if (climbing && limit < target) {
            limit++;
        }
        if (answers >= round) {
            endRound(now);
        }
    }

    /** The server asked to slow down; what was in flight at that time counts as one request to. */
    void slowDown(long now) {
        if (deaf > 0) {
            return;
        }
        deaf = limit;
        limit = Math.max(1, limit / 2);
        bestLimit = limit;
        bestRate = 0;
        climbing = false;
        rest = REST;
        startRound(now);
    }

    private void endRound(long now) {
        double rate = work / (double) Math.max(1, now - roundStart);
        boolean rises = rate > bestRate * RISE;
        if (rate > bestRate) {
            bestRate = rate;
            bestLimit = round;
        }
        if (climbing) {
            climb(rises);
        } else if (--rest <= 0) {
            // What was best some time ago may not be now.
            bestRate = rate;
            bestLimit = limit;
            climbing = true;
            flat = PATIENCE - 1;
            limit = Math.min(most, limit + Math.max(1, limit / 4));
            target = limit;
        }
        startRound(now);
    }

    private void climb(boolean rises) {
        flat = rises ? 0 : flat + 1;
        if (flat >= PATIENCE || (round == most && !rises)) {
            limit = bestLimit;
            climbing = false;
            rest = REST;
        } else if (rises) {
            target = Math.min(most, round * 2);
        }
    }

    private void startRound(long now) {
        round = limit;
        answers = 0;
        work = 0;
        roundStart = now;
    }
}
