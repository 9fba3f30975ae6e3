package dev.mayfly.kernel.session;

import java.lang.reflect.Method;

/** The session's own {@link StopCheck}, which only reflection reaches: it is another class than the one named here. */
final class StopFlag {
    static final String INTERNAL_NAME = StopCheck.class.getName().replace('.', '/');
    static final String ASK = "ask";

    private final Method raise;

    /** @param check called by code in cells while the flag is raised; throws where that code must stop */
    StopFlag(SnippetLoader loader, Runnable check) {
        try {
            loader.adopt(StopCheck.class, check);
            raise = loader.loadClass(StopCheck.class.getName()).getMethod("raise", boolean.class);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("cannot load the class by which cells are stopped", e);
        }
    }

    void raise(boolean up) {
        try {
            raise.invoke(null, up);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("cannot reach the flag by which cells are stopped", e);
        }
    }
}
