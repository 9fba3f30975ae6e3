package dev.mayfly.kernel.session;

import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The session's own {@link StopCheck}: another class than the one named here, of another loader, which makes itself known to
 * this one by types that both have.
 */
final class StopFlag implements Runnable, Consumer<Consumer<Boolean>> {
    static final String INTERNAL_NAME = StopCheck.class.getName().replace('.', '/');
    static final String ASK = "ask";

    private final Runnable check;
    private @Nullable Consumer<Boolean> flag;

    /** @param check called by code in cells while the flag is raised; throws where that code must stop */
    StopFlag(SnippetLoader loader, Runnable check) {
        this.check = check;
        loader.adopt(StopCheck.class, this);
        try {
            Class.forName(StopCheck.class.getName(), true, loader);
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException("cannot load the class by which cells are stopped", e);
        }
    }

    /** Takes what raises the flag. */
    @Override
    public void accept(Consumer<Boolean> ofTheSession) {
        flag = ofTheSession;
    }

    @Override
    public void run() {
        check.run();
    }

    void raise(boolean up) {
        Objects.requireNonNull(flag, "a session is being opened").accept(up);
    }
}
