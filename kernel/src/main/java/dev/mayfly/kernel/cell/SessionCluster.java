package dev.mayfly.kernel.cell;

import dev.mayfly.provisioner.Cluster;
import dev.mayfly.provisioner.ClusterSpec;
import dev.mayfly.provisioner.ClusterStatus;
import dev.mayfly.provisioner.Plan;
import dev.mayfly.provisioner.SpecFile;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The variable {@code cluster} of every cell: which cluster the session means, and what there is of it. It remembers a
 * provider and a spec; what nodes there are, the cloud alone knows. Nothing is asked of a cloud before a method needs it.
 */
public final class SessionCluster implements AutoCloseable {
    /** Connects to the cloud of a cluster. */
    @FunctionalInterface
    interface Opening {
        Cluster open(ClusterSpec spec, Optional<String> provider);
    }

    private final Opening opening;
    private final Path folder;
    private ClusterSpec spec = SpecFile.defaults();
    private Optional<String> provider = Optional.empty();
    private @Nullable Cluster opened;

    /** @param folder what relative names of specs start from */
    SessionCluster(Opening opening, Path folder) {
        this.opening = opening;
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
     * @throws dev.mayfly.provisioner.ProvisionerException if it cannot be read, or a field is unknown or wrong
     */
    public synchronized SessionCluster spec(String file) {
        ClusterSpec read = SpecFile.read(folder.resolve(file));
        close();
        spec = read;
        return this;
    }

    /** What the cluster is made of. */
    public synchronized ClusterSpec spec() {
        return spec;
    }

    /**
     * What it would take to have a master and so many workers, as a diff with its price; changes nothing.
     *
     * @throws dev.mayfly.provisioner.ProvisionerException if no provider is named, n is out of bounds, or the cloud refuses
     */
    public Plan plan(int n) {
        return cluster().plan(n);
    }

    /** What there is now. Nodes whose lease is over are ended on the way, and shown as such. */
    public ClusterStatus status() {
        return cluster().status();
    }

    /** Ends every node of the cluster, and returns what was done. */
    public Plan down() {
        return cluster().down();
    }

    private synchronized Cluster cluster() {
        if (opened == null) {
            opened = opening.open(spec, provider);
        }
        return opened;
    }

    /** Ends the connection to the cloud, if there is one; the nodes live on. */
    @Override
    public synchronized void close() {
        if (opened != null) {
            opened.close();
            opened = null;
        }
    }

    /** Says which cluster is meant; asks no cloud. */
    @Override
    public synchronized String toString() {
        String where = provider.or(spec::provider)
                .map(name -> " on " + name)
                .orElse(", no provider named here: .on(\"ec2\") or .on(\"local\") does");
        return "cluster " + spec.name() + where + "; plan(n), status(), down(), spec(), spec(\"file.json\")";
    }
}
