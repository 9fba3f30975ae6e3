package dev.mayfly.engine.sink;

import dev.mayfly.engine.Pair;
import dev.mayfly.engine.Sink;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Iterator;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * An object for each pair: its key is the name, a relative path; its value the content, bytes as they are, anything else
 * as the UTF-8 of its {@code toString}. All objects appear, or none. Two pairs of one key are an error, as is a key that
 * is a folder of another.
 */
public final class ObjectOutput implements Sink<Pair<?, ?>> {
    private final Folder folder;
    private final boolean gzip;
    private final boolean manifest;

    private ObjectOutput(Folder folder, boolean gzip, boolean manifest) {
        this.folder = folder;
        this.gzip = gzip;
        this.manifest = manifest;
    }

    /** Files below a folder on this machine, which is made where it is missing. */
    public static ObjectOutput folder(Path folder) {
        return at(new LocalFolder(folder));
    }

    /** Objects stored at some place. */
    public static ObjectOutput at(Folder folder) {
        return new ObjectOutput(folder, false, false);
    }

    /** Compresses every object by gzip; names that do not end in {@code .gz} get it. */
    public ObjectOutput gzip() {
        return new ObjectOutput(folder, true, manifest);
    }

    /**
     * Adds an object {@value Manifest#NAME} that names every other with its bytes, a JSON object a line. It appears last:
     * who finds it finds all.
     */
    public ObjectOutput manifest() {
        return new ObjectOutput(folder, gzip, true);
    }

    @Override
    public String name() {
        return folder.name();
    }

    @Override
    public boolean isRemote() {
        return folder.isRemote();
    }

    @Override
    public Receipt write(Stream<? extends Pair<?, ?>> rows) throws IOException {
        try (Folder.Staging staging = folder.stage()) {
            long objects = 0;
            try (Manifest listed = manifest ? Manifest.in(staging.path()) : Manifest.none()) {
                for (Iterator<? extends Pair<?, ?>> i = rows.iterator(); i.hasNext(); objects++) {
                    Cancellation.check(objects);
                    String stored = stage(staging.path(), i.next());
                    listed.add(stored, staging.path().resolve(stored));
                }
            }
            Optional<String> last = manifest ? Optional.of(Manifest.NAME) : Optional.empty();
            return new Receipt(folder.name(), objects, folder.publish(staging.path(), last));
        }
    }

    /** The name under which a pair waits. */
    private String stage(Path staging, Pair<?, ?> pair) throws IOException {
        String path = ObjectKey.path(String.valueOf(pair.key()));
        String stored = gzip && !path.endsWith(".gz") ? path + ".gz" : path;
        Path file = staging.resolve(stored);
        try {
            Files.createDirectories(file.getParent());
            try (OutputStream raw =
                            Files.newOutputStream(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
                    OutputStream out = Packing.of(gzip, stored).over(raw)) {
                out.write(content(pair.value()));
            }
            return stored;
        } catch (FileSystemException e) {
            Optional<String> clash = clash(staging, file);
            if (clash.isEmpty()) {
                throw e;
            }
            throw new IllegalArgumentException(
                    "Key \"" + path + "\" " + clash.get() + ": group by it, or make the keys distinct.", e);
        }
    }

    /** How a name that could not be made collides with those made before, if it does. */
    private static Optional<String> clash(Path staging, Path file) {
        if (Files.isRegularFile(file)) {
            return Optional.of("comes twice");
        }
        if (Files.isDirectory(file)) {
            return Optional.of("is also the folder of another key");
        }
        for (Path above = file.getParent(); above != null && !above.equals(staging); above = above.getParent()) {
            if (Files.isRegularFile(above)) {
                return Optional.of("lies below the key \"" + staging.relativize(above) + '"');
            }
        }
        return Optional.empty();
    }

    private static byte[] content(@Nullable Object value) {
        return value instanceof byte[] bytes ? bytes : String.valueOf(value).getBytes(StandardCharsets.UTF_8);
    }
}
