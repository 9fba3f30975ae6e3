package dev.mayfly.provisioner.ec2;

import dev.mayfly.provisioner.LaunchingCloud.Order;
import dev.mayfly.provisioner.ProvisionerException;
import dev.mayfly.provisioner.Waiting;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.Instance;

/**
 * Starts one node, in the first pool that has room for it.
 *
 * <p>What follows a failure: without room in a pool, the next pool; too many requests, the same request a little later; an
 * answer that was lost or makes no sense, the same request at once, as the node may be there already and would be twice in
 * another pool; a node of this token that is over, the next attempt; whatever only a person can change, an error.
 */
final class Launcher {
    /** How many launches are under way at once. */
    static final int AT_ONCE = 8;

    private static final int REPLAYS = 6;
    private static final int THROTTLED_AT_MOST = 1_000;
    private static final int ATTEMPTS = 50;
    private static final int PAUSE_LEAST = 250;
    private static final int PAUSE_MOST = 550;

    private final Ec2Client once;
    private final LaunchRequest requests;
    private final Waiting waiting;
    private final Ground ground;
    private final String group;
    private final AtomicReference<@Nullable ProvisionerException> hopeless = new AtomicReference<>();

    /** @param once a client that sends each request once */
    Launcher(Ec2Client once, LaunchRequest requests, Waiting waiting, Ground ground, String group) {
        this.once = once;
        this.requests = requests;
        this.waiting = waiting;
        this.ground = ground;
        this.group = group;
    }

    Instance launch(Order order) {
        List<String> full = new ArrayList<>();
        for (Pool pool : ground.pools()) {
            Instance instance = inPool(order, pool, full);
            if (instance != null) {
                return instance;
            }
        }
        throw new ProvisionerException("EC2 has no room for " + order.label() + " of cluster " + order.cluster()
                + " in any of " + full.size() + (full.size() == 1 ? " pool (" : " pools (") + String.join("; ", full)
                + "): add \"instanceTypes\" or \"zones\" to the spec, or lower \"spotShare\".");
    }

    /** The node; null where the pool is full. */
    private @Nullable Instance inPool(Order order, Pool pool, List<String> full) {
        int attempt = order.attempt();
        int replays = 0;
        int throttled = 0;
        while (true) {
            ProvisionerException reason = hopeless.get();
            if (reason != null) {
                throw new ProvisionerException(String.valueOf(reason.getMessage()), reason);
            }
            try {
                return once.runInstances(requests.of(order, pool, ground, group, attempt))
                        .instances()
                        .get(0);
            } catch (SdkException e) {
                String code = Ec2Failure.code(e);
                switch (LaunchFailure.of(code, e)) {
                    case POOL_IS_FULL -> {
                        full.add(pool + ": " + code);
                        return null;
                    }
                    case NODE_IS_OVER -> {
                        attempt++;
                        if (attempt > order.attempt() + ATTEMPTS) {
                            throw stop("ec2:RunInstances", e);
                        }
                    }
                    case TOO_MANY_REQUESTS -> {
                        throttled++;
                        if (throttled > THROTTLED_AT_MOST) {
                            throw stop("ec2:RunInstances", e);
                        }
                        pause();
                    }
                    case AMBIGUOUS -> {
                        replays++;
                        if (replays > REPLAYS) {
                            throw stop("ec2:RunInstances", e);
                        }
                        pause();
                    }
                    case FINAL -> throw stop("ec2:RunInstances", e);
                }
            }
        }
    }

    private ProvisionerException stop(String permission, SdkException e) {
        ProvisionerException explained = Ec2Failure.explanation(permission, e);
        hopeless.compareAndSet(null, explained);
        return explained;
    }

    private void pause() {
        Pauses.take(waiting, Duration.ofMillis(ThreadLocalRandom.current().nextInt(PAUSE_LEAST, PAUSE_MOST)));
    }
}
