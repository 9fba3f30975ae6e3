package dev.mayfly.provisioner.local;

/**
 * What a local worker may use.
 *
 * @param cores tasks at once
 * @param megabytes heap of its executor
 */
record LocalSize(int cores, int megabytes) {
    /** Small: a cluster of this machine is for trying things out beside a session that uses the machine too. */
    static final LocalSize STANDARD = new LocalSize(1, 1_024);

    /** What the two programs of a master take, as measured. */
    static final int MASTER_MEGABYTES = 900;

    /** What else the processes of a worker take, as measured. */
    int withOverhead() {
        return megabytes + 600;
    }
}
