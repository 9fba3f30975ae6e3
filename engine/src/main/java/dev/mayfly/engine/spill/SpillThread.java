package dev.mayfly.engine.spill;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The one thread that touches the disk of a {@link BlockStore}. User threads may be interrupted at any time, and an
 * interrupt inside of a file channel closes it for everybody: so they only queue work here and wait, keeping their
 * interrupts for later. Writes queue up to a limit; reads overtake them. The first failure of a write fails all that
 * follows.
 */
final class SpillThread implements AutoCloseable {
    private static final int MOST_WRITES = 32;
    /** So many queue even while the disk is slow, when who writes is interrupted and should get on to notice it. */
    private static final int MOST_WRITES_INTERRUPTED = 16 * MOST_WRITES;
    /** How long a closing waits. The first map takes seconds to make; a job must stop within one. */
    private static final long MOST_CLOSING_NANOS = 300_000_000;

    /** Work for the disk. */
    interface Work {
        void on(BlockDisk disk) throws IOException;
    }

    /** A read in progress. Guarded by the thread's lock. */
    final class Read {
        private final Block block;
        private byte @Nullable [] result;
        private @Nullable Throwable failure;

        private Read(Block block) {
            this.block = block;
        }

        /** Waits for the block. */
        byte[] await() {
            lock.lock();
            try {
                while (result == null && failure == null && !stopping) {
                    changed.awaitUninterruptibly();
                }
                if (failure != null) {
                    throw new SpillException("cannot read back what was spilled: " + failure.getMessage(), failure);
                }
                if (result == null) {
                    throw new IllegalStateException("the data is deleted: its job has ended");
                }
                return result;
            } finally {
                lock.unlock();
            }
        }
    }

    private final BlockDisk disk;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    /** Signalled when the queue of writes is half empty, so that who fills it is not woken for each. */
    private final Condition room = lock.newCondition();

    private final Queue<Work> writes = new ArrayDeque<>();
    private final Queue<Read> reads = new ArrayDeque<>();
    private @Nullable Thread thread;
    private @Nullable Throwable failure;
    private boolean stopping;
    private boolean stopped;

    SpillThread(BlockDisk disk) {
        this.disk = disk;
    }

    /**
     * Queues a write; waits while too many are. An interrupt ends the wait, and is kept.
     *
     * @throws SpillException if a write before failed
     */
    void write(Work work) {
        lock.lock();
        try {
            awaitRoom();
            requireHealthy();
            writes.add(work);
            start();
        } finally {
            lock.unlock();
        }
    }

    private void awaitRoom() {
        boolean interrupted = false;
        while (writes.size() >= (interrupted ? MOST_WRITES_INTERRUPTED : MOST_WRITES) && failure == null && !stopping) {
            if (interrupted) {
                room.awaitUninterruptibly();
            } else {
                try {
                    room.await();
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** Queues work that nobody waits for, such as a deletion. Does nothing after a failure or the end. */
    void later(Work work) {
        lock.lock();
        try {
            if (failure == null && !stopping) {
                writes.add(work);
                start();
            }
        } finally {
            lock.unlock();
        }
    }

    /** Starts to read a block that is on the disk. */
    Read read(Block block) {
        lock.lock();
        try {
            requireHealthy();
            Read read = new Read(block);
            reads.add(read);
            start();
            return read;
        } finally {
            lock.unlock();
        }
    }

    /** @throws SpillException if a write failed */
    void requireHealthy() {
        Throwable cause = failureSoFar();
        if (cause instanceof SpillException e) {
            throw new SpillException(String.valueOf(e.getMessage()), e);
        }
        if (cause != null) {
            throw new SpillException("cannot spill to the temporary folder: " + cause, cause);
        }
        if (stopping) {
            throw new IllegalStateException("the data is deleted: its job has ended");
        }
    }

    private @Nullable Throwable failureSoFar() {
        lock.lock();
        try {
            return failure;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Drops what is queued, deletes the disk's content and ends the thread. When the disk is busy for long, the thread
     * does so by itself, later. Idempotent.
     */
    @Override
    public void close() {
        boolean interrupted = false;
        lock.lock();
        try {
            stopping = true;
            writes.clear();
            changed.signalAll();
            room.signalAll();
            long left = MOST_CLOSING_NANOS;
            while (thread != null && !stopped && left > 0) {
                try {
                    left = changed.awaitNanos(left);
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
        } finally {
            lock.unlock();
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private void start() {
        if (thread == null) {
            Thread started = new Thread(this::run, "mayfly-spill");
            started.setDaemon(true);
            thread = started;
            started.start();
        }
        changed.signalAll();
    }

    private void run() {
        try {
            while (step()) {
                // Until it is closed.
            }
        } finally {
            try {
                disk.close();
            } catch (IOException | RuntimeException e) {
                // What could not be deleted goes with the job's folder.
            } finally {
                markStopped();
            }
        }
    }

    private void markStopped() {
        lock.lock();
        try {
            stopped = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private boolean step() {
        Read read;
        Work work;
        lock.lock();
        try {
            while (reads.isEmpty() && writes.isEmpty() && !stopping) {
                changed.awaitUninterruptibly();
            }
            if (stopping) {
                return false;
            }
            read = reads.poll();
            work = read == null ? writes.poll() : null;
            int left = writes.size();
            if (left <= MOST_WRITES / 2 || left == MOST_WRITES_INTERRUPTED - 1) {
                room.signalAll();
            }
        } finally {
            lock.unlock();
        }
        if (read != null) {
            perform(read);
        } else if (work != null) {
            perform(work);
        }
        return true;
    }

    private void perform(Read read) {
        byte[] result = null;
        Throwable problem = null;
        try {
            result = read.block.readFrom(disk);
        } catch (Throwable e) { // a fault in mapped memory is an Error, and the reader must hear of it
            problem = e;
        }
        lock.lock();
        try {
            read.result = result;
            read.failure = problem;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private void perform(Work work) {
        try {
            work.on(disk);
        } catch (Throwable e) { // a fault in mapped memory is an Error, and the producers must hear of it
            lock.lock();
            try {
                failure = e;
                writes.clear();
                changed.signalAll();
                room.signalAll();
            } finally {
                lock.unlock();
            }
        }
    }
}
