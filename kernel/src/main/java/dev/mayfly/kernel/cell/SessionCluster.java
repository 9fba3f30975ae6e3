package dev.mayfly.kernel.cell;

import dev.mayfly.engine.Backend;
import dev.mayfly.engine.JobListener;
import dev.mayfly.engine.JobOutput;
import dev.mayfly.provisioner.Cluster;
import dev.mayfly.provisioner.ClusterList;
import dev.mayfly.provisioner.ClusterSpec;
import dev.mayfly.provisioner.ClusterStatus;
import dev.mayfly.provisioner.LiveStatus;
import dev.mayfly.provisioner.Plan;
import dev.mayfly.provisioner.ProvisionerException;
import dev.mayfly.provisioner.SpecFile;
import dev.mayfly.provisioner.Supplies;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.spark.sql.SparkSession;
import org.jspecify.annotations.Nullable;

/**
 * The variable {@code cluster} of every cell: which cluster the session means, and what there is of it. It remembers a
 * provider and a spec, and that the session brought it up; what nodes there are, the cloud alone knows. Nothing is asked of
 * a cloud before a method needs it. Once it was brought up here, jobs that say nothing else run on it.
 */
public final class SessionCluster implements Backend {
    /** Connects to the cloud of a cluster. */
    @FunctionalInterface
    interface Opening {
        Cluster open(ClusterSpec spec, Optional<String> provider, Supplies supplies);
    }

    private final Opening opening;
    private final Supplies supplies;
    /** Asked once there is a cluster, since an engine is many classes. */
    private final Supplier<Engine> engine;

    private final Path folder;
    /** Null until it is asked for: most sessions have no cluster, and what reads JSON takes a tenth of a start. */
    private @Nullable ClusterSpec spec;

    private Optional<String> provider = Optional.empty();
    private @Nullable Cluster opened;
    private @Nullable ClusterBackend backend;
    private @Nullable ClusterStanding standing;

    /**
     * @param supplies what nodes are made of
     * @param engine what runs jobs on a cluster; asked when there is one
     * @param folder what relative names of specs start from
     */
    SessionCluster(Opening opening, Supplies supplies, Supplier<Engine> engine, Path folder) {
        this.opening = opening;
        this.supplies = supplies;
        this.engine = engine;
        this.folder = folder;
    }

    /** Names the provider from now on: {@code cluster.on("ec2").plan(8)}. It is never guessed, since a guess may cost money. */
    public synchronized SessionCluster on(String name) {
        close();
        provider = Optional.of(name);
        return this;
    }

    /**
     * Takes the spec of a JSON file from now on.
     *
     * @throws ProvisionerException if it cannot be read, or a field is unknown or wrong
     */
    public synchronized SessionCluster spec(String file) {
        ClusterSpec read = SpecFile.read(folder.resolve(file));
        close();
        spec = read;
        return this;
    }

    /** What the cluster is made of. */
    public synchronized ClusterSpec spec() {
        if (spec == null) {
            spec = SpecFile.defaults();
        }
        return spec;
    }

    /**
     * What it would take to have a master and so many workers, as a diff with its price; changes nothing.
     *
     * @throws ProvisionerException if no provider is named, n is out of bounds, or the cloud refuses
     */
    public Plan plan(int n) {
        return cluster().plan(n);
    }

    /**
     * Brings the cluster to a master and so many workers, and has jobs run there from now on. Called as often as one likes:
     * what is there already stays. Returns when the nodes are ordered; {@link LiveStatus#await()} waits until they work, and
     * a job waits by itself.
     *
     * @throws ProvisionerException if the plan is refused, or the cloud refuses
     */
    public LiveStatus up(int n) {
        LiveStatus status = cluster().up(n);
        use();
        return status;
    }

    /** Brings the cluster to what was last wanted of it. */
    public LiveStatus up() {
        LiveStatus status = cluster().up();
        use();
        return status;
    }

    /** Wants so many more workers. */
    public LiveStatus grow(int k) {
        LiveStatus status = cluster().grow(k);
        use();
        return status;
    }

    /** Wants so many fewer workers, which finish what they have. */
    public LiveStatus shrink(int k) {
        return cluster().shrink(k);
    }

    /** Lets every node live for some time from now, within the budget. */
    public ClusterStatus extend(Duration time) {
        return cluster().extend(time);
    }

    /** What there is now. Nodes whose lease is over are ended on the way, and shown as such. */
    public ClusterStatus status() {
        return cluster().status();
    }

    /** Ends every node of the cluster, and returns what was done. Jobs run in this process again. */
    public Plan down() {
        Cluster known = cluster();
        release();
        return known.down();
    }

    /** Every cluster of this account, or user. */
    public ClusterList list() {
        return cluster().list();
    }

    /** The command that opens a shell on the master. */
    public String ssh() {
        return cluster().ssh();
    }

    /** The engine's web page. */
    public String url() {
        return cluster().url();
    }

    /** The line that lets any Spark client use the cluster. */
    public String sparkRemote() {
        return cluster().sparkRemote();
    }

    /** What a node wrote to its console: {@code logs("master")}, {@code logs("worker 3")}. */
    public String logs(String node) {
        return cluster().logs(node);
    }

    /**
     * The engine's own session, for those who want data frames: {@code cluster.spark().sql("select 1").show()}. Waits until
     * the cluster is there.
     *
     * @throws ProvisionerException if the cluster was not brought up here
     */
    public SparkSession spark() throws InterruptedException {
        return required().session();
    }

    /** Whether jobs run here that say nothing else. */
    synchronized boolean isUsed() {
        return backend != null;
    }

    /** How the cluster stands that jobs run on, as far as it is known without waiting; nothing where there is none. */
    synchronized Optional<String> standing() {
        return standing == null ? Optional.empty() : standing.line();
    }

    private synchronized void use() {
        if (backend == null) {
            Cluster used = cluster();
            standing = new ClusterStanding(used::status);
            backend = new ClusterBackend(
                    used, new Connections(used, () -> supplies.runtime().hash(), engine.get()));
        }
    }

    private synchronized ClusterBackend required() {
        ClusterBackend known = backend;
        if (known == null) {
            throw new ProvisionerException(
                    "Cluster " + spec().name()
                            + " was not brought up in this session: cluster.up(n) does, or finds what another session started.");
        }
        return known;
    }

    private synchronized Cluster cluster() {
        if (opened == null) {
            opened = opening.open(spec(), provider, supplies);
        }
        return opened;
    }

    @Override
    public String name() {
        return required().name();
    }

    @Override
    public boolean isElsewhere() {
        return true;
    }

    @Override
    public <T> JobOutput<T> run(dev.mayfly.engine.Plan<T> plan, JobListener listener) {
        return required().run(plan, listener);
    }

    private void release() {
        ClusterBackend known;
        synchronized (this) {
            known = backend;
            backend = null;
            standing = null;
        }
        if (known != null) {
            known.close();
        }
    }

    /** Ends the connection to the cluster and its cloud, if there is one; the nodes live on. */
    @Override
    public void close() {
        release();
        synchronized (this) {
            if (opened != null) {
                opened.close();
                opened = null;
            }
        }
    }

    /** Says which cluster is meant; asks no cloud. */
    @Override
    public synchronized String toString() {
        String where = provider.or(spec()::provider)
                .map(name -> " on " + name)
                .orElse(", no provider named here: .on(\"ec2\") or .on(\"local\") does");
        return "cluster " + spec().name() + where
                + "; plan(n), up(n), status(), grow(k), shrink(k), extend(time), down(), spark(), spec(\"file.json\")";
    }
}
