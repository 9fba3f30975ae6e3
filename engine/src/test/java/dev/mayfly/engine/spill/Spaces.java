package dev.mayfly.engine.spill;

/** Spill spaces whose disk is a fake, so that a test can spill much and often. */
public final class Spaces {
    private Spaces() {}

    public static SpillSpace withBudget(long bytes) {
        return new SpillSpace(MemoryBudget.bytes(bytes), new FakeDisk(), needed -> {}, () -> {});
    }
}
