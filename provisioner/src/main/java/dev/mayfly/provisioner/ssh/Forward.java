package dev.mayfly.provisioner.ssh;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.sshd.client.channel.ChannelDirectTcpip;

/**
 * A port of this machine's loopback that leads through a tunnel. The port is held while the tunnel is broken too: whoever
 * connects again finds it there, and nobody else can take it.
 */
final class Forward implements AutoCloseable {
    private final Tunnel tunnel;
    private final int port;
    private final ServerSocket server;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();

    private Forward(Tunnel tunnel, int port, ServerSocket server) {
        this.tunnel = tunnel;
        this.port = port;
        this.server = server;
    }

    static Forward open(Tunnel tunnel, int port) throws IOException {
        Forward forward = new Forward(tunnel, port, new ServerSocket(0, 50, InetAddress.getLoopbackAddress()));
        thread("mayfly-forward", forward::accept).start();
        return forward;
    }

    int localPort() {
        return server.getLocalPort();
    }

    private static Thread thread(String name, Runnable work) {
        Thread thread = new Thread(work, name);
        thread.setDaemon(true);
        return thread;
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket socket = server.accept();
                socket.setTcpNoDelay(true);
                open.add(socket);
                thread("mayfly-forward-out", () -> serve(socket)).start();
            } catch (IOException e) {
                // It was closed, or whoever connected is gone already.
            }
        }
    }

    private void serve(Socket socket) {
        InetSocketAddress from = (InetSocketAddress) socket.getRemoteSocketAddress();
        try (socket;
                ChannelDirectTcpip channel = tunnel.line(Tunnel.WAIT).to(port, from)) {
            Thread answers = thread("mayfly-forward-in", () -> back(channel, socket));
            answers.start();
            OutputStream out = channel.getInvertedIn();
            pump(socket.getInputStream(), out);
            out.close();
            // The other direction may have more to say, and what it said before its end may not be read yet.
            answers.join();
        } catch (IOException e) {
            // Cut, as a connection is whose other end vanishes: whoever uses it connects again.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            open.remove(socket);
        }
    }

    private static void back(ChannelDirectTcpip channel, Socket socket) {
        try (socket) {
            pump(channel.getInvertedOut(), socket.getOutputStream());
        } catch (IOException e) {
            // As above.
        } finally {
            channel.close(true);
        }
    }

    /** Bytes go on as they come: a stream of messages waits for no full buffer. */
    private static void pump(InputStream in, OutputStream out) throws IOException {
        byte[] buffer = new byte[32 * 1024];
        for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
            out.write(buffer, 0, n);
            out.flush();
        }
    }

    @Override
    public void close() {
        try {
            server.close();
            for (Socket socket : open) {
                socket.close();
            }
        } catch (IOException e) {
            // Nothing is left to close.
        }
    }
}
