package dev.mayfly.provisioner;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Collectors;

/**
 * One cluster of one cloud. It remembers nothing: each call asks the cloud what there is, so that any process on any
 * machine, with the same spec, sees and does the same.
 */
public final class Cluster implements AutoCloseable {
    /** How long a node that is not needed may take to finish what it has. */
    private static final Duration DRAIN = Duration.ofMinutes(2);

    private final ClusterSpec spec;
    private final Cloud cloud;
    private final Clock clock;
    private final Waiting waiting;

    private Cluster(ClusterSpec spec, Cloud cloud, Clock clock, Waiting waiting) {
        this.spec = spec;
        this.cloud = cloud;
        this.clock = clock;
        this.waiting = waiting;
    }

    /** A cluster of a cloud that is connected; closing the cluster closes the cloud. */
    public static Cluster of(ClusterSpec spec, Cloud cloud, Clock clock) {
        return of(spec, cloud, clock, Waiting.real());
    }

    /** A cluster whose time passes as somebody else says. */
    public static Cluster of(ClusterSpec spec, Cloud cloud, Clock clock, Waiting waiting) {
        return new Cluster(cloud.fit(spec), cloud, clock, waiting);
    }

    /**
     * A cluster of the cloud that the user named: by {@code provider}, else by the spec, else by {@code MAYFLY_PROVIDER}.
     *
     * @param provider what the call itself names
     * @param runtime what nodes run that are launched here
     * @throws ProvisionerException if no provider is named, or none has that name
     */
    public static Cluster open(
            ClusterSpec spec, Optional<String> provider, Map<String, String> environment, NodeRuntime runtime) {
        CloudProvider chosen = Providers.installed().choose(provider, spec, environment);
        return of(spec, chosen.open(spec, runtime), Clock.systemUTC());
    }

    /** As {@link #open(ClusterSpec, Optional, Map, NodeRuntime)}, with what nodes are made of fetched when it is needed. */
    public static Cluster open(
            ClusterSpec spec, Optional<String> provider, Map<String, String> environment, Supplies supplies) {
        CloudProvider chosen = Providers.installed().choose(provider, spec, environment);
        return of(spec, chosen.open(spec, supplies), Clock.systemUTC());
    }

    /**
     * What it would take to have a master and some workers, as a diff with its price; changes nothing.
     *
     * @throws ProvisionerException if n is out of bounds, or the cloud refuses
     */
    public Plan plan(int n) {
        return plan(nodes(), n);
    }

    private Plan plan(List<Node> nodes, int n) {
        return Planner.plan(nodes, spec, cloud.prices(spec), n, now());
    }

    /**
     * Brings the cluster to a master and some workers, by carrying out {@link #plan}. Called again, from this process or
     * another, also after one that was killed half-way, it does what is left to do. Returns when every node is ordered;
     * {@link LiveStatus#await()} waits until they work.
     *
     * @throws ProvisionerException if the plan is refused, or the cloud refuses; what was started stays, until its lease
     *     is over or {@link #down} ends it
     */
    public LiveStatus up(int n) {
        return new LiveStatus(this, n, new Ascent(this, launching("up"), n).climb());
    }

    /** Brings the cluster to what was last wanted of it, by {@code up(n)}, {@code grow} or {@code shrink}. */
    public LiveStatus up() {
        Node master = livingMaster("up()");
        return up(wanted(master));
    }

    /**
     * Wants more workers. First says so on the master, as an absolute number, so that {@link #up()} ends what a killed
     * process began.
     */
    public LiveStatus grow(int k) {
        requirePositive("grow", k);
        return change("grow(" + k + ")", k);
    }

    /** Wants fewer workers: those of the highest slots finish what they have, and end. */
    public LiveStatus shrink(int k) {
        requirePositive("shrink", k);
        return change("shrink(" + k + ")", -k);
    }

    private static void requirePositive(String what, int k) {
        if (k < 1) {
            throw new ProvisionerException(what + "(" + k + ") makes no sense: k must be at least 1.");
        }
    }

    private LiveStatus change(String what, int by) {
        Node master = livingMaster(what);
        int n = Math.max(0, wanted(master) + by);
        plan(n).refusal().ifPresent(reason -> {
            throw new ProvisionerException(what + " is refused: " + reason);
        });
        wish(master, n);
        return up(n);
    }

    /** Writes down how many workers are wanted, unless it says so already. */
    void wish(Node master, int n) {
        if (!master.want().equals(OptionalInt.of(n))) {
            cloud.tag(List.of(master.id()), Map.of(Tags.WANT, String.valueOf(n)));
        }
    }

    private Node livingMaster(String what) {
        return plan(0).master()
                .orElseThrow(() -> new ProvisionerException("Cluster " + spec.name() + " has no master, so " + what
                        + " has nothing to start from: up(n) starts one."));
    }

    /** What the master was told; where it was not, as many workers as there are. */
    private int wanted(Node master) {
        return master.want().orElseGet(() -> (int) nodes().stream()
                .filter(node -> node.role() == Role.WORKER && node.alive(now()))
                .filter(node -> node.master().equals(master.id()))
                .map(Node::slot)
                .distinct()
                .count());
    }

    /** Carries out what a plan ends and drains. */
    void end(Plan plan) {
        if (!plan.ending().isEmpty()) {
            cloud.terminate(ids(plan.ending()));
        }
        if (!plan.draining().isEmpty()) {
            cloud.tag(
                    ids(plan.draining()),
                    Map.of(
                            Tags.STATE,
                            NodeState.DRAINING.label(),
                            Tags.LEASE_UNTIL,
                            now().plus(DRAIN).toString()));
        }
    }

    /** Replaces what is lost of a cluster that comes up. */
    void refill(int n) {
        if (!plan(n).isEmpty()) {
            new Ascent(this, launching("up"), n).climb();
        }
    }

    private LaunchingCloud launching(String what) {
        if (cloud instanceof LaunchingCloud launching) {
            return launching;
        }
        throw new ProvisionerException("This version cannot start nodes on " + cloud.name() + ", so there is no " + what
                + "(n): plan(n), status() and down() work there.");
    }

    /** What there is now. Nodes whose lease is over are ended on the way, and shown as such. */
    public ClusterStatus status() {
        return new Upkeep(this, cloud).status();
    }

    /**
     * Lets every node live for some time from now; no lease gets shorter.
     *
     * @throws ProvisionerException if that would cost more than the budget
     */
    public ClusterStatus extend(Duration time) {
        return new Upkeep(this, cloud).extend(time);
    }

    /**
     * Ends every node, and returns what was done. Returns when the cloud says that all are over, so that a node that
     * another process was just starting is ended too.
     *
     * @throws ProvisionerException if nodes are left after 10 minutes; they end when their lease is over
     */
    public Plan down() {
        return new Descent(this, cloud).fall();
    }

    /** Every cluster of this account, or user. */
    public ClusterList list() {
        return ClusterList.of(cloud.name(), cloud.describeAll(), now());
    }

    /** The command that opens a shell on the master, with its ports forwarded. */
    public String ssh() {
        Node master = livingMaster("ssh()");
        return cloud.access()
                .ssh(master)
                .map(words -> words.stream()
                        .map(word ->
                                word.matches("[A-Za-z0-9@%+=:,./_~-]+") ? word : "'" + word.replace("'", "'\\''") + "'")
                        .collect(Collectors.joining(" ")))
                .orElseThrow(() -> new ProvisionerException("Nodes on " + cloud.name() + " have no ssh."));
    }

    /** The way to the engine, once the master is ready; empty before. The caller closes it. */
    public Optional<Gateway> gateway() {
        return cloud.probe(nodes()).stream()
                .filter(node -> node.role() == Role.MASTER && node.state() == NodeState.READY && node.alive(now()))
                .findFirst()
                .map(cloud::gateway);
    }

    /** The engine's web page; where {@link #ssh()} has a command, while that runs. */
    public String url() {
        return cloud.access().ui(livingMaster("url()"));
    }

    /** The line that lets any Spark client use the cluster; where {@link #ssh()} has a command, while that runs. */
    public String sparkRemote() {
        return "export SPARK_REMOTE=" + cloud.access().sparkRemote(livingMaster("sparkRemote()"));
    }

    /**
     * What a node wrote to its console.
     *
     * @param node {@code master}, {@code worker 3}, {@code 3}, or an id
     */
    public String logs(String node) {
        List<Node> nodes = nodes();
        return nodes.stream()
                .filter(each -> each.id().equals(node)
                        || (names(each).contains(node.strip()) && each.state() != NodeState.GONE))
                .findFirst()
                .map(cloud::console)
                .orElseThrow(() -> new ProvisionerException("Cluster " + spec.name() + " has no node \"" + node
                        + "\": there are "
                        + nodes.stream().map(Node::label).collect(Collectors.joining(", ")) + "."));
    }

    private static List<String> names(Node node) {
        return node.role() == Role.MASTER
                ? List.of("master")
                : List.of("worker " + node.slot(), String.valueOf(node.slot()));
    }

    /**
     * Puts what nodes run into a bucket, from which they take it once {@code runtime} of the spec names it.
     *
     * @param address such as {@code s3://bucket/mayfly}
     * @return what was done, in words
     */
    public String publish(String address) {
        return cloud.publish(address);
    }

    /** What it is made of. */
    public ClusterSpec spec() {
        return spec;
    }

    /** Where it lives: {@code ec2}. */
    public String provider() {
        return cloud.name();
    }

    Duration pace() {
        return cloud.pace();
    }

    List<Node> nodes() {
        return cloud.describe(spec.name());
    }

    Instant now() {
        return clock.instant();
    }

    void pause(Duration time) throws InterruptedException {
        waiting.pause(time);
    }

    Plan compare(List<Node> nodes, int n) {
        return plan(nodes, n);
    }

    void terminate(List<Node> nodes) {
        cloud.terminate(ids(nodes));
    }

    private static List<String> ids(List<Node> nodes) {
        return new ArrayList<>(nodes.stream().map(Node::id).toList());
    }

    /** Ends the connection to the cloud; the nodes live on. */
    @Override
    public void close() {
        cloud.close();
    }

    @Override
    public String toString() {
        return "cluster " + spec.name() + " on " + cloud.name()
                + ": plan(n), up(n), status(), grow(k), shrink(k), extend(time), down(), list(), ssh(), url(), logs(node)";
    }
}
