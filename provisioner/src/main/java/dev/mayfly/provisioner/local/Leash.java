package dev.mayfly.provisioner.local;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.lang.reflect.InvocationTargetException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/**
 * Starts another program in this process, and ends it when whoever started the process is gone, however that ended: the
 * standard input is a pipe that only the parent holds open. What the program is set to comes through the pipe too, a
 * property a line up to an empty one, as a command line and an environment are for others to see. Uses nothing but the
 * JDK: it stands on the class path of programs that are not ours.
 */
final class Leash {
    /** A port on loopback that has to be listened to before the program starts. */
    static final String AWAIT = "mayfly.await";

    private static final int CUT = 143;
    private static final int STEP_MILLIS = 20;

    private Leash() {}

    /** Arguments: the class of the program, and its own. */
    public static void main(String[] arguments) throws Throwable {
        Reader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8), 1);
        read((BufferedReader) in);
        Thread watch = new Thread(() -> endWithTheParent(in), "leash");
        watch.setDaemon(true);
        watch.start();
        awaitPort();
        Class<?> program = Class.forName(arguments[0]);
        String[] own = new String[arguments.length - 1];
        System.arraycopy(arguments, 1, own, 0, own.length);
        try {
            program.getMethod("main", String[].class).invoke(null, (Object) own);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }

    private static void read(BufferedReader in) throws IOException {
        for (String line = in.readLine(); ; line = in.readLine()) {
            if (line == null) {
                Runtime.getRuntime().halt(CUT);
                return;
            }
            if (line.isEmpty()) {
                return;
            }
            int equals = line.indexOf('=');
            System.setProperty(line.substring(0, equals), line.substring(equals + 1));
        }
    }

    /** No hook runs: nothing of a node is worth keeping, and a hook may hang. */
    private static void endWithTheParent(Reader in) {
        try {
            while (in.read() >= 0) {
                // The parent says nothing more.
            }
        } catch (IOException e) {
            // As good as an end.
        }
        Runtime.getRuntime().halt(CUT);
    }

    private static void awaitPort() throws InterruptedException {
        Integer port = Integer.getInteger(AWAIT);
        while (port != null && !listens(port)) {
            Thread.sleep(STEP_MILLIS);
        }
    }

    static boolean listens(int port) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1_000);
            return true;
        } catch (IOException e) {
            return false;
        }
    }
}
