package dev.mayfly.engine.s3;

import dev.mayfly.engine.file.AtomicFile;
import dev.mayfly.engine.file.TemporaryFolders;
import dev.mayfly.engine.sink.Folder;
import dev.mayfly.engine.sink.Packing;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletionService;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Stream;
import software.amazon.awssdk.core.exception.SdkException;

/**
 * Objects below a prefix. They wait in a local folder until the job is over, and go up many at a time; when one cannot
 * be stored, those that were are deleted again. S3 has no transaction: an object that one of them had replaced is gone
 * then too.
 */
record S3Folder(S3Location prefix, Supplier<Connection> connection) implements Folder {
    private static final int AT_ONCE = 16;

    @Override
    public String name() {
        return prefix.toString();
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
    public long publish(Path staged) throws IOException {
        List<Path> files;
        try (Stream<Path> all = Files.walk(staged)) {
            files = all.filter(Files::isRegularFile).toList();
        }
        Queue<S3Location> visible = new ConcurrentLinkedQueue<>();
        ExecutorService uploaders = Executors.newFixedThreadPool(AT_ONCE, S3Folder::uploader);
        try {
            CompletionService<Long> uploads = new ExecutorCompletionService<>(uploaders);
            files.forEach(file -> uploads.submit(() -> upload(staged, file, visible)));
            long bytes = 0;
            for (int i = 0; i < files.size(); i++) {
                bytes += finished(uploads.take());
            }
            return bytes;
        } catch (IOException | RuntimeException e) {
            stop(uploaders);
            delete(visible, e);
            throw e;
        } catch (InterruptedException e) {
            stop(uploaders);
            InterruptedIOException interrupted = new InterruptedIOException(name() + " was not written: interrupted");
            interrupted.initCause(e);
            delete(visible, interrupted);
            Thread.currentThread().interrupt();
            throw interrupted;
        } finally {
            uploaders.shutdownNow();
        }
    }

    private static Thread uploader(Runnable work) {
        Thread thread = new Thread(work, "mayfly-upload");
        thread.setDaemon(true);
        return thread;
    }

    private long upload(Path staged, Path file, Queue<S3Location> visible) throws IOException {
        S3Location at = prefix.child(staged.relativize(file).toString().replace('\\', '/'));
        // Staged files are packed already; the place stores them as they are.
        AtomicFile.Content stored = out -> Files.copy(file, out);
        try {
            long bytes = new S3Place(at, connection).store(Packing.PLAIN, stored);
            visible.add(at);
            return bytes;
        } catch (IOException e) {
            if (Upload.mayHaveArrived(e)) {
                visible.add(at);
            }
            throw e;
        }
    }

    private static long finished(Future<Long> upload) throws IOException, InterruptedException {
        try {
            return upload.get();
        } catch (ExecutionException e) {
            Throwable cause = e.getCause();
            if (cause instanceof IOException failure) {
                throw failure;
            }
            throw new IllegalStateException(cause);
        }
    }

    /** Returns when no upload runs any more. */
    private static void stop(ExecutorService uploaders) {
        uploaders.shutdownNow();
        boolean interrupted = false;
        while (true) {
            try {
                if (uploaders.awaitTermination(1, TimeUnit.MINUTES)) {
                    break;
                }
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void delete(Queue<S3Location> visible, Exception cause) {
        boolean interrupted = Thread.interrupted();
        List<S3Location> left = new ArrayList<>();
        for (S3Location at : visible) {
            try {
                connection.get().client().deleteObject(delete -> delete.bucket(at.bucket())
                        .key(at.key()));
            } catch (SdkException e) {
                left.add(at);
                cause.addSuppressed(e);
            }
        }
        if (!left.isEmpty()) {
            cause.addSuppressed(new IOException("Delete by hand, as s3:DeleteObject is not allowed here: " + left));
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
