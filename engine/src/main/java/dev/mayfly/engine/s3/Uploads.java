package dev.mayfly.engine.s3;

import java.util.Collection;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** The uploads in parts that a connection has under way, and the threads that send them. Safe for use by many threads. */
final class Uploads implements AutoCloseable {
    /** Parts of one object that go up at once. */
    static final int AT_ONCE = 4;

    private static final int THREADS = 8;

    private final Set<String> open = ConcurrentHashMap.newKeySet();
    private final ExecutorService threads;

    Uploads() {
        ThreadPoolExecutor pool = new ThreadPoolExecutor(
                THREADS, THREADS, 5, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), Uploads::thread);
        pool.allowCoreThreadTimeOut(true);
        this.threads = pool;
    }

    private static Thread thread(Runnable work) {
        Thread thread = new Thread(work, "mayfly-upload");
        thread.setDaemon(true);
        return thread;
    }

    void begun(S3Location at, String id) {
        open.add(name(at, id));
    }

    void ended(S3Location at, String id) {
        open.remove(name(at, id));
    }

    /** Whether this process is at work on an upload. */
    boolean isOpen(S3Location at, String id) {
        return open.contains(name(at, id));
    }

    private static String name(S3Location at, String id) {
        return id + " " + at;
    }

    <R> Future<R> send(Callable<R> part) {
        return threads.submit(part);
    }

    /** Returns when none of some parts is being sent any more: a part that arrives after an abort would stay. */
    void stop(Collection<? extends Future<?>> parts) {
        boolean interrupted = false;
        for (Future<?> part : parts) {
            boolean ended = false;
            while (!ended) {
                try {
                    part.get();
                    ended = true;
                } catch (ExecutionException | CancellationException e) {
                    // It is over, and why matters no more.
                    ended = true;
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
