package dev.mayfly.provisioner.ec2;

import dev.mayfly.provisioner.Cloud;
import dev.mayfly.provisioner.CloudProvider;
import dev.mayfly.provisioner.ClusterSpec;
import dev.mayfly.provisioner.NodeRuntime;
import dev.mayfly.provisioner.Supplies;

/** {@code ec2}: the account and region of the standard AWS configuration. */
public final class Ec2Provider implements CloudProvider {
    @Override
    public String name() {
        return Ec2Cloud.NAME;
    }

    @Override
    public Cloud open(ClusterSpec spec, NodeRuntime runtime) {
        return Ec2Cloud.standard(spec, runtime);
    }

    /** Nodes take the runtime from the bucket that the spec names, and from nowhere else: without one they have none. */
    @Override
    public Cloud open(ClusterSpec spec, Supplies supplies) {
        return open(spec, spec.software().bucket().isPresent() ? supplies.runtime() : NodeRuntime.bare());
    }
}
