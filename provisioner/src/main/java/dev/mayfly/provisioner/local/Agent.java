package dev.mayfly.provisioner.local;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The program of a local node: it keeps the node's tags in memory, answers for it on a socket, and ends it when its lease
 * is over, whatever became of the process that started it. Uses nothing but the JDK.
 *
 * <p>A line is a question: {@code tags}, {@code set key=value}, or {@code end}. The answer is a line for each tag.
 */
final class Agent {
    /** Another agent of the same name lives: nothing is to be done. */
    static final int TAKEN = 3;

    static final String LEASE_UNTIL = "lease-until";
    static final String PID = "pid";

    private final Map<String, String> tags = new TreeMap<>();
    private final Path socket;

    private Agent(Path socket) {
        this.socket = socket;
    }

    /** Arguments: the folder, the name, and a tag each. Returns only by ending the process. */
    public static void main(String[] arguments) throws IOException {
        AgentFolder folder = new AgentFolder(Path.of(arguments[0]));
        String name = arguments[1];
        Agent agent = new Agent(folder.socket(name));
        Arrays.stream(arguments).skip(2).forEach(agent::set);
        agent.set(PID + "=" + ProcessHandle.current().pid());
        if (agent.millisLeft() <= 0) {
            // It would end at once; until then nobody should take it for a node.
            System.exit(0);
        }
        try (ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            folder.exclusively(() -> {
                if (folder.listens(name)) {
                    System.exit(TAKEN);
                }
                Files.deleteIfExists(agent.socket);
                server.bind(UnixDomainSocketAddress.of(agent.socket));
            });
            Runtime.getRuntime().addShutdownHook(new Thread(agent::leave));
            Thread lease = new Thread(agent::watchLease, "lease");
            lease.setDaemon(true);
            lease.start();
            agent.serve(server);
        }
    }

    private void serve(ServerSocketChannel server) throws IOException {
        while (true) {
            SocketChannel client = server.accept();
            Thread conversation = new Thread(() -> converse(client), "client");
            conversation.setDaemon(true);
            conversation.start();
        }
    }

    private void converse(SocketChannel client) {
        try (client) {
            BufferedReader lines = new BufferedReader(Channels.newReader(client, StandardCharsets.UTF_8));
            String question = lines.readLine();
            if (question != null && question.startsWith("set ")) {
                set(question.substring(4));
            }
            answer(client);
            if ("end".equals(question)) {
                System.exit(0);
            }
        } catch (IOException e) {
            // Whoever asked has gone; the next one may ask again.
        }
    }

    private void answer(SocketChannel client) throws IOException {
        String all;
        synchronized (this) {
            all = tags.entrySet().stream()
                    .map(tag -> tag.getKey() + "=" + tag.getValue() + "\n")
                    .collect(Collectors.joining());
        }
        OutputStream out = Channels.newOutputStream(client);
        out.write((all + "\n").getBytes(StandardCharsets.UTF_8));
        out.flush();
    }

    private synchronized void set(String tag) {
        int equals = tag.indexOf('=');
        tags.put(tag.substring(0, equals), tag.substring(equals + 1));
        notifyAll();
    }

    /** Looks at the clock every second at most: the machine may sleep, and a lease is over by the clock on the wall. */
    private synchronized void watchLease() {
        try {
            while (true) {
                long left = millisLeft();
                if (left <= 0) {
                    break;
                }
                wait(Math.min(left, 1_000));
            }
        } catch (InterruptedException e) {
            // Nobody interrupts it but an end of the process.
        }
        new Thread(() -> System.exit(0), "end").start();
    }

    private synchronized long millisLeft() {
        return Long.parseLong(tags.getOrDefault(LEASE_UNTIL, "0")) - System.currentTimeMillis();
    }

    private void leave() {
        try {
            Files.deleteIfExists(socket);
        } catch (IOException e) {
            // The next one that looks finds that nobody listens, and deletes it.
        }
    }
}
