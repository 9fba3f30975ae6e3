package dev.mayfly.kernel.node;

import dev.mayfly.kernel.session.MavenResolver;
import dev.mayfly.kernel.session.UnresolvedArtifactException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import java.util.function.LongConsumer;
import java.util.stream.Stream;

/**
 * Spark's programs on this machine, laid out as Spark wants its home. They come from Maven repositories, once: a folder
 * that is there was checked to the byte before it got its name, and is not looked through again.
 */
final class SparkHome {
    static final String VERSION = "4.2.0";

    private final List<PinnedJar> jars;
    private final String version;
    private final Path cache;

    private SparkHome(List<PinnedJar> jars, String version, Path cache) {
        this.jars = jars;
        this.version = version;
        this.cache = cache;
    }

    /** The Spark that Mayfly knows, in a folder of caches. */
    static SparkHome in(Path cache) {
        return of(PinnedJar.ofSpark(VERSION), VERSION, cache);
    }

    static SparkHome of(List<PinnedJar> jars, String version, Path cache) {
        return new SparkHome(jars, version, cache);
    }

    /** The folder, whether it is there or not. */
    Path path() {
        return cache.resolve("spark-" + version);
    }

    boolean isThere() {
        return Files.isDirectory(path());
    }

    long bytes() {
        return jars.stream().mapToLong(PinnedJar::bytes).sum();
    }

    /**
     * Makes the folder unless it is there. Two processes may do so at once: one of them wins, with the same content.
     *
     * @param fetched told the bytes that came over the network so far
     * @throws UnresolvedArtifactException if a jar cannot be had
     * @throws IOException if one is not what it should be, or the disk refuses
     */
    Path make(MavenResolver maven, LongConsumer fetched) throws IOException {
        if (isThere()) {
            return path();
        }
        List<Path> found = maven.fetch(jars.stream().map(PinnedJar::coordinates).toList(), fetched);
        Files.createDirectories(cache);
        Path unfinished = cache.resolve("spark-" + version + "." + UUID.randomUUID() + ".part");
        try {
            Path folder = Files.createDirectories(unfinished.resolve("jars"));
            for (int i = 0; i < found.size(); i++) {
                jars.get(i).verify(found.get(i));
                place(found.get(i), folder.resolve(found.get(i).getFileName()));
            }
            Files.writeString(unfinished.resolve("RELEASE"), "Spark " + version + "\n");
            Files.move(unfinished, path(), StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            if (!isThere()) {
                throw e;
            }
        } finally {
            delete(unfinished);
        }
        return path();
    }

    /** A second name for the same bytes, where the file system can: whoever empties the repository takes nothing away. */
    private static void place(Path from, Path to) throws IOException {
        try {
            Files.createLink(to, from.toRealPath());
        } catch (IOException | UnsupportedOperationException e) {
            Files.copy(from, to, StandardCopyOption.REPLACE_EXISTING);
        }
    }

    private static void delete(Path folder) throws IOException {
        if (Files.exists(folder)) {
            try (Stream<Path> tree = Files.walk(folder)) {
                for (Path entry : tree.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(entry);
                }
            }
        }
    }
}
