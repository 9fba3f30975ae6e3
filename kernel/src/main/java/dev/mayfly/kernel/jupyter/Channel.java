package dev.mayfly.kernel.jupyter;

import org.zeromq.SocketType;

/** The five sockets of a kernel. */
enum Channel {
    /** Requests that run in order. */
    SHELL(SocketType.ROUTER),
    /** Requests that must not wait for a running cell. */
    CONTROL(SocketType.ROUTER),
    /** Everything that all clients see. XPUB tells of each subscription, so that it can be welcomed. */
    IOPUB(SocketType.XPUB),
    /** Questions to the person at the client. */
    STDIN(SocketType.ROUTER),
    /** Echoes what it gets. */
    HEARTBEAT(SocketType.REP);

    private final SocketType type;

    Channel(SocketType type) {
        this.type = type;
    }

    SocketType type() {
        return type;
    }
}
