package org.apache.spark.sql.connect.service;

import java.net.InetAddress;
import java.net.ServerSocket;

/** Stands in for Spark's: listens on its port, for those who know the token. */
public final class SparkConnectServer {
    private SparkConnectServer() {}

    /** Accepts whoever comes. */
    @SuppressWarnings("resource") // Closed by the end of the process.
    public static void main(String[] arguments) throws Exception {
        if (System.getProperty("spark.connect.authenticate.token", "").isEmpty()) {
            throw new IllegalStateException("no token");
        }
        int port = Integer.getInteger("spark.connect.grpc.binding.port");
        ServerSocket server = new ServerSocket(port, 50, InetAddress.getLoopbackAddress());
        System.out.println("INFO SparkConnectServer: Spark Connect server started at: 127.0.0.1:" + port);
        while (true) {
            server.accept().close();
        }
    }
}
