package dev.mayfly.provisioner.local;

import java.io.IOException;
import java.util.Map;

/** What a node does for its cluster: the programs that its {@link Agent} starts, watches and ends. */
interface NodeWork extends AutoCloseable {
    /** What becomes of the work, told from any thread. */
    interface Course {
        /** It works, or works again. */
        void ready();

        /** It does not work now, and will again. */
        void notReady();

        /** It never came to work. The node stays, so that it can be asked why. */
        void failed(String reason);

        /** It is over: so is the node. */
        void over(String reason);
    }

    /** Starts the programs, and returns at once. */
    void start(Course course) throws IOException;

    /** What a worker needs to know in order to join, a secret included; empty for one that is no master. */
    Map<String, String> membership();

    /** What a session needs to know in order to connect, a secret included; empty for one that is no master. */
    Map<String, String> entrance();

    /** Hands over what it holds, and is over then. */
    void drain();

    /** Ends the programs, and returns when they are gone. */
    @Override
    void close();
}
