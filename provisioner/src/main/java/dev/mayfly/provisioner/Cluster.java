package dev.mayfly.provisioner;

import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One cluster of one cloud. It remembers nothing: each call asks the cloud what there is, so that any process on any
 * machine, with the same spec, sees and does the same.
 */
public final class Cluster implements AutoCloseable {
    private final ClusterSpec spec;
    private final Cloud cloud;
    private final Clock clock;

    private Cluster(ClusterSpec spec, Cloud cloud, Clock clock) {
        this.spec = spec;
        this.cloud = cloud;
        this.clock = clock;
    }

    /** A cluster of a cloud that is connected; closing the cluster closes the cloud. */
    public static Cluster of(ClusterSpec spec, Cloud cloud, Clock clock) {
        return new Cluster(cloud.fit(spec), cloud, clock);
    }

    /**
     * A cluster of the cloud that the user named: by {@code provider}, else by the spec, else by {@code MAYFLY_PROVIDER}.
     *
     * @param provider what the call itself names
     * @throws ProvisionerException if no provider is named, or none has that name
     */
    public static Cluster open(ClusterSpec spec, Optional<String> provider, Map<String, String> environment) {
        CloudProvider chosen = Providers.installed().choose(provider, spec, environment);
        return of(spec, chosen.open(spec), Clock.systemUTC());
    }

    /**
     * What it would take to have a master and some workers, as a diff with its price; changes nothing.
     *
     * @throws ProvisionerException if n is out of bounds, or the cloud refuses
     */
    public Plan plan(int n) {
        return Planner.plan(cloud.describe(spec.name()), spec, n, clock.instant());
    }

    /**
     * Brings the cluster to a master and some workers, by carrying out {@link #plan}. Called again, from this process or
     * another, also after one that was killed half-way, it does what is left to do.
     *
     * @return what there is afterwards
     * @throws ProvisionerException if the plan is refused, or the cloud refuses; what was started stays, until its lease
     *     is over or {@link #down} ends it
     */
    public ClusterStatus up(int n) {
        if (!(cloud instanceof LaunchingCloud launching)) {
            throw new ProvisionerException("This version cannot start nodes on " + cloud.name()
                    + ": plan(n), status() and down() work there.");
        }
        Plan plan = plan(n);
        plan.refusal().ifPresent(reason -> {
            throw new ProvisionerException("up(" + n + ") is refused: " + reason);
        });
        if (!plan.ending().isEmpty()) {
            cloud.terminate(ids(plan.ending()));
        }
        String master = plan.master().map(Node::id).orElse("");
        for (Action.Launch launch : plan.launches()) {
            Node node = launching.launch(new LaunchingCloud.Order(
                    spec.name(),
                    launch.role(),
                    launch.slot(),
                    launch.attempt(),
                    launch.role() == Role.MASTER ? "" : master,
                    spec.hash(),
                    spec.lease()));
            master = launch.role() == Role.MASTER ? node.id() : master;
        }
        return status();
    }

    /** What there is now. Nodes whose lease is over are ended on the way, and shown as such. */
    public ClusterStatus status() {
        Instant now = clock.instant();
        List<Node> nodes = cloud.describe(spec.name());
        List<Node> expired = nodes.stream()
                .filter(node -> node.state() != NodeState.GONE && node.lease().expired(now))
                .toList();
        if (!expired.isEmpty()) {
            cloud.terminate(ids(expired));
        }
        return ClusterStatus.of(spec, cloud.name(), nodes, now);
    }

    /** Ends every node, and returns what was done. */
    public Plan down() {
        Plan plan = Planner.down(cloud.describe(spec.name()), spec);
        if (!plan.isEmpty()) {
            cloud.terminate(ids(plan.ending()));
        }
        return plan;
    }

    /** What it is made of. */
    public ClusterSpec spec() {
        return spec;
    }

    /** Where it lives: {@code ec2}. */
    public String provider() {
        return cloud.name();
    }

    private static List<String> ids(List<Node> nodes) {
        return nodes.stream().map(Node::id).toList();
    }

    /** Ends the connection to the cloud; the nodes live on. */
    @Override
    public void close() {
        cloud.close();
    }

    @Override
    public String toString() {
        return "cluster " + spec.name() + " on " + cloud.name() + ": plan(n), up(n), status(), down()";
    }
}
