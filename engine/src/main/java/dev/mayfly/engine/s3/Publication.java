package dev.mayfly.engine.s3;

import dev.mayfly.engine.JobException;
import dev.mayfly.engine.sink.Packing;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletionService;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.model.S3Object;

/**
 * Many objects that appear together, as nearly as S3 allows, which has no transaction. Objects of new keys are put at
 * once, and deleted again if the whole fails. An object that replaces another arrives in parts, which stay invisible
 * until everything else is there, and is completed then: until that moment a failure leaves what was there as it was, and
 * what was there is never deleted. Where keys cannot be listed, all are taken for ones that replace.
 */
final class Publication implements AutoCloseable {
    private static final int AT_ONCE = 16;

    private final S3Location prefix;
    private final Connection connection;
    private final ExecutorService threads = Executors.newFixedThreadPool(AT_ONCE, Publication::thread);
    private final Queue<S3Location> appeared = new ConcurrentLinkedQueue<>();
    private final Queue<S3Location> replaced = new ConcurrentLinkedQueue<>();
    private final Queue<Upload> waiting = new ConcurrentLinkedQueue<>();

    /** A local file on its way to an object. */
    record Staged(Path file, S3Location at) {}

    @FunctionalInterface
    private interface Work<T> {
        long on(T thing) throws IOException;
    }

    private record Replacement(Upload upload, S3Location at) {}

    Publication(S3Location prefix, Connection connection) {
        this.prefix = prefix;
        this.connection = connection;
    }

    private static Thread thread(Runnable work) {
        Thread thread = new Thread(work, "mayfly-publish");
        thread.setDaemon(true);
        return thread;
    }

    /**
     * Makes objects visible, and others after them.
     *
     * @return the bytes stored
     */
    long publish(List<Staged> files, List<Staged> last) throws IOException {
        try {
            Optional<Set<String>> there = existing();
            List<Staged> fresh = new ArrayList<>();
            List<Staged> replacing = new ArrayList<>();
            for (Staged file : files) {
                boolean isThere =
                        there.isEmpty() || there.get().contains(file.at().key());
                (isThere ? replacing : fresh).add(file);
            }
            Queue<Replacement> arrived = new ConcurrentLinkedQueue<>();
            all(replacing, file -> arrive(file, arrived));
            long bytes = all(fresh, this::put);
            bytes += all(List.copyOf(arrived), this::replace);
            for (Staged file : last) {
                boolean isThere =
                        there.isEmpty() || there.get().contains(file.at().key());
                bytes += isThere ? put(file, replaced) : put(file);
            }
            return bytes;
        } catch (IOException | RuntimeException e) {
            undo(e);
            throw e;
        } catch (InterruptedException e) {
            InterruptedIOException interrupted = new InterruptedIOException(prefix + " was not written: interrupted");
            interrupted.initCause(e);
            undo(interrupted);
            Thread.currentThread().interrupt();
            throw interrupted;
        }
    }

    private Optional<Set<String>> existing() {
        try {
            return Optional.of(Listing.objects(prefix, connection).stream()
                    .map(S3Object::key)
                    .collect(Collectors.toSet()));
        } catch (JobException e) {
            // Who may only write cannot know what is there.
            return Optional.empty();
        }
    }

    private long arrive(Staged file, Queue<Replacement> arrived) throws IOException {
        Upload upload = new Upload(connection, file.at(), kind(file));
        waiting.add(upload);
        Files.copy(file.file(), upload);
        upload.arrive();
        arrived.add(new Replacement(upload, file.at()));
        return 0;
    }

    private long replace(Replacement replacement) throws IOException {
        long bytes = replacement.upload().complete();
        replaced.add(replacement.at());
        return bytes;
    }

    private long put(Staged file) throws IOException {
        try {
            return put(file, appeared);
        } catch (IOException e) {
            if (Upload.mayHaveArrived(e)) {
                appeared.add(file.at());
            }
            throw e;
        }
    }

    private long put(Staged file, Queue<S3Location> visible) throws IOException {
        try (Upload upload = new Upload(connection, file.at(), kind(file))) {
            Files.copy(file.file(), upload);
            long bytes = upload.complete();
            visible.add(file.at());
            return bytes;
        }
    }

    /** Staged files are packed already, if their names say so. */
    private static ContentKind kind(Staged file) {
        return ContentKind.of(Packing.PLAIN, file.at().key());
    }

    private <T> long all(List<T> things, Work<T> work) throws IOException, InterruptedException {
        CompletionService<Long> results = new ExecutorCompletionService<>(threads);
        List<Future<Long>> submitted = new ArrayList<>();
        things.forEach(thing -> submitted.add(results.submit(() -> work.on(thing))));
        long bytes = 0;
        for (int i = 0; i < submitted.size(); i++) {
            bytes += finished(results.take());
        }
        return bytes;
    }

    private static long finished(Future<Long> work) throws IOException, InterruptedException {
        try {
            return work.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof IOException failure) {
                throw failure;
            }
            throw new IllegalStateException(e.getCause());
        }
    }

    private void undo(Exception cause) {
        // Not on behalf of an interrupted thread, for which the client sends nothing.
        boolean interrupted = Thread.interrupted();
        interrupted |= stopThreads();
        for (Upload upload : waiting) {
            try {
                upload.close();
            } catch (IOException e) {
                cause.addSuppressed(e);
            }
        }
        List<S3Location> left = new ArrayList<>();
        for (S3Location at : appeared) {
            try {
                connection.call(
                        at.bucket(),
                        client -> client.deleteObject(
                                delete -> delete.bucket(at.bucket()).key(at.key())));
            } catch (SdkException e) {
                left.add(at);
                cause.addSuppressed(e);
            }
        }
        if (!left.isEmpty()) {
            cause.addSuppressed(new IOException("Delete by hand, as s3:DeleteObject is not allowed here: " + left));
        }
        if (!replaced.isEmpty()) {
            cause.addSuppressed(new IOException("These were replaced before the failure: " + replaced));
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** Returns when no thread works any more; whether this one was interrupted meanwhile. */
    private boolean stopThreads() {
        threads.shutdownNow();
        boolean interrupted = false;
        while (true) {
            try {
                if (threads.awaitTermination(1, TimeUnit.MINUTES)) {
                    return interrupted;
                }
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
