package dev.mayfly.kernel.cell;

import dev.mayfly.provisioner.ClusterStatus;
import dev.mayfly.provisioner.NodeState;
import dev.mayfly.provisioner.ProvisionerException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * How a cluster stands and what it costs, in a line for those who look often: the cloud is asked at most once in
 * {@link #EVERY}, on a thread of its own, and only while somebody looks.
 */
final class ClusterStanding {
    static final Duration EVERY = Duration.ofSeconds(10);

    private final Supplier<ClusterStatus> cloud;
    private final long nanosBetween;
    private Optional<String> last = Optional.empty();
    private boolean asking;
    private long notBefore = System.nanoTime();

    ClusterStanding(Supplier<ClusterStatus> cloud) {
        this(cloud, EVERY);
    }

    /** @param every how long an answer is good for */
    ClusterStanding(Supplier<ClusterStatus> cloud, Duration every) {
        this.cloud = cloud;
        this.nanosBetween = every.toNanos();
    }

    /** What the cloud said last; nothing before its first answer. Returns at once. */
    synchronized Optional<String> line() {
        if (!asking && System.nanoTime() - notBefore >= 0) {
            asking = true;
            Thread thread = new Thread(this::ask, "mayfly-cluster-standing");
            thread.setDaemon(true);
            thread.start();
        }
        return last;
    }

    /** What matters while one works, first: it must fit 80 columns. */
    static String text(ClusterStatus status) {
        StringBuilder text = new StringBuilder("cluster ").append(status.name()).append(": ");
        String states = Arrays.stream(NodeState.values())
                .filter(state -> status.count(state) > 0)
                .map(state -> status.count(state) + " " + state.label())
                .collect(Collectors.joining(", "));
        text.append(states.isEmpty() ? "no nodes" : states);
        if (!states.isEmpty()) {
            text.append(dollars(", $%.2f an hour", status.dollarsPerHour(), ", price unknown"));
            text.append(dollars(", $%.2f so far", status.spent(), ""));
        }
        status.leaseLeft()
                .ifPresent(
                        left -> text.append(", lease ").append(left.toMinutes()).append(" min"));
        return text.toString();
    }

    private static String dollars(String format, OptionalDouble sum, String unknown) {
        return sum.isPresent() ? String.format(Locale.ROOT, format, sum.getAsDouble()) : unknown;
    }

    private void ask() {
        Optional<String> answer = Optional.empty();
        try {
            answer = Optional.of(text(cloud.get()));
        } catch (ProvisionerException e) {
            answer = Optional.of("cluster: " + e.getMessage());
        } finally {
            synchronized (this) {
                last = answer;
                asking = false;
                notBefore = System.nanoTime() + nanosBetween;
            }
        }
    }
}
