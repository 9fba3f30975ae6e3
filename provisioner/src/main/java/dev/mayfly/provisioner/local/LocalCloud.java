package dev.mayfly.provisioner.local;

import dev.mayfly.provisioner.Access;
import dev.mayfly.provisioner.ClusterSpec;
import dev.mayfly.provisioner.Gateway;
import dev.mayfly.provisioner.LaunchingCloud;
import dev.mayfly.provisioner.Lease;
import dev.mayfly.provisioner.Node;
import dev.mayfly.provisioner.NodeState;
import dev.mayfly.provisioner.ProvisionerException;
import dev.mayfly.provisioner.Role;
import dev.mayfly.provisioner.Tags;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/**
 * Nodes that are processes of this machine, an {@link Agent} each. What there is, is what answers: nothing is written
 * down. An order is one name, a name has one socket, and so an order that is repeated finds the node that it made.
 */
final class LocalCloud implements LaunchingCloud {
    static final String NAME = "local";
    static final String TYPE = "process";

    private final AgentFolder folder;
    private final LocalNodes nodes;

    LocalCloud(AgentFolder folder, LocalNodes nodes) {
        this.folder = folder;
        this.nodes = nodes;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public ClusterSpec fit(ClusterSpec spec) {
        return spec.of(TYPE, 0);
    }

    @Override
    public List<Node> describe(String cluster) {
        return nodes(cluster + ".");
    }

    @Override
    public List<Node> describeAll() {
        return nodes("");
    }

    private List<Node> nodes(String prefix) {
        List<Node> nodes = new ArrayList<>();
        try {
            for (String name : folder.names(prefix)) {
                alive(name).ifPresent(tags -> nodes.add(node(name, tags)));
            }
        } catch (IOException e) {
            throw new ProvisionerException("The local nodes cannot be listed: " + e.getMessage(), e);
        }
        return nodes;
    }

    /** The tags of an agent, if it lives. */
    private Optional<Map<String, String>> alive(String name) throws IOException {
        Optional<Map<String, String>> tags = AgentClient.ask(folder.socket(name), "tags");
        if (tags.isEmpty() && Files.exists(folder.socket(name))) {
            folder.clear(name);
        }
        return tags;
    }

    @Override
    public Node launch(Order order) {
        String name = String.join(
                ".",
                order.cluster(),
                order.role().label(),
                String.valueOf(order.slot()),
                String.valueOf(order.attempt()));
        try {
            Deadline deadline = new Deadline();
            Optional<AgentProcess> process = Optional.empty();
            NodeSettings settings = null;
            for (Optional<Map<String, String>> tags = alive(name); ; tags = alive(name)) {
                if (tags.isPresent()) {
                    Node node = node(name, tags.get());
                    process.filter(mine -> mine.pid() != pid(node.id())).ifPresent(AgentProcess::withdraw);
                    return node;
                }
                // One whose name was taken has ended; where nobody answers by that name now, it is free again.
                if (process.isEmpty() || process.get().foundItsNameTaken()) {
                    settings = settings == null ? nodes.settings(name, order.role()) : settings;
                    process = Optional.of(AgentProcess.start(folder, name, order, settings));
                }
                deadline.pause("Local node " + name + " was started and does not answer");
            }
        } catch (IOException e) {
            throw new ProvisionerException("Local node " + name + " cannot be started: " + e.getMessage(), e);
        }
    }

    /** Starts them side by side: each takes a while, and none waits for another. */
    @Override
    public List<Node> launchAll(List<Order> orders) {
        List<CompletableFuture<Node>> starting = orders.stream()
                .map(order -> CompletableFuture.supplyAsync(() -> launch(order), task -> {
                    Thread thread = new Thread(task, "launch-" + order.slot());
                    thread.setDaemon(true);
                    thread.start();
                }))
                .toList();
        List<Node> started = new ArrayList<>();
        List<ProvisionerException> failures = new ArrayList<>();
        for (CompletableFuture<Node> node : starting) {
            try {
                started.add(node.join());
            } catch (CompletionException e) {
                failures.add(
                        e.getCause() instanceof ProvisionerException known
                                ? known
                                : new ProvisionerException("A local node cannot be started: " + e.getCause(), e));
            }
        }
        if (!failures.isEmpty()) {
            throw failures.get(0);
        }
        return started;
    }

    @Override
    public void tag(Collection<String> ids, Map<String, String> tags) {
        for (String id : ids) {
            tags.forEach((key, value) -> {
                if (key.indexOf('=') >= 0 || (key + value).indexOf('\n') >= 0) {
                    throw new ProvisionerException("A tag of a local node is one line, without = in its key: " + key);
                }
                ask(id, "set " + own(key, value));
            });
        }
    }

    /** A tag as an agent reads it: its lease is in milliseconds, its state without a prefix. */
    private static String own(String key, String value) {
        return switch (key) {
            case Tags.LEASE_UNTIL ->
                Agent.LEASE_UNTIL + "=" + Instant.parse(value).toEpochMilli();
            case Tags.STATE -> "state=" + value;
            default -> key + "=" + value;
        };
    }

    /** Returns when the processes are over. */
    @Override
    public void terminate(Collection<String> ids) {
        Map<String, ProcessHandle> ending = new TreeMap<>();
        for (String id : ids) {
            // Looked for while it answers: later its number could be another process's.
            Optional<ProcessHandle> process = ProcessHandle.of(pid(id));
            if (ask(id, "end")) {
                process.ifPresent(told -> ending.put(id, told));
            }
        }
        ending.forEach((id, process) -> {
            Deadline deadline = new Deadline();
            while (process.isAlive()) {
                deadline.pause("Local node " + id + " was told to end and lives");
            }
        });
    }

    /** Asks the agent that this id means, and no later one of its name. */
    private boolean ask(String id, String question) {
        String name = AgentFolder.nameOf(id);
        boolean same = AgentClient.ask(folder.socket(name), "tags")
                .filter(tags -> id.equals(name + "." + tags.get(Agent.PID)))
                .isPresent();
        return same && AgentClient.ask(folder.socket(name), question).isPresent();
    }

    /** To look costs a few milliseconds. */
    @Override
    public Duration pace() {
        return Duration.ofMillis(200);
    }

    @Override
    public Gateway gateway(Node master) {
        return asked(master, "enter")
                .filter(said -> !said.isEmpty())
                .map(LocalGateway::of)
                .orElseThrow(() -> new ProvisionerException(
                        "Local node " + master.id() + " runs no engine: it is over, or was started without one."));
    }

    @Override
    public String console(Node node) {
        return asked(node, "log")
                .map(lines -> String.join("\n", lines.values()))
                .orElseThrow(
                        () -> new ProvisionerException("Local node " + node.id() + " is over, and its log with it."));
    }

    @Override
    public Access access() {
        return new Access() {
            @Override
            public String sparkRemote(Node node) {
                return gateway(node).address();
            }

            @Override
            public String ui(Node node) {
                return gateway(node).ui().map(URI::toString).orElse("");
            }
        };
    }

    private Optional<Map<String, String>> asked(Node node, String question) {
        return AgentClient.ask(folder.socket(AgentFolder.nameOf(node.id())), question);
    }

    private static long pid(String id) {
        return Long.parseLong(id.substring(id.lastIndexOf('.') + 1));
    }

    private static Node node(String name, Map<String, String> tags) {
        Map<String, String> all = new TreeMap<>(tags);
        all.put(Tags.CLUSTER, name.substring(0, name.indexOf('.')));
        return new Node(
                name + "." + tags.getOrDefault(Agent.PID, ""),
                Role.valueOf(tags.getOrDefault("role", "").toUpperCase(Locale.ROOT)),
                Integer.parseInt(tags.getOrDefault("slot", "-1")),
                state(tags.getOrDefault("state", "")),
                TYPE,
                OptionalDouble.of(0),
                instant(tags, "launched"),
                new Lease(instant(tags, Agent.LEASE_UNTIL)),
                tags.getOrDefault("master", ""),
                tags.getOrDefault("spec", ""),
                Node.Place.UNKNOWN,
                all);
    }

    private static NodeState state(String hint) {
        for (NodeState state : NodeState.values()) {
            if (state.label().equals(hint)) {
                return state;
            }
        }
        return NodeState.RUNNING;
    }

    private static Instant instant(Map<String, String> tags, String key) {
        return Instant.ofEpochMilli(Long.parseLong(tags.getOrDefault(key, "0")));
    }

    /** Nodes live on: they have a lease. */
    @Override
    public void close() {}
}
