package dev.mayfly.provisioner.local;

import dev.mayfly.provisioner.ClusterSpec;
import dev.mayfly.provisioner.LaunchingCloud;
import dev.mayfly.provisioner.Lease;
import dev.mayfly.provisioner.Node;
import dev.mayfly.provisioner.NodeState;
import dev.mayfly.provisioner.ProvisionerException;
import dev.mayfly.provisioner.Role;
import dev.mayfly.provisioner.Tags;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeMap;

/**
 * Nodes that are processes of this machine, an {@link Agent} each. What there is, is what answers: nothing is written
 * down. An order is one name, a name has one socket, and so an order that is repeated finds the node that it made.
 */
final class LocalCloud implements LaunchingCloud {
    static final String NAME = "local";
    static final String TYPE = "process";

    private final AgentFolder folder;

    LocalCloud(AgentFolder folder) {
        this.folder = folder;
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
            for (Optional<Map<String, String>> tags = alive(name); ; tags = alive(name)) {
                if (tags.isPresent()) {
                    Node node = node(name, tags.get());
                    process.filter(mine -> mine.pid() != pid(node.id())).ifPresent(AgentProcess::withdraw);
                    return node;
                }
                // One whose name was taken has ended; where nobody answers by that name now, it is free again.
                if (process.isEmpty() || process.get().foundItsNameTaken()) {
                    process = Optional.of(AgentProcess.start(folder, name, order));
                }
                deadline.pause("Local node " + name + " was started and does not answer");
            }
        } catch (IOException e) {
            throw new ProvisionerException("Local node " + name + " cannot be started: " + e.getMessage(), e);
        }
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
        ids.forEach(id -> ask(id, "end"));
        for (String id : ids) {
            Deadline deadline = new Deadline();
            while (ProcessHandle.of(pid(id)).filter(ProcessHandle::isAlive).isPresent() && answers(id)) {
                deadline.pause("Local node " + id + " was told to end and lives");
            }
        }
    }

    private boolean answers(String id) {
        return ask(id, "tags");
    }

    /** Asks the agent that this id means, and no later one of its name. */
    private boolean ask(String id, String question) {
        String name = id.substring(0, id.lastIndexOf('.'));
        boolean same = AgentClient.ask(folder.socket(name), "tags")
                .filter(tags -> id.equals(name + "." + tags.get(Agent.PID)))
                .isPresent();
        return same && AgentClient.ask(folder.socket(name), question).isPresent();
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
