package org.apache.spark.deploy.master;

import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.List;

/** Stands in for Spark's: listens on its port, or ends as Spark does where it cannot. */
public final class Master {
    private Master() {}

    /** Accepts whoever comes. */
    @SuppressWarnings("resource") // Closed by the end of the process.
    public static void main(String[] arguments) throws Exception {
        List<String> words = List.of(arguments);
        int port = Integer.parseInt(words.get(words.indexOf("--port") + 1));
        ServerSocket server;
        try {
            server = new ServerSocket(port, 50, InetAddress.getLoopbackAddress());
        } catch (BindException e) {
            throw new BindException(e.getMessage() + ": Service 'sparkMaster' failed (on port " + port + ")!");
        }
        System.out.println("INFO Master: I have been elected leader! New state: ALIVE");
        while (true) {
            server.accept().close();
        }
    }
}
