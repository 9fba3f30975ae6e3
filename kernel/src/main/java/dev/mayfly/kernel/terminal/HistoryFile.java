package dev.mayfly.kernel.terminal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Set;

/** Where what was typed is kept from one session to the next, for its owner's eyes alone. */
final class HistoryFile {
    private static final Set<PosixFilePermission> OWNER = PosixFilePermissions.fromString("rw-------");
    private static final FileAttribute<?> OWNER_FOLDER =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));

    private HistoryFile() {}

    /** {@code $XDG_STATE_HOME/mayfly/history}, which is below {@code ~/.local/state} by default. */
    static Path of(Map<String, String> environment, String home) {
        String state = environment.getOrDefault("XDG_STATE_HOME", "");
        // The XDG Base Directory Specification: a relative path is to be ignored.
        Path folder = Path.of(state).isAbsolute() ? Path.of(state) : Path.of(home, ".local", "state");
        return folder.resolve("mayfly").resolve("history");
    }

    /** Creates the file where it is missing, and takes it from everybody but its owner. */
    static void prepare(Path file) throws IOException {
        Path folder = file.toAbsolutePath().getParent();
        boolean posix = file.getFileSystem().supportedFileAttributeViews().contains("posix");
        if (folder != null && !Files.isDirectory(folder)) {
            Path above = folder.getParent();
            if (above != null) {
                Files.createDirectories(above);
            }
            Files.createDirectories(folder, posix ? new FileAttribute<?>[] {OWNER_FOLDER} : new FileAttribute<?>[0]);
        }
        if (!Files.exists(file)) {
            Files.createFile(
                    file,
                    posix
                            ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(OWNER)}
                            : new FileAttribute<?>[0]);
        } else if (posix) {
            Files.setPosixFilePermissions(file, OWNER);
        }
    }
}
