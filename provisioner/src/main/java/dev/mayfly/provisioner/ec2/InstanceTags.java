package dev.mayfly.provisioner.ec2;

import dev.mayfly.provisioner.ClusterSpec;
import dev.mayfly.provisioner.Lease;
import dev.mayfly.provisioner.Node;
import dev.mayfly.provisioner.NodeState;
import dev.mayfly.provisioner.Prices;
import dev.mayfly.provisioner.Role;
import dev.mayfly.provisioner.Tags;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.ec2.model.Instance;
import software.amazon.awssdk.services.ec2.model.InstanceLifecycleType;
import software.amazon.awssdk.services.ec2.model.Tag;

/**
 * Reads a node from an instance. What a node is for is in tags set at launch, which never change; how far it has come,
 * and how long it may live, in tags set later. Tags are written by whoever may tag, so that a wrong one is read as a node
 * out of place, which the plan ends, and never as an error that would keep all others from being seen.
 */
final class InstanceTags {
    private static final Pattern ENDED = Pattern.compile("\\((\\d{4}-\\d\\d-\\d\\d) (\\d\\d:\\d\\d:\\d\\d) GMT\\)");

    private final ClusterSpec spec;
    private final Prices prices;

    InstanceTags(ClusterSpec spec, Prices prices) {
        this.spec = spec;
        this.prices = prices;
    }

    Node node(Instance instance) {
        Map<String, String> tags =
                instance.tags().stream().collect(Collectors.toMap(Tag::key, Tag::value, (first, second) -> first));
        String type = instance.instanceTypeAsString();
        return new Node(
                instance.instanceId(),
                tags.getOrDefault(Tags.ROLE, "").equals(Role.MASTER.label()) ? Role.MASTER : Role.WORKER,
                slot(tags),
                state(instance, tags),
                type,
                prices.of(type, instance.instanceLifecycle() == InstanceLifecycleType.SPOT),
                instance.launchTime(),
                lease(instance.launchTime(), tags),
                tags.getOrDefault(Tags.MASTER, ""),
                tags.getOrDefault(Tags.SPEC, ""),
                place(instance),
                tags);
    }

    private static Node.Place place(Instance instance) {
        String zone =
                instance.placement() == null ? "" : text(instance.placement().availabilityZone());
        return new Node.Place(
                zone, text(instance.privateIpAddress()), text(instance.publicIpAddress()), ended(instance));
    }

    private static String text(@Nullable String value) {
        return value == null ? "" : value;
    }

    /** EC2 says it in words: {@code User initiated (2026-01-31 12:00:00 GMT)}. */
    private static Optional<Instant> ended(Instance instance) {
        Matcher words = ENDED.matcher(text(instance.stateTransitionReason()));
        return words.find()
                ? Optional.of(Instant.parse(words.group(1) + "T" + words.group(2) + "Z"))
                : Optional.empty();
    }

    private static int slot(Map<String, String> tags) {
        String slot = tags.getOrDefault(Tags.SLOT, "");
        return slot.matches("\\d{1,6}") ? Integer.parseInt(slot) : -1;
    }

    private static NodeState state(Instance instance, Map<String, String> tags) {
        return switch (instance.state().name()) {
            case PENDING -> NodeState.PENDING;
            case RUNNING -> running(tags.getOrDefault(Tags.STATE, ""));
            case STOPPING, STOPPED -> NodeState.STOPPED;
            case SHUTTING_DOWN, TERMINATED, UNKNOWN_TO_SDK_VERSION -> NodeState.GONE;
        };
    }

    private static NodeState running(String hint) {
        if (hint.equals(NodeState.READY.label())) {
            return NodeState.READY;
        }
        return hint.equals(NodeState.DRAINING.label()) ? NodeState.DRAINING : NodeState.RUNNING;
    }

    private Lease lease(Instant launched, Map<String, String> tags) {
        String minutes = tags.getOrDefault(Tags.TTL, "");
        Duration length = minutes.matches("\\d{1,6}") ? Duration.ofMinutes(Long.parseLong(minutes)) : spec.lease();
        return extended(tags).map(Lease::new).orElseGet(() -> Lease.from(launched, length));
    }

    private static Optional<Instant> extended(Map<String, String> tags) {
        try {
            return Optional.ofNullable(tags.get(Tags.LEASE_UNTIL)).map(Instant::parse);
        } catch (DateTimeParseException e) {
            // As if it had never been extended.
            return Optional.empty();
        }
    }
}
