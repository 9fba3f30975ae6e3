package dev.mayfly.kernel.cell;

import dev.mayfly.kernel.session.Session;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The jars that cells added to a session. Safe for any thread. */
final class SessionJars {
    private final Session session;
    private final List<Path> added = new ArrayList<>();
    private final List<Path> compilers = new ArrayList<>();

    SessionJars(Session session) {
        this.session = session;
    }

    /** Makes jars or folders of classes available; those that are there already stay as they are. */
    synchronized void add(List<Path> jars) {
        List<Path> fresh = jars.stream()
                .map(path -> path.toAbsolutePath().normalize())
                .filter(path -> !added.contains(path))
                .toList();
        session.addJars(fresh);
        added.addAll(fresh);
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
