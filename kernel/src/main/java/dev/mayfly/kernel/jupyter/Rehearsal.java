package dev.mayfly.kernel.jupyter;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mayfly.kernel.cell.Workspace;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Supplier;
import org.zeromq.SocketType;
import org.zeromq.ZContext;
import org.zeromq.ZMQ;

/** A kernel and a client of its own that talk once, so that what a start loads can be kept for later starts. */
public final class Rehearsal {
    private static final Duration LIMIT = Duration.ofSeconds(30);

    private Rehearsal() {}

    /**
     * Runs a kernel on free ports of the loopback address as Jupyter does, asks it what clients ask first, runs a cell, and
     * has it shut down.
     *
     * @param folder for its files, which are deleted again
     * @throws IOException if no port can be bound
     */
    public static void run(Supplier<Workspace> opener, Path folder) throws IOException {
        ConnectionFile connection = connection();
        Path file = folder.resolve("connection.json");
        Path history = folder.resolve("cells.jsonl");
        Files.write(file, Json.write(json(connection)));
        Thread kernel = Daemons.start("mayfly-rehearsal", () -> runKernel(file, opener, history));
        try (ZContext context = new ZContext(1);
                ZMQ.Socket shell = context.createSocket(SocketType.DEALER);
                ZMQ.Socket iopub = context.createSocket(SocketType.SUB)) {
            shell.setReceiveTimeOut((int) LIMIT.toMillis());
            shell.connect(connection.endpoint(Channel.SHELL));
            iopub.subscribe(ZMQ.SUBSCRIPTION_ALL);
            iopub.connect(connection.endpoint(Channel.IOPUB));
            Author author = new Author(UUID.randomUUID().toString(), Clock.systemUTC());
            Wire wire = new Wire(new Signature(connection.key()));
            ask("kernel_info_request", Json.object(), author, wire, shell);
            ask("execute_request", Json.object().put("code", "1 + 1"), author, wire, shell);
            ask("execute_request", Json.object().put("code", "System.out.println(2); int a = 1;"), author, wire, shell);
            ask("complete_request", Json.object().put("code", "Math.co").put("cursor_pos", 7), author, wire, shell);
            ask("shutdown_request", Json.object(), author, wire, shell);
            Daemons.join(kernel, LIMIT);
        } finally {
            Files.deleteIfExists(file);
            Files.deleteIfExists(history);
        }
    }

    private static void runKernel(Path connectionFile, Supplier<Workspace> opener, Path history) {
        PrintStream nowhere = new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);
        try {
            JupyterKernel.run(connectionFile, opener, new HistoryStore(history), nowhere);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static ObjectNode json(ConnectionFile connection) {
        ObjectNode json = Json.object().put("transport", "tcp").put("signature_scheme", "hmac-sha256");
        json.put("ip", connection.ip()).put("key", connection.key());
        connection.ports().forEach((channel, port) -> json.put(ConnectionFile.portField(channel), port));
        return json;
    }

    private static void ask(String type, ObjectNode content, Author author, Wire wire, ZMQ.Socket shell) {
        Sockets.send(shell, wire.encode(author.message(List.of(), type, Json.object(), content)));
        byte[] first = shell.recv();
        while (first != null && shell.hasReceiveMore()) {
            shell.recv();
        }
    }

    private static ConnectionFile connection() throws IOException {
        Map<Channel, Integer> ports = new EnumMap<>(Channel.class);
        Map<Channel, ServerSocket> held = new EnumMap<>(Channel.class);
        try {
            for (Channel channel : Channel.values()) {
                ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                held.put(channel, socket);
                ports.put(channel, socket.getLocalPort());
            }
        } finally {
            for (ServerSocket socket : held.values()) {
                socket.close();
            }
        }
        return new ConnectionFile("127.0.0.1", ports, UUID.randomUUID().toString());
    }
}
