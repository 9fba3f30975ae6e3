package dev.mayfly.engine.s3;

import dev.mayfly.engine.file.TemporaryFolders;
import dev.mayfly.engine.sink.Folder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** Objects below a prefix. They wait in a local folder until the job is over, and are published together. */
record S3Folder(S3Location prefix, Supplier<Connection> connection) implements Folder {

    @Override
    public String name() {
        return prefix.toString();
    }

    @Override
    public boolean isRemote() {
        return true;
    }

    @Override
    public Staging stage() throws IOException {
        return new Temporary(TemporaryFolders.standard());
    }

    private record Temporary(TemporaryFolders folders) implements Staging {
        @Override
        public Path path() {
            return folders.path();
        }

        @Override
        public void close() {
            folders.close();
        }
    }

    @Override
    public long publish(Path staged, Optional<String> last) throws IOException {
        List<Publication.Staged> files = new ArrayList<>();
        List<Publication.Staged> end = new ArrayList<>();
        try (Stream<Path> all = Files.walk(staged)) {
            for (Path file : all.filter(Files::isRegularFile).toList()) {
                String name = staged.relativize(file).toString().replace('\\', '/');
                boolean isLast = last.isPresent() && last.get().equals(name);
                (isLast ? end : files).add(new Publication.Staged(file, prefix.child(name)));
            }
        }
        try (Publication publication = new Publication(prefix, connection.get())) {
            return publication.publish(files, end);
        }
    }
}
