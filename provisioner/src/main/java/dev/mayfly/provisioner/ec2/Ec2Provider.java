package dev.mayfly.provisioner.ec2;

import dev.mayfly.provisioner.Cloud;
import dev.mayfly.provisioner.CloudProvider;
import dev.mayfly.provisioner.ClusterSpec;
import dev.mayfly.provisioner.NodeRuntime;

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
}
