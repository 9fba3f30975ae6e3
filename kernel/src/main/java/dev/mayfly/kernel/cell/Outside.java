package dev.mayfly.kernel.cell;

import dev.mayfly.engine.closure.SessionClasses;
import dev.mayfly.kernel.session.MavenResolver;
import dev.mayfly.provisioner.Cluster;
import java.util.function.Consumer;

/**
 * What a workspace may reach beyond this process.
 *
 * @param maven where {@code %maven}, and the nodes of clusters, find artifacts
 * @param clouds where {@code cluster} finds its nodes
 * @param engines what runs jobs on them
 * @param shell whether cells may run programs by {@code %%bash}
 */
record Outside(MavenResolver maven, SessionCluster.Opening clouds, Engines engines, boolean shell) {
    /** Makes the engine of one session. */
    @FunctionalInterface
    interface Engines {
        /**
         * The engine of a session.
         *
         * @param classes what functions of cells are made of
         * @param notes told what the person should know of a job, in sentences
         */
        Engine of(SessionClasses classes, Consumer<String> notes);
    }

    /** Spark on nodes of other clouds than the user's settings say. */
    Outside(MavenResolver maven, SessionCluster.Opening clouds, boolean shell) {
        // No method reference: that would load Spark's classes here.
        this(maven, clouds, (classes, notes) -> new SparkEngine(classes, notes), shell);
    }

    /** What the user's settings and environment say. */
    static Outside standard() {
        return new Outside(
                MavenResolver.ofThisUser(),
                (spec, provider, supplies) -> Cluster.open(spec, provider, System.getenv(), supplies),
                ShellMagic.isAllowed(System.getenv()));
    }
}
