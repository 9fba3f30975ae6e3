package dev.mayfly.provisioner;

/**
 * The keys of a node's tags, which are all the state there is. The first group is written at launch and never changes;
 * the second changes. Letters, digits and {@code :-} only: more does not fit a metadata service.
 */
public final class Tags {
    public static final String CLUSTER = "mayfly:cluster";

    /** Who started it. */
    public static final String OWNER = "mayfly:owner";

    /** {@code master} or {@code worker}. */
    public static final String ROLE = "mayfly:role";

    public static final String SLOT = "mayfly:slot";

    /** The id of a worker's master. */
    public static final String MASTER = "mayfly:master";

    /** The {@link ClusterSpec#hash}. */
    public static final String SPEC = "mayfly:spec";

    /** Minutes that a node may live after its launch. */
    public static final String TTL = "mayfly:ttl";

    /** Overrides the above once it was extended: an instant such as {@code 2026-01-31T18:00:00Z}. */
    public static final String LEASE_UNTIL = "mayfly:lease-until";

    /** A hint: the label of a {@link NodeState}. */
    public static final String STATE = "mayfly:state";

    /** On the master: how many workers are wanted. */
    public static final String WANT = "mayfly:want";

    /** On the master: the cost up to an instant, as {@link Spent} writes it. */
    public static final String SPENT = "mayfly:spent";

    /** How many tasks a worker runs at a time, where it says so itself. */
    public static final String CORES = "mayfly:cores";

    /** Why a node that is stopped never came to work, where it says so itself. */
    public static final String FAILURE = "mayfly:failure";

    private Tags() {}
}
