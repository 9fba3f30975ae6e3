package org.apache.spark.deploy.worker;

import java.lang.reflect.Proxy;
import java.net.InetAddress;
import java.net.Socket;
import java.util.concurrent.CountDownLatch;

/** Stands in for Spark's: registers with its master, has an executor for a child, and ends that when told to drain. */
public final class Worker {
    private Worker() {}

    /** Lives on after its executor, as Spark's does. */
    public static void main(String[] arguments) throws Exception {
        String master = arguments[arguments.length - 1];
        int port = Integer.parseInt(master.substring(master.lastIndexOf(':') + 1));
        new Socket(InetAddress.getLoopbackAddress(), port).close();
        Process executor = new ProcessBuilder("sleep", "600").start();
        onPowerFailure(executor::destroy);
        if (System.getProperty("spark.authenticate.secret", "").isEmpty()) {
            throw new IllegalStateException("no secret");
        }
        System.out.println("INFO Worker: Successfully registered with master " + master);
        new CountDownLatch(1).await();
    }

    /** By reflection, as the compiler warns of the class by its name, and nothing says that it should not. */
    private static void onPowerFailure(Runnable action) throws ReflectiveOperationException {
        Class<?> signal = Class.forName("sun.misc.Signal");
        Class<?> handler = Class.forName("sun.misc.SignalHandler");
        Object handle = Proxy.newProxyInstance(
                Worker.class.getClassLoader(), new Class<?>[] {handler}, (self, method, given) -> {
                    action.run();
                    return null;
                });
        signal.getMethod("handle", signal, handler)
                .invoke(null, signal.getConstructor(String.class).newInstance("PWR"), handle);
    }
}
