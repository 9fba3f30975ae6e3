package dev.mayfly.provisioner;

import java.time.Instant;
import java.util.OptionalDouble;

/**
 * One machine of a cluster, as its cloud describes it.
 *
 * @param id unique within the cloud
 * @param slot which of its role it is, from 0; negative where its tags do not say
 * @param type the kind of machine, as the cloud calls it
 * @param price US dollars an hour, where known
 * @param master the id of a worker's master; empty for a master
 * @param spec the {@link ClusterSpec#hash} it was launched by
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
        String spec) {

    /** {@code worker 3 (i-0abc)}. */
    public String label() {
        return (role == Role.MASTER ? role.label() : role.label() + " " + slot) + " (" + id + ")";
    }

    /** This node in another state. */
    public Node in(NodeState other) {
        return new Node(id, role, slot, other, type, price, launched, lease, master, spec);
    }
}
