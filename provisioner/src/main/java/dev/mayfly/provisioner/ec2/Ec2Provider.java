package dev.mayfly.provisioner.ec2;

import dev.mayfly.provisioner.Cloud;
import dev.mayfly.provisioner.CloudProvider;
import dev.mayfly.provisioner.ClusterSpec;
import dev.mayfly.provisioner.NodeRuntime;
import dev.mayfly.provisioner.Supplies;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** {@code ec2}: the account and region of the standard AWS configuration. */
public final class Ec2Provider implements CloudProvider {
    @Override
    public String name() {
        return Ec2Cloud.NAME;
    }

    @Override
    public Cloud open(ClusterSpec spec, NodeRuntime runtime) {
        return Ec2Cloud.standard(spec, () -> runtime);
    }

    /** Spark comes with the runtime, unless the spec has nodes take it from elsewhere. */
    @Override
    public Cloud open(ClusterSpec spec, Supplies supplies) {
        return Ec2Cloud.standard(
                spec,
                new Once<>(() -> spec.software().spark().isPresent()
                        ? supplies.runtime()
                        : supplies.runtime().withSpark(supplies.sparkHome())));
    }

    /** Asks once: to read all jars for their checksums takes a second. */
    private static final class Once<T> implements Supplier<T> {
        private final Supplier<T> source;
        private @Nullable T value;

        Once(Supplier<T> source) {
            this.source = source;
        }

        @Override
        public synchronized T get() {
            T known = value;
            if (known == null) {
                known = source.get();
                value = known;
            }
            return known;
        }
    }
}
