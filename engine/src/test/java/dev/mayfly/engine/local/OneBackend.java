package dev.mayfly.engine.local;

import dev.mayfly.engine.Backend;
import dev.mayfly.engine.Backends;
import dev.mayfly.engine.JobListener;

/** A session that has one backend, and shows nothing unless told. */
public record OneBackend(Backend backend, JobListener listener) implements Backends {
    /** Shows nothing. */
    public OneBackend(Backend backend) {
        this(backend, JobListener.NONE);
    }

    @Override
    public Backend preferred() {
        return backend;
    }

    @Override
    public Backend local() {
        return backend;
    }
}
