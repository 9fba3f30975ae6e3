package dev.mayfly.provisioner.local;

import dev.mayfly.provisioner.Cloud;
import dev.mayfly.provisioner.CloudProvider;
import dev.mayfly.provisioner.ClusterSpec;
import dev.mayfly.provisioner.NodeRuntime;
import dev.mayfly.provisioner.Supplies;
import java.nio.file.Path;

/** {@code local}: processes of this machine and user, which cost nothing. */
public final class LocalProvider implements CloudProvider {
    @Override
    public String name() {
        return LocalCloud.NAME;
    }

    @Override
    public Cloud open(ClusterSpec spec, NodeRuntime runtime) {
        return new LocalCloud(folder(), LocalNodes.bare());
    }

    @Override
    public Cloud open(ClusterSpec spec, Supplies supplies) {
        return new LocalCloud(folder(), LocalNodes.running(supplies));
    }

    private static AgentFolder folder() {
        return AgentFolder.below(Path.of(System.getProperty("java.io.tmpdir", "/tmp")));
    }
}
