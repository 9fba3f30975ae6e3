package dev.mayfly.kernel.node;

import dev.mayfly.engine.MapReduce;
import dev.mayfly.kernel.session.MavenResolver;
import dev.mayfly.provisioner.NodeRuntime;
import dev.mayfly.provisioner.ProvisionerException;
import dev.mayfly.provisioner.Supplies;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Supplies nodes that run what this process means by a job: Spark from the Maven repositories of this user, and this
 * process's own engine. Kept in this user's cache; the first time takes a download of some 300 MB.
 */
public final class NodeRuntimes implements Supplies {
    private static final String FLAGS = "/dev/mayfly/engine/jvm.flags";
    private static final long MEGA = 1_000_000;

    /** How much has to come between two words about it. */
    private static final long STEP = 30 * MEGA;

    private final MavenResolver maven;
    private final Path cache;
    private final Consumer<String> told;
    private @Nullable NodeRuntime own;

    private NodeRuntimes(MavenResolver maven, Path cache, Consumer<String> told) {
        this.maven = maven;
        this.cache = cache;
        this.told = told;
    }

    /**
     * By a resolver, in this user's cache.
     *
     * @param told how far a download is, in words
     */
    public static NodeRuntimes of(MavenResolver maven, Consumer<String> told) {
        return new NodeRuntimes(maven, CacheFolder.of(System.getenv(), System.getProperty("user.home", "/")), told);
    }

    /** Few sessions ask for it. */
    private SparkHome spark() {
        return SparkHome.in(cache);
    }

    @Override
    public Path sparkHome() {
        try {
            return spark().make(maven, new Telling());
        } catch (IOException e) {
            throw new ProvisionerException(
                    "Spark " + SparkHome.VERSION + " cannot be put in place: " + e.getMessage(), e);
        }
    }

    @Override
    public synchronized NodeRuntime runtime() {
        if (own == null) {
            own = make();
        }
        return own;
    }

    private NodeRuntime make() {
        try {
            EngineParts parts = EngineParts.listed();
            List<NodeRuntime.Jar> jars = new ArrayList<>();
            jars.add(NodeRuntime.Jar.of(NodeJar.make(parts.classes(), cache)));
            parts.libraries().forEach(library -> jars.add(NodeRuntime.Jar.of(library)));
            return new NodeRuntime(version(), jars, flags());
        } catch (IOException e) {
            throw new ProvisionerException("What nodes run cannot be put together: " + e.getMessage(), e);
        }
    }

    private static String version() {
        return Optional.ofNullable(NodeRuntimes.class.getPackage().getImplementationVersion())
                .orElse("unpackaged");
    }

    private static List<String> flags() throws IOException {
        try (InputStream in = Objects.requireNonNull(MapReduce.class.getResourceAsStream(FLAGS), FLAGS)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .map(String::strip)
                    .filter(line -> !line.isEmpty())
                    .toList();
        }
    }

    /** Words about a download, at a pace for reading. */
    private final class Telling implements LongConsumer {
        private long next;

        @Override
        public synchronized void accept(long bytes) {
            if (bytes >= next) {
                next = bytes + STEP;
                told.accept(String.format(
                        Locale.ROOT,
                        "fetching Spark %s, once: %,d of %,d MB",
                        SparkHome.VERSION,
                        bytes / MEGA,
                        spark().bytes() / MEGA));
            }
        }
    }
}
