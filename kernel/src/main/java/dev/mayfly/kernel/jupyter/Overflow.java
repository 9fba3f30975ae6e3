package dev.mayfly.kernel.jupyter;

import dev.mayfly.engine.file.TemporaryFolders;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** Where text goes that is too much for a notebook: a folder that is made for the first, and goes with the kernel. */
final class Overflow implements AutoCloseable {
    private final long limit;
    private final AtomicInteger number = new AtomicInteger();
    private final Set<TextCap> caps = ConcurrentHashMap.newKeySet();
    private @Nullable TemporaryFolders folders;

    /** @param limit characters for each cell */
    Overflow(long limit) {
        this.limit = limit;
    }

    /** The bound of one cell. */
    TextCap cap(Message request) {
        TextCap[] made = new TextCap[1];
        made[0] = new TextCap(
                limit,
                () -> {
                    caps.add(made[0]);
                    return folders();
                },
                "output-" + number.incrementAndGet() + ".txt");
        return made[0];
    }

    private synchronized TemporaryFolders folders() {
        TemporaryFolders known = folders;
        if (known == null) {
            try {
                known = TemporaryFolders.standard();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            folders = known;
        }
        return known;
    }

    @Override
    public synchronized void close() {
        caps.forEach(TextCap::end);
        if (folders != null) {
            folders.close();
        }
    }
}
