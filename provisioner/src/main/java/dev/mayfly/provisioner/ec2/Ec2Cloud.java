package dev.mayfly.provisioner.ec2;

import dev.mayfly.provisioner.Access;
import dev.mayfly.provisioner.ClusterSpec;
import dev.mayfly.provisioner.Gateway;
import dev.mayfly.provisioner.LaunchingCloud;
import dev.mayfly.provisioner.Node;
import dev.mayfly.provisioner.NodeRuntime;
import dev.mayfly.provisioner.NodeState;
import dev.mayfly.provisioner.Prices;
import dev.mayfly.provisioner.ProvisionerException;
import dev.mayfly.provisioner.Role;
import dev.mayfly.provisioner.Tags;
import dev.mayfly.provisioner.Waiting;
import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.ec2.Ec2ClientBuilder;
import software.amazon.awssdk.services.ec2.model.Ec2Exception;
import software.amazon.awssdk.services.ec2.model.Filter;
import software.amazon.awssdk.services.ec2.model.SecurityGroup;
import software.amazon.awssdk.services.ec2.model.Tag;

/**
 * The instances of one account and region, by the standard configuration of AWS: profile, SSO, environment,
 * {@code AWS_REGION}, {@code AWS_ENDPOINT_URL_EC2}.
 */
final class Ec2Cloud implements LaunchingCloud {
    static final String NAME = "ec2";

    private static final String NOT_FOUND = "InvalidInstanceID.NotFound";
    private static final int PAGE = 200;
    private static final int TAG_TRIES = 40;
    private static final Duration TAG_PAUSE = Duration.ofMillis(250);

    /**
     * What is outside of EC2 itself.
     *
     * @param caller from where ssh is allowed
     */
    record Surroundings(CallerAddress caller, Clock clock, Waiting waiting, Masters.Ssh ssh) {
        Surroundings(CallerAddress caller, Clock clock, Waiting waiting) {
            this(caller, clock, waiting, Masters.Ssh.standard());
        }
    }

    private final Ec2Clients clients;
    private final ClusterSpec spec;
    private final Supplier<NodeRuntime> runtime;
    private final Surroundings surroundings;
    private final SpotPrices prices;
    private final Firewall firewall;
    private final Masters masters;

    private Ec2Cloud(Ec2Clients clients, ClusterSpec spec, Supplier<NodeRuntime> runtime, Surroundings surroundings) {
        this.clients = clients;
        this.spec = spec;
        this.runtime = runtime;
        this.surroundings = surroundings;
        this.prices = new SpotPrices(clients.retrying(), spec, surroundings.clock());
        this.firewall = new Firewall(clients.retrying(), surroundings.caller(), surroundings.waiting());
        this.masters = new Masters(surroundings.ssh(), spec.login(), this::console, runtime);
    }

    /** @param runtime asked when a node is to be started; the same each time */
    static Ec2Cloud standard(ClusterSpec spec, Supplier<NodeRuntime> runtime) {
        return open(
                spec,
                runtime,
                new Surroundings(CallerAddress.of(spec.login().callerAddress()), Clock.systemUTC(), Waiting.real()),
                builder -> {});
    }

    /** Connects by the standard configuration, changed. */
    static Ec2Cloud open(
            ClusterSpec spec,
            Supplier<NodeRuntime> runtime,
            Surroundings surroundings,
            Consumer<Ec2ClientBuilder> change) {
        return new Ec2Cloud(Ec2Clients.open(change), spec, runtime, surroundings);
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public List<Node> describe(String cluster) {
        return describe(Ground.filter("tag:" + Tags.CLUSTER, List.of(cluster)));
    }

    @Override
    public List<Node> describeAll() {
        return describe(Ground.filter("tag-key", List.of(Tags.CLUSTER)));
    }

    private List<Node> describe(Filter filter) {
        InstanceTags tags = new InstanceTags(spec, prices.now());
        return Ec2Failure.explained("ec2:DescribeInstances", () -> clients
                .retrying()
                .describeInstancesPaginator(request -> request.filters(filter).maxResults(PAGE))
                .reservations()
                .stream()
                .flatMap(reservation -> reservation.instances().stream())
                .map(tags::node)
                .toList());
    }

    @Override
    public Prices prices(ClusterSpec wanted) {
        return prices.now();
    }

    @Override
    public Access access() {
        return new SshAccess(spec.login());
    }

    @Override
    public String console(Node node) {
        return Ec2Failure.explained("ec2:GetConsoleOutput", () -> Console.text(clients.retrying(), node.id()));
    }

    /**
     * Those that run are asked by their consoles, until they said that they are up: that is kept as a tag. A master that
     * waits for its runtime is sent it.
     */
    @Override
    public List<Node> probe(List<Node> nodes) {
        List<Node> running =
                nodes.stream().filter(node -> node.state() == NodeState.RUNNING).toList();
        if (running.isEmpty()) {
            return nodes;
        }
        Map<String, Node> judged = new HashMap<>();
        AllAtOnce.of(running, Launcher.AT_ONCE, this::judged).forEach(node -> judged.put(node.id(), node));
        judged.values().stream()
                .filter(node -> node.state() == NodeState.READY)
                .collect(Collectors.groupingBy(
                        node -> node.tags().getOrDefault(Tags.CORES, ""),
                        TreeMap::new,
                        Collectors.mapping(Node::id, Collectors.toList())))
                .forEach(this::tagReady);
        return nodes.stream().map(node -> judged.getOrDefault(node.id(), node)).toList();
    }

    private Node judged(Node node) {
        String said = console(node);
        Node judged = Console.judged(node, said);
        boolean waits = judged.state() == NodeState.RUNNING && judged.failure().isEmpty();
        return waits && node.role() == Role.MASTER ? masters.supply(judged, said) : judged;
    }

    private void tagReady(String cores, List<String> ids) {
        Map<String, String> tags = new HashMap<>(Map.of(Tags.STATE, NodeState.READY.label()));
        if (!cores.isEmpty()) {
            tags.put(Tags.CORES, cores);
        }
        tag(ids.stream().sorted().toList(), tags);
    }

    @Override
    public Gateway gateway(Node master) {
        return masters.gateway(master);
    }

    @Override
    public String publish(String address) {
        return Publication.to(address, runtime.get(), builder -> {});
    }

    @Override
    public Node launch(Order order) {
        return new InstanceTags(spec, prices.now()).node(launcher(order).launch(order));
    }

    /** All at once, a few at a time. */
    @Override
    public List<Node> launchAll(List<Order> orders) {
        if (orders.isEmpty()) {
            return List.of();
        }
        InstanceTags tags = new InstanceTags(spec, prices.now());
        Launcher launcher = launcher(orders.get(0));
        return AllAtOnce.of(orders, Launcher.AT_ONCE, order -> tags.node(launcher.launch(order)));
    }

    /** The group is made with the master: its absence says that the cluster is gone, and no worker is started then. */
    private Launcher launcher(Order first) {
        NodeRuntime wanted = runtime.get();
        if (!wanted.all().isEmpty()
                && spec.software().bucket().isEmpty()
                && !spec.login().isPossible()) {
            throw new ProvisionerException("Nobody could log in to the nodes of cluster " + first.cluster()
                    + ", and they get what they run, and their jobs, by ssh: set \"publicKey\" in the cluster spec to the"
                    + " text of your ~/.ssh/id_ed25519.pub, or \"keyName\" to a key pair of the account.");
        }
        Ground ground = Ground.of(clients.retrying(), spec);
        String vpc = ground.pools().get(0).vpc();
        String group = first.role() == Role.MASTER
                ? firewall.ensure(first.cluster(), vpc)
                : firewall.find(first.cluster(), vpc)
                        .map(SecurityGroup::groupId)
                        .orElseThrow(() -> new ProvisionerException("Cluster " + first.cluster()
                                + " has no security group: somebody called down() while it came up."));
        return new Launcher(clients.once(), new LaunchRequest(spec, wanted), surroundings.waiting(), ground, group);
    }

    @Override
    public void tag(Collection<String> ids, Map<String, String> changed) {
        List<Tag> all = changed.entrySet().stream()
                .map(tag ->
                        Tag.builder().key(tag.getKey()).value(tag.getValue()).build())
                .toList();
        for (int tries = 1; ; tries++) {
            try {
                clients.retrying().createTags(request -> request.resources(ids).tags(all));
                return;
            } catch (SdkException e) {
                // One that was launched a moment ago is not known everywhere yet.
                if (!Ec2Failure.code(e).equals(NOT_FOUND) || tries == TAG_TRIES) {
                    throw Ec2Failure.explanation("ec2:CreateTags", e);
                }
                Pauses.take(surroundings.waiting(), TAG_PAUSE);
            }
        }
    }

    /** One at a time where one of many is unknown, as EC2 then refuses the lot. */
    @Override
    public void terminate(Collection<String> ids) {
        Ec2Failure.explained("ec2:TerminateInstances", (Supplier<Integer>) () -> {
            try {
                clients.retrying().terminateInstances(request -> request.instanceIds(ids));
            } catch (Ec2Exception e) {
                if (!Ec2Failure.code(e).equals(NOT_FOUND)) {
                    throw e;
                }
                ids.forEach(this::terminateIfKnown);
            }
            return ids.size();
        });
    }

    private void terminateIfKnown(String id) {
        try {
            clients.retrying().terminateInstances(request -> request.instanceIds(id));
        } catch (Ec2Exception e) {
            if (!Ec2Failure.code(e).equals(NOT_FOUND)) {
                throw e;
            }
        }
    }

    @Override
    public boolean sweep(String cluster) {
        return firewall.delete(cluster);
    }

    @Override
    public void close() {
        masters.close();
        clients.close();
    }
}
