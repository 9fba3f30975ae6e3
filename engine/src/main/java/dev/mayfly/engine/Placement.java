package dev.mayfly.engine;

/** Which of a session's backends a job goes to, asked when it starts. */
@FunctionalInterface
interface Placement {
    Placement PREFERRED = Backends::preferred;
    Placement LOCAL = Backends::local;

    Backend choose(Backends backends);

    static Placement on(Backend backend) {
        return backends -> backend;
    }
}
