package dev.mayfly.kernel.jupyter;

import java.lang.reflect.Proxy;

/**
 * Handles SIGTERM and SIGINT where the JVM lets us. Its class for that is no supported API, so it is bound by name; a
 * JVM without it keeps its own handling: to end, with the signal's exit code.
 */
final class Signals {
    private Signals() {}

    /** @param name {@code TERM} or {@code INT} */
    static void on(String name, Runnable action) {
        try {
            Class<?> signal = Class.forName("sun.misc.Signal");
            Class<?> handler = Class.forName("sun.misc.SignalHandler");
            Object proxy =
                    Proxy.newProxyInstance(handler.getClassLoader(), new Class<?>[] {handler}, (self, method, args) -> {
                        if (!method.getName().equals("handle")) {
                            return method.invoke(action, args);
                        }
                        action.run();
                        return null;
                    });
            signal.getMethod("handle", signal, handler)
                    .invoke(null, signal.getConstructor(String.class).newInstance(name), proxy);
        } catch (ReflectiveOperationException notOffered) {
            // As the class comment says: the JVM's own handling stays.
        }
    }
}
