package dev.mayfly.engine.fetch;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RampTest {
    private static final long OBJECT = 20_000;

    private long now;

    /** Answers from a server that has so much to give, and takes so long for each request at least. */
    private void answer(Ramp ramp, int rounds, double requestsPerMilli, int latencyMillis) {
        for (int round = 0; round < rounds; round++) {
            int limit = ramp.limit();
            double millis = Math.max(latencyMillis, limit / requestsPerMilli);
            for (int i = 0; i < limit; i++) {
                now += (long) (millis * 1e6 / limit);
                ramp.answered(OBJECT, now);
            }
        }
    }

    @Test
    void requestsAreDoubledWhileThroughputRises() {
        Ramp ramp = new Ramp(128);
        ramp.begin(0);
        answer(ramp, 4, 1000, 20);
        assertThat(ramp.limit()).isEqualTo(128);
        answer(ramp, 50, 1000, 20);
        assertThat(ramp.limit()).isEqualTo(128);
    }

    @Test
    void moreRequestsThanHelpAreTakenBack() {
        Ramp ramp = new Ramp(128);
        ramp.begin(0);
        answer(ramp, 200, 2, 20);
        assertThat(ramp.limit()).isBetween(20, 100);
    }

    @Test
    void aServerThatAsksToSlowDownGetsHalfOnceForWhatWasInFlight() {
        Ramp ramp = new Ramp(128);
        ramp.begin(0);
        answer(ramp, 4, 1000, 20);
        for (int i = 0; i < 100; i++) {
            ramp.slowDown(now);
        }
        assertThat(ramp.limit()).isEqualTo(64);
        answer(ramp, 2, 1000, 20);
        ramp.slowDown(now);
        assertThat(ramp.limit()).isEqualTo(32);
    }

    @Test
    void afterARestMoreIsTriedAgain() {
        Ramp ramp = new Ramp(128);
        ramp.begin(0);
        ramp.slowDown(0);
        assertThat(ramp.limit()).isEqualTo(32);
        answer(ramp, 100, 1000, 20);
        assertThat(ramp.limit()).isEqualTo(128);
    }

    @Test
    void thereIsAlwaysOne() {
        Ramp ramp = new Ramp(2);
        ramp.begin(0);
        for (int i = 0; i < 20; i++) {
            ramp.slowDown(now);
            answer(ramp, 4, 1, 1);
        }
        assertThat(ramp.limit()).isBetween(1, 2);
    }
}
