package dev.mayfly.engine.spill;

import dev.mayfly.engine.file.JobFolder;
import java.nio.file.Path;

/** Spill spaces whose disk is not that of a job. */
public final class Spaces {
    private Spaces() {}

    /** A fake, so that a test can spill much and often. */
    public static SpillSpace withBudget(long bytes) {
        return new SpillSpace(MemoryBudget.bytes(bytes), new FakeDisk(), needed -> {}, () -> {});
    }

    /** A plain file, to compare with. */
    public static SpillSpace inFile(Path file, long budget) {
        return new SpillSpace(MemoryBudget.bytes(budget), new PlainDisk(file), needed -> {}, () -> {});
    }

    /** That of a job. */
    public static SpillSpace inFolder(JobFolder folder, long budget) {
        return new SpillSpace(folder, MemoryBudget.bytes(budget));
    }
}
