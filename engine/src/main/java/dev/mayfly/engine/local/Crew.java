package dev.mayfly.engine.local;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * The threads of one job. They are made by the thread that runs the job, for each phase, so that they inherit its context
 * class loader and its inheritable thread locals: classes of a notebook's cells are found, and what a function of the
 * user prints can be attributed.
 */
final class Crew {
    /** How long a thread may take to notice that its job has stopped before it is left to itself. */
    private static final long GRACE_MILLIS = 700;

    private final JobControl control;
    private final int size;

    Crew(JobControl control, int size) {
        this.control = control;
        this.size = size;
    }

    /** The part of one thread. */
    @FunctionalInterface
    interface Part {
        void run(int thread) throws Exception;
    }

    /**
     * Runs a part on each thread and waits for all of them. An interrupt of the calling thread cancels the job. Where
     * the job stops, threads that do not notice are abandoned: they are daemons, and find everything closed.
     */
    void run(String phase, Part part) {
        CountDownLatch running = new CountDownLatch(size);
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            int number = i;
            Thread thread = new Thread(() -> run(part, number, running), control.id() + "-" + phase + "-" + i);
            thread.setDaemon(true);
            threads.add(thread);
        }
        threads.forEach(Thread::start);
        await(running, threads);
    }

    private void run(Part part, int number, CountDownLatch running) {
        try {
            part.run(number);
        } catch (Throwable e) { // whatever ends a thread must end its job, an error of the machine too
            control.stop(e);
        } finally {
            running.countDown();
        }
    }

    private void await(CountDownLatch running, List<Thread> threads) {
        boolean told = false;
        long deadline = Long.MAX_VALUE;
        while (running.getCount() > 0) {
            try {
                if (control.isStopped()) {
                    if (!told) {
                        told = true;
                        threads.forEach(Thread::interrupt);
                        deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(GRACE_MILLIS);
                    }
                    if (!running.await(deadline - System.nanoTime(), TimeUnit.NANOSECONDS)) {
                        break;
                    }
                } else {
                    running.await(50, TimeUnit.MILLISECONDS);
                }
            } catch (InterruptedException e) {
                control.interrupted();
            }
        }
    }
}
