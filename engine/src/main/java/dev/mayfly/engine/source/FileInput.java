package dev.mayfly.engine.source;

import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A local file.
 *
 * @param path where it is
 */
public record FileInput(Path path) implements Input {
    @Override
    public String name() {
        return path.toString();
    }

    @Override
    public OptionalLong size() {
        try {
            return OptionalLong.of(Files.size(path));
        } catch (IOException e) {
            return OptionalLong.empty();
        }
    }

    @Override
    public Optional<Instant> modified() {
        try {
            return Optional.of(Files.getLastModifiedTime(path).toInstant());
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    @Override
    public InputStream open() throws IOException {
        return open(0);
    }

    /** Opens the stored bytes from an offset on. */
    InputStream open(long offset) throws IOException {
        try {
            SeekableByteChannel channel = Files.newByteChannel(path);
            channel.position(offset);
            return Channels.newInputStream(channel);
        } catch (NoSuchFileException e) {
            throw new IOException(name() + " does not exist: check the name", e);
        } catch (AccessDeniedException e) {
            throw new IOException(name() + " cannot be read by this user: check its permissions", e);
        } catch (FileSystemException e) {
            throw new IOException(name() + " cannot be opened: " + e.getReason(), e);
        }
    }
}
