package dev.mayfly.kernel.jupyter;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The cells of earlier sessions, in a file that all kernels of a user add to: a line of JSON each, readable by its owner
 * alone. Holds at most about {@link #MOST_BYTES}: a kernel that finds more keeps the later half.
 */
final class HistoryStore {
    static final long MOST_BYTES = 8L << 20;
    private static final Set<StandardOpenOption> APPEND =
            Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.APPEND);

    private final Path file;

    HistoryStore(Path file) {
        this.file = file;
    }

    /** {@code $XDG_STATE_HOME/mayfly/cells.jsonl}, which is below {@code ~/.local/state} by default. */
    static HistoryStore ofThisUser(Map<String, String> environment, Path home) {
        String state = environment.getOrDefault("XDG_STATE_HOME", "");
        // The XDG Base Directory Specification: a relative path is to be ignored.
        Path folder =
                state.startsWith("/") ? Path.of(state) : home.resolve(".local").resolve("state");
        return new HistoryStore(folder.resolve("mayfly").resolve("cells.jsonl"));
    }

    /** What is there, oldest first; lines that are no cells, such as one that a killed kernel began, are left out. */
    List<History.Entry> read() throws IOException {
        List<History.Entry> entries = new ArrayList<>();
        if (Files.exists(file)) {
            for (String line : Files.readAllLines(file, StandardCharsets.UTF_8)) {
                parse(line).ifPresent(entries::add);
            }
        }
        return entries;
    }

    /** Adds a cell. */
    void add(History.Entry entry) throws IOException {
        ObjectNode json = Json.object();
        json.put("session", entry.session()).put("line", entry.line()).put("input", entry.input());
        entry.output().ifPresent(output -> json.put("output", output));
        byte[] line = (new String(Json.write(json), StandardCharsets.UTF_8) + "\n").getBytes(StandardCharsets.UTF_8);
        try (FileChannel channel = open()) {
            // Released when the channel is closed.
            FileLock unused = channel.lock();
            ByteBuffer bytes = ByteBuffer.wrap(line);
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
        }
    }

    /** Makes room where there is too much. */
    void trim() throws IOException {
        if (!Files.exists(file) || Files.size(file) <= MOST_BYTES) {
            return;
        }
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            FileLock unused = channel.lock();
            List<String> lines = Files.readAllLines(file, StandardCharsets.UTF_8);
            byte[] kept = (String.join("\n", lines.subList(lines.size() / 2, lines.size())) + "\n")
                    .getBytes(StandardCharsets.UTF_8);
            channel.truncate(0);
            channel.write(ByteBuffer.wrap(kept), 0);
        }
    }

    private FileChannel open() throws IOException {
        Path folder = file.toAbsolutePath().getParent();
        if (folder != null) {
            Files.createDirectories(folder);
        }
        boolean posix = FileSystems.getDefault().supportedFileAttributeViews().contains("posix");
        FileAttribute<?>[] ownersAlone = posix
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
                }
                : new FileAttribute<?>[0];
        return FileChannel.open(file, APPEND, ownersAlone);
    }

    private static Optional<History.Entry> parse(String line) {
        try {
            ObjectNode json = Json.read(line.getBytes(StandardCharsets.UTF_8));
            if (!json.path("session").isInt() || !json.path("input").isTextual()) {
                return Optional.empty();
            }
            Optional<String> output = Optional.ofNullable(json.get("output")).map(node -> node.asText());
            return Optional.of(new History.Entry(
                    json.path("session").intValue(),
                    json.path("line").asInt(),
                    json.path("input").textValue(),
                    output));
        } catch (IOException e) {
            return Optional.empty();
        }
    }
}
