package dev.mayfly.kernel.cell;

import dev.mayfly.kernel.session.MavenRequest;
import dev.mayfly.kernel.session.MavenResolver;
import dev.mayfly.kernel.session.Session;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * The jars that cells added to a session, and their sources, where its documentation is. Sources that lie beside a jar are
 * there at once; those of Maven artifacts are fetched when somebody first asks for documentation that is not there. Safe for
 * any thread.
 */
final class SessionJars {
    /** A person waits for documentation no longer than this; what comes later is there when it is asked for again. */
    private static final long MOST_SECONDS = 3;

    private static final String JAR = ".jar";

    private final Session session;
    private final MavenResolver maven;
    private final List<Path> added = new ArrayList<>();
    private final List<Path> compilers = new ArrayList<>();
    /** Artifacts whose sources nobody has needed yet. */
    private final List<MavenRequest> unread = new ArrayList<>();
    /** What was begun and nobody has waited for to its end. */
    private @Nullable CompletableFuture<Void> reading;

    SessionJars(Session session, MavenResolver maven) {
        this.session = session;
        this.maven = maven;
    }

    /**
     * Makes jars or folders of classes available; those that are there already stay as they are.
     *
     * @throws MagicException if a file is no jar; none is added then
     */
    synchronized void add(List<Path> jars) throws MagicException {
        List<Path> fresh = jars.stream()
                .map(path -> path.toAbsolutePath().normalize())
                .filter(path -> !added.contains(path))
                .toList();
        try {
            session.addJars(fresh);
        } catch (UncheckedIOException e) {
            throw new MagicException(e.getMessage() + "; nothing was added");
        }
        added.addAll(fresh);
        List<Path> sources = fresh.stream()
                .map(SessionJars::sources)
                .filter(Files::isRegularFile)
                .toList();
        if (!sources.isEmpty()) {
            session.addSources(sources);
        }
    }

    private static Path sources(Path jar) {
        String name = FileNames.fileName(jar);
        return jar.resolveSibling(
                name.endsWith(JAR) ? name.substring(0, name.length() - JAR.length()) + "-sources" + JAR : name);
    }

    /** Notes what artifacts were added: their sources can be had. */
    synchronized void addedAs(MavenRequest request) {
        unread.add(request);
    }

    /** Fetches sources that were not fetched yet; true if some may have come since somebody last asked. */
    boolean readSources() {
        CompletableFuture<Void> begun;
        synchronized (this) {
            begun = reading;
            if (!unread.isEmpty()) {
                List<MavenRequest> now = List.copyOf(unread);
                unread.clear();
                begun = CompletableFuture.runAsync(() -> now.forEach(this::readSources), SessionJars::inBackground);
                reading = begun;
            }
        }
        if (begun == null) {
            return false;
        }
        try {
            begun.get(MOST_SECONDS, TimeUnit.SECONDS);
            synchronized (this) {
                reading = reading == begun ? null : reading;
            }
        } catch (TimeoutException | ExecutionException notThereYet) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return true;
    }

    private void readSources(MavenRequest request) {
        List<Path> found = maven.sources(request);
        if (!found.isEmpty()) {
            session.addSources(found);
        }
    }

    private static void inBackground(Runnable task) {
        Thread thread = new Thread(task, "mayfly-sources");
        thread.setDaemon(true);
        thread.start();
    }

    /** Makes jars available that this process has anyway, and the nodes of clusters too: they do not travel. */
    synchronized void addForCompiler(List<Path> jars) {
        List<Path> fresh =
                jars.stream().filter(path -> !compilers.contains(path)).toList();
        if (!fresh.isEmpty()) {
            session.addJars(fresh);
            compilers.addAll(fresh);
        }
    }

    synchronized List<Path> added() {
        return List.copyOf(added);
    }
}
