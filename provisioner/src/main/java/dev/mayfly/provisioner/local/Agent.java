package dev.mayfly.provisioner.local;

import java.io.BufferedReader;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The program of a local node: it keeps the node's tags in memory, answers for it on a socket, parents the programs that
 * do the node's work, and ends it when its lease is over, whatever became of the process that started it. Its own death,
 * by whatever hand, ends those programs. Uses nothing but the JDK.
 *
 * <p>A line is a question, and the answer is a line {@code key=value} for each thing to say: {@code tags},
 * {@code set key=value}, {@code end}; {@code join}, what a worker needs to know of its master; {@code enter}, what a
 * session needs to know; {@code log}. The answers to the last three hold secrets, or may: they are for this user alone, as
 * the folder of the socket is.
 */
final class Agent implements NodeWork.Course {
    /** Another agent of the same name lives: nothing is to be done. */
    static final int TAKEN = 3;

    static final String LEASE_UNTIL = "lease-until";
    static final String PID = "pid";
    static final String STATE = "state";
    static final String FAILURE = "mayfly:failure";
    private static final String CORES = "mayfly:cores";
    private static final String DRAINING = "draining";

    private final Map<String, String> tags = new TreeMap<>();
    private final AgentFolder folder;
    private final String name;
    private final NodeLog log = new NodeLog();
    private volatile NodeWork work = new NoWork();

    private Agent(AgentFolder folder, String name) {
        this.folder = folder;
        this.name = name;
    }

    /** Arguments: the folder, the name, and a tag each; settings on standard input. Returns only by ending the process. */
    public static void main(String[] arguments) throws IOException {
        AgentFolder folder = new AgentFolder(Path.of(arguments[0]));
        String name = arguments[1];
        Agent agent = new Agent(folder, name);
        Arrays.stream(arguments).skip(2).forEach(agent::put);
        agent.put(PID + "=" + ProcessHandle.current().pid());
        NodeSettings settings = settings();
        if (agent.millisLeft() <= 0) {
            // It would end at once; until then nobody should take it for a node.
            System.exit(0);
        }
        try (ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            folder.exclusively(() -> {
                if (folder.listens(name)) {
                    System.exit(TAKEN);
                }
                folder.remove(name);
                server.bind(UnixDomainSocketAddress.of(folder.socket(name)));
            });
            Runtime.getRuntime().addShutdownHook(new Thread(agent::leave));
            daemon("lease", agent::watchLease);
            agent.begin(settings);
            agent.serve(server);
        }
    }

    private static NodeSettings settings() throws IOException {
        try {
            return NodeSettings.read(new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8)));
        } catch (EOFException e) {
            // Nobody waits for this node any more.
            System.exit(0);
            throw e;
        }
    }

    private static void daemon(String name, Runnable deed) {
        Thread thread = new Thread(deed, name);
        thread.setDaemon(true);
        thread.start();
    }

    private void begin(NodeSettings settings) {
        try {
            Map<String, String> known = tags();
            work = Works.of(settings, known, folder, name, log);
            put(STATE + "=pending");
            put(CORES + "=" + settings.size().cores());
            work.start(this);
        } catch (IOException e) {
            failed(e.getMessage() == null ? e.toString() : e.getMessage());
        }
    }

    private void serve(ServerSocketChannel server) throws IOException {
        while (true) {
            SocketChannel client = server.accept();
            daemon("client", () -> converse(client));
        }
    }

    private void converse(SocketChannel client) {
        try (client) {
            BufferedReader lines = new BufferedReader(Channels.newReader(client, StandardCharsets.UTF_8));
            String question = lines.readLine();
            if (question == null) {
                return;
            }
            if (question.startsWith("set ")) {
                put(question.substring(4));
            }
            answer(client, answerTo(question));
            if ("end".equals(question)) {
                System.exit(0);
            }
            if (question.equals("set " + STATE + "=" + DRAINING)) {
                work.drain();
            }
        } catch (IOException e) {
            // Whoever asked has gone; the next one may ask again.
        }
    }

    private Map<String, String> answerTo(String question) {
        return switch (question) {
            case "join" -> work.membership();
            case "enter" -> work.entrance();
            case "log" -> numbered(log.lines());
            default -> tags();
        };
    }

    private static Map<String, String> numbered(List<String> lines) {
        Map<String, String> numbered = new TreeMap<>();
        for (int i = 0; i < lines.size(); i++) {
            numbered.put(String.valueOf(100_000 + i), lines.get(i));
        }
        return numbered;
    }

    private static void answer(SocketChannel client, Map<String, String> said) throws IOException {
        List<String> lines = new ArrayList<>();
        said.forEach((key, value) -> lines.add(key + "=" + value + "\n"));
        OutputStream out = Channels.newOutputStream(client);
        out.write((String.join("", lines) + "\n").getBytes(StandardCharsets.UTF_8));
        out.flush();
    }

    private synchronized Map<String, String> tags() {
        return new TreeMap<>(tags);
    }

    private synchronized void put(String tag) {
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
        end();
    }

    private synchronized long millisLeft() {
        return Long.parseLong(tags.getOrDefault(LEASE_UNTIL, "0")) - System.currentTimeMillis();
    }

    @Override
    public void ready() {
        become("ready");
    }

    @Override
    public void notReady() {
        become("running");
    }

    /** A node that drains is not asked to do more, whatever its programs say. */
    private synchronized void become(String state) {
        if (!DRAINING.equals(tags.get(STATE))) {
            put(STATE + "=" + state);
        }
    }

    @Override
    public void failed(String reason) {
        log.add("agent", reason);
        put(FAILURE + "=" + reason.replace('\n', ' '));
        put(STATE + "=stopped");
        work.close();
    }

    @Override
    public void over(String reason) {
        log.add("agent", reason);
        end();
    }

    private static void end() {
        new Thread(() -> System.exit(0), "end").start();
    }

    /** INVARIANT: the socket goes last. While it is there, no other agent takes the name, and the folder of its work. */
    private void leave() {
        work.close();
        try {
            folder.remove(name);
        } catch (IOException e) {
            // The next one that looks finds that nobody listens, and deletes it.
        }
    }
}
