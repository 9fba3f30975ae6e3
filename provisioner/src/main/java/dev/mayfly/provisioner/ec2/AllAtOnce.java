package dev.mayfly.provisioner.ec2;

import dev.mayfly.provisioner.ProvisionerException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;

/** Does the same for many values, at most so many at a time. */
final class AllAtOnce {
    private AllAtOnce() {}

    /**
     * The results, in order.
     *
     * @throws ProvisionerException the first failure, once all others were tried
     */
    static <T, R> List<R> of(List<T> values, int atOnce, Function<T, R> deed) {
        ExecutorService threads = Executors.newFixedThreadPool(Math.min(atOnce, values.size()), task -> {
            Thread thread = new Thread(task, "mayfly-launch");
            thread.setDaemon(true);
            return thread;
        });
        try {
            List<Future<R>> futures = values.stream()
                    .map(value -> threads.submit(() -> deed.apply(value)))
                    .toList();
            return results(futures);
        } finally {
            threads.shutdownNow();
        }
    }

    private static <R> List<R> results(List<Future<R>> futures) {
        List<R> results = new ArrayList<>();
        List<ProvisionerException> failures = new ArrayList<>();
        for (Future<R> future : futures) {
            try {
                results.add(future.get());
            } catch (ExecutionException e) {
                if (e.getCause() instanceof ProvisionerException failure) {
                    failures.add(failure);
                } else if (e.getCause() instanceof Error error) {
                    throw error;
                } else {
                    throw new IllegalStateException("a launch failed in an unforeseen way", e.getCause());
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new ProvisionerException(
                        "Interrupted while nodes were started: what was started stays. Call up again, or down().", e);
            }
        }
        if (!failures.isEmpty()) {
            ProvisionerException first = failures.get(0);
            failures.stream().skip(1).forEach(first::addSuppressed);
            throw first;
        }
        return results;
    }
}
