package dev.mayfly.provisioner.local;

import dev.mayfly.provisioner.ProvisionerException;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.SocketChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * The folder of this user in which agents listen. Nobody else may enter it: that is what authenticates whoever talks to
 * an agent. It holds no state: a socket for each living agent, the scratch of its programs, and a lock.
 */
record AgentFolder(Path path) {
    private static final String SOCKET = ".sock";
    private static final String WORK = ".work";

    /** A lock of a file keeps out other processes, and this keeps out the other threads of this one. */
    private static final Object THREADS = new Object();

    /** Something to do while no other process and thread does such a thing. */
    @FunctionalInterface
    interface Exclusive {
        void run() throws IOException;
    }

    static AgentFolder below(Path base) {
        String user = System.getProperty("user.name", "user").replaceAll("[^A-Za-z0-9._-]", "_");
        Path own = base.toAbsolutePath().resolve("mayfly-agents-" + user);
        try {
            make(own);
        } catch (IOException e) {
            throw new ProvisionerException(
                    "The local provider cannot use " + own + ": " + e.getMessage()
                            + ". Choose another place with -Djava.io.tmpdir=<folder>.",
                    e);
        }
        return new AgentFolder(own);
    }

    private static void make(Path own) throws IOException {
        try {
            Files.createDirectory(
                    own, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        } catch (FileAlreadyExistsException e) {
            boolean closed = Files.isDirectory(own, LinkOption.NOFOLLOW_LINKS)
                    && Files.getPosixFilePermissions(own, LinkOption.NOFOLLOW_LINKS)
                            .equals(PosixFilePermissions.fromString("rwx------"));
            // A folder of somebody else that is closed to others cannot be read by us.
            if (!closed || !Files.isReadable(own)) {
                throw new IOException("it is there, and not this user's alone", e);
            }
        }
    }

    /** The names of agents that were started, alive or not. */
    List<String> names(String prefix) throws IOException {
        try (Stream<Path> files = Files.list(path)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(file -> file.startsWith(prefix) && file.endsWith(SOCKET))
                    .map(file -> file.substring(0, file.length() - SOCKET.length()))
                    .sorted()
                    .toList();
        }
    }

    Path socket(String name) {
        return path.resolve(name + SOCKET);
    }

    /** Where the programs of an agent put what they need while it lives. */
    Path work(String name) {
        return path.resolve(name + WORK);
    }

    /** The name in an id, which says besides which process has it. */
    static String nameOf(String id) {
        return id.substring(0, id.lastIndexOf('.'));
    }

    /** Deletes what belongs to a name; the socket last. */
    void remove(String name) throws IOException {
        Path work = work(name);
        if (Files.exists(work, LinkOption.NOFOLLOW_LINKS)) {
            try (Stream<Path> tree = Files.walk(work)) {
                for (Path entry : tree.sorted(Comparator.reverseOrder()).toList()) {
                    Files.deleteIfExists(entry);
                }
            }
        }
        Files.deleteIfExists(socket(name));
    }

    /** Does something that decides which agent has a name. */
    void exclusively(Exclusive deed) throws IOException {
        synchronized (THREADS) {
            try (FileChannel lock = FileChannel.open(
                            path.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                    FileLock held = lock.lock()) {
                if (held.isValid()) {
                    deed.run();
                }
            }
        }
    }

    /** Whether an agent listens; one that does is connected to, even while it is busy. */
    boolean listens(String name) {
        try (SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(socket(name)))) {
            return channel.isConnected();
        } catch (IOException e) {
            // Nobody is there.
            return false;
        }
    }

    /** Deletes what an agent left that was killed. */
    void clear(String name) throws IOException {
        exclusively(() -> {
            if (!listens(name)) {
                remove(name);
            }
        });
    }
}
