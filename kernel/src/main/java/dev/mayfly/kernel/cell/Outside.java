package dev.mayfly.kernel.cell;

import dev.mayfly.kernel.session.MavenResolver;
import dev.mayfly.provisioner.Cluster;
import dev.mayfly.provisioner.NodeRuntime;

/**
 * What a workspace may reach beyond this process.
 *
 * @param maven where {@code %maven} finds artifacts
 * @param clouds where {@code cluster} finds its nodes
 * @param shell whether cells may run programs by {@code %%bash}
 */
record Outside(MavenResolver maven, SessionCluster.Opening clouds, boolean shell) {
    /** What the user's settings and environment say. */
    static Outside standard() {
        return new Outside(
                MavenResolver.ofThisUser(),
                (spec, provider) -> Cluster.open(spec, provider, System.getenv(), NodeRuntime.bare()),
                ShellMagic.isAllowed(System.getenv()));
    }
}
