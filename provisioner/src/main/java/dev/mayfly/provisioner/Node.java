package dev.mayfly.provisioner;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/**
 * One machine of a cluster, as its cloud describes it.
 *
 * @param id unique within the cloud
 * @param slot which of its role it is, from 0; negative where its tags do not say
 * @param type the kind of machine, as the cloud calls it
 * @param price US dollars an hour, where known
 * @param master the id of a worker's master; empty for a master
 * @param spec the {@link ClusterSpec#hash} it was launched by
 * @param place where it is
 * @param tags all of them, by the keys of {@link Tags} and others
 */
public record Node(
        String id,
        Role role,
        int slot,
        NodeState state,
        String type,
        OptionalDouble price,
        Instant launched,
        Lease lease,
        String master,
        String spec,
        Place place,
        Map<String, String> tags) {
    public Node {
        tags = Map.copyOf(tags);
    }

    /**
     * Where a node is.
     *
     * @param zone of the cloud; empty where there is none
     * @param inside its address as other nodes see it; empty while it has none
     * @param outside its address as the user sees it; empty while it has none
     * @param ended when it ended, where known
     */
    public record Place(String zone, String inside, String outside, Optional<Instant> ended) {
        /** A place of which nothing is known. */
        public static final Place UNKNOWN = new Place("", "", "", Optional.empty());
    }

    /** A node of unknown place, without tags. */
    public Node(
            String id,
            Role role,
            int slot,
            NodeState state,
            String type,
            OptionalDouble price,
            Instant launched,
            Lease lease,
            String master,
            String spec) {
        this(id, role, slot, state, type, price, launched, lease, master, spec, Place.UNKNOWN, Map.of());
    }

    /** {@code worker 3 (i-0abc)}. */
    public String label() {
        return (role == Role.MASTER ? role.label() : role.label() + " " + slot) + " (" + id + ")";
    }

    /** This node in another state. */
    public Node in(NodeState other) {
        return new Node(id, role, slot, other, type, price, launched, lease, master, spec, place, tags);
    }

    /** This node with another tag. */
    public Node with(String key, String value) {
        Map<String, String> more = new HashMap<>(tags);
        more.put(key, value);
        return new Node(id, role, slot, state, type, price, launched, lease, master, spec, place, more);
    }

    /** How many workers are wanted, on a master that was told. */
    public OptionalInt want() {
        String want = tags.getOrDefault(Tags.WANT, "");
        return want.matches("\\d{1,4}") ? OptionalInt.of(Integer.parseInt(want)) : OptionalInt.empty();
    }

    /** Why it never came to work, where it says so itself. */
    public Optional<String> failure() {
        return Optional.ofNullable(tags.get(Tags.FAILURE));
    }

    /** Whether it holds its slot, and its lease is not over. */
    public boolean alive(Instant now) {
        return state.present() && !lease.expired(now);
    }
}
