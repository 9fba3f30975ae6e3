package dev.mayfly.engine.spark;

import dev.mayfly.engine.JobException;
import dev.mayfly.engine.node.Failure;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.ObjectInputStream;
import java.io.ObjectStreamClass;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The first failure that a task of a job has reported. Safe for use by many threads. */
final class JobFailure {
    private final ClassLoader loader;
    private final CompletableFuture<JobException> first = new CompletableFuture<>();

    /** @param loader finds the classes of what was thrown */
    JobFailure(ClassLoader loader) {
        this.loader = loader;
    }

    /** Takes what a task sent. */
    void take(byte[] sent) {
        try (ObjectInputStream in = new Reader(new ByteArrayInputStream(sent), loader)) {
            String message = String.valueOf(in.readObject());
            byte[] cause = (byte[]) in.readObject();
            Failure words = (Failure) in.readObject();
            first.complete(new JobException(message, thrown(cause, words)));
        } catch (IOException | ClassNotFoundException | RuntimeException e) {
            first.complete(new JobException("a task failed, and what it said cannot be read: " + e, e));
        }
    }

    private @Nullable Throwable thrown(byte @Nullable [] cause, @Nullable Failure words) {
        if (cause != null) {
            try (ObjectInputStream in = new Reader(new ByteArrayInputStream(cause), loader)) {
                return (Throwable) in.readObject();
            } catch (IOException | ClassNotFoundException | RuntimeException | LinkageError e) {
                // In words, then: the class is one that only nodes have.
            }
        }
        return words == null ? null : words.toThrowable();
    }

    Optional<JobException> reported() {
        return Optional.ofNullable(first.getNow(null));
    }

    /** Calls once something is reported. */
    void whenReported(Consumer<JobException> action) {
        var unused = first.thenAccept(action);
    }

    private static final class Reader extends ObjectInputStream {
        private final ClassLoader loader;

        Reader(InputStream in, ClassLoader loader) throws IOException {
            super(in);
            this.loader = loader;
        }

        @Override
        protected Class<?> resolveClass(ObjectStreamClass description) throws IOException, ClassNotFoundException {
            try {
                return Class.forName(description.getName(), false, loader);
            } catch (ClassNotFoundException e) {
                return super.resolveClass(description);
            }
        }

        @Override
        protected ObjectStreamClass readClassDescriptor() throws IOException, ClassNotFoundException {
            ObjectStreamClass sent = super.readClassDescriptor();
            if (!sent.getName().contains("$JShell$")) {
                return sent;
            }
            ObjectStreamClass here = ObjectStreamClass.lookup(Class.forName(sent.getName(), false, loader));
            return here == null ? sent : here;
        }
    }
}
