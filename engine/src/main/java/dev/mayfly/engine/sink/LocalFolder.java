package dev.mayfly.engine.sink;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;

/** A folder on this machine. Objects wait beside it, so that moving them is renaming them. */
record LocalFolder(Path path) implements Folder {

    @Override
    public String name() {
        return path.toString();
    }

    @Override
    public Staging stage() throws IOException {
        Path folder = path.toAbsolutePath().normalize();
        Path parent = folder.getParent();
        if (parent == null || (Files.exists(folder) && !Files.isDirectory(folder))) {
            throw new IOException(path + " is not a folder: name one, or a path that does not exist yet");
        }
        Files.createDirectories(parent);
        // Not createTempDirectory: its folder would be this user's alone, and it becomes the result.
        return new Beside(
                Files.createDirectory(parent.resolve("." + folder.getFileName() + ".partial-" + UUID.randomUUID())));
    }

    private record Beside(Path path) implements Staging {
        @Override
        public void close() throws IOException {
            Trees.delete(path);
        }
    }

    @Override
    public long publish(Path staged, Optional<String> last) throws IOException {
        List<Path> files;
        try (Stream<Path> all = Files.walk(staged)) {
            Comparator<Path> lastAtEnd =
                    Comparator.comparing(file -> last.isPresent() && file.equals(Path.of(last.get())));
            files = all.filter(Files::isRegularFile)
                    .map(staged::relativize)
                    .sorted(lastAtEnd)
                    .toList();
        }
        long bytes = 0;
        for (Path file : files) {
            bytes += Files.size(staged.resolve(file));
        }
        if (!Files.exists(path)) {
            Files.move(staged, path);
            return bytes;
        }
        replace(staged, files);
        return bytes;
    }

    private void replace(Path staged, List<Path> files) throws IOException {
        Deque<Move> done = new ArrayDeque<>();
        try (Staging backup = stage()) {
            try {
                for (Path file : files) {
                    replace(
                            staged.resolve(file),
                            path.resolve(file),
                            backup.path().resolve(file),
                            done);
                }
            } catch (IOException | RuntimeException e) {
                undo(done, e);
                throw e;
            }
        }
    }

    private static void replace(Path staged, Path target, Path backup, Deque<Move> done) throws IOException {
        if (Files.isDirectory(target)) {
            throw new IOException(target + " is a folder already: remove it, or choose another folder");
        }
        if (Files.exists(target)) {
            move(target, backup, done);
        }
        move(staged, target, done);
    }

    private record Move(Path from, Path to) {}

    private static void move(Path from, Path to, Deque<Move> done) throws IOException {
        Files.createDirectories(to.getParent());
        Files.move(from, to);
        done.push(new Move(from, to));
    }

    private static void undo(Deque<Move> done, Exception cause) {
        for (Move move : done) {
            try {
                Files.move(move.to(), move.from());
            } catch (IOException e) {
                cause.addSuppressed(e);
            }
        }
    }
}
