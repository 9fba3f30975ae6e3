package dev.mayfly.kernel.cell;

import dev.mayfly.engine.Backend;
import dev.mayfly.engine.Backends;
import dev.mayfly.engine.JobListener;

/** The backends of one session: the embedded one, and the cluster once it was brought up here. */
record SessionBackends(Backend local, SessionCluster cluster, JobListener listener) implements Backends {
    @Override
    public Backend preferred() {
        return cluster.isUsed() ? cluster : local;
    }
}
