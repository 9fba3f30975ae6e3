package dev.mayfly.provisioner;

/** One step from what is to what should be. */
public sealed interface Action {
    /** Why, as shown to the user. */
    String reason();

    /**
     * Starts a node.
     *
     * @param attempt how many nodes of this slot are known to be over: part of what makes the launch idempotent
     */
    record Launch(Role role, int slot, int attempt, String reason) implements Action {}

    /** Ends a node that should not be there. */
    record Terminate(Node node, String reason) implements Action {}

    /** Lets a node finish what it has, and end itself then. */
    record Drain(Node node, String reason) implements Action {}

    /** Ends a node whose lease is over. */
    record Reap(Node node, String reason) implements Action {}

    /** Leaves a node as it is. */
    record Keep(Node node, String reason) implements Action {}
}
