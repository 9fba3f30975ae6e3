package dev.mayfly.kernel.cell;

import dev.mayfly.engine.Backend;
import dev.mayfly.engine.Backends;
import dev.mayfly.engine.JobListener;

/** The backends of one session: the embedded one. */
record SessionBackends(Backend local, JobListener listener) implements Backends {
    @Override
    public Backend preferred() {
        return local;
    }
}
