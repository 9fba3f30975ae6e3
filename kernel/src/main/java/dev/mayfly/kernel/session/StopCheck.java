package dev.mayfly.kernel.session;

import java.util.function.Consumer;

/**
 * What woven code asks. Each session loads this class anew, in its own class loader, so that what is static here is one
 * session's, and two sessions in one process do not stop each other.
 */
public final class StopCheck implements Consumer<Boolean> {
    /** Called while the flag is up; throws where the code that asks must stop. */
    private static final Runnable CHECK = (Runnable) Session.contextOf(StopCheck.class);

    private static volatile boolean raised;

    static {
        @SuppressWarnings("unchecked") // It is a StopFlag, which this class of another loader may not name.
        Consumer<Consumer<Boolean>> session = (Consumer<Consumer<Boolean>>) CHECK;
        session.accept(new StopCheck());
    }

    private StopCheck() {}

    /** The question of every method and loop of a cell: it costs the read of a volatile field. */
    public static void ask() {
        if (raised) {
            CHECK.run();
        }
    }

    /** Has every question looked into, or none. */
    @Override
    public void accept(Boolean up) {
        raised = up;
    }
}
