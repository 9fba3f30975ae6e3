package dev.mayfly.kernel.cell;

import dev.mayfly.kernel.session.Session;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The jars that cells added to a session. Safe for any thread. */
final class SessionJars {
    private final Session session;
    private final List<Path> added = new ArrayList<>();

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

    synchronized List<Path> added() {
        return List.copyOf(added);
    }
}
