package dev.mayfly.provisioner;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * What {@code up} would do, and what the cluster would cost then. A value: making it changes nothing.
 *
 * @param title which cluster, and what is wanted
 * @param actions terminations first, then launches, then what stays
 * @param dollarsPerHour of the cluster once the plan is carried out; empty where the price of a node is unknown
 * @param lease of each node
 * @param refusal why it may not be carried out, if so: the budget
 */
public record Plan(
        String title, List<Action> actions, OptionalDouble dollarsPerHour, Duration lease, Optional<String> refusal) {
    /** US dollars that are no money: sums of prices are not exact. */
    static final double ROUNDING = 1e-6;

    public Plan {
        actions = List.copyOf(actions);
    }

    /** Whether nothing is to be done. */
    public boolean isEmpty() {
        return actions.stream().allMatch(action -> action instanceof Action.Keep);
    }

    /** The nodes to start, in order: the master first. */
    public List<Action.Launch> launches() {
        return actions.stream()
                .filter(Action.Launch.class::isInstance)
                .map(Action.Launch.class::cast)
                .toList();
    }

    /** The nodes to end, in order. */
    public List<Node> ending() {
        return actions.stream().flatMap(action -> ended(action).stream()).toList();
    }

    /** The nodes to drain, in order. */
    public List<Node> draining() {
        return actions.stream()
                .filter(Action.Drain.class::isInstance)
                .map(action -> ((Action.Drain) action).node())
                .toList();
    }

    /** The master that stays, if there is one. */
    public Optional<Node> master() {
        return actions.stream()
                .filter(Action.Keep.class::isInstance)
                .map(action -> ((Action.Keep) action).node())
                .filter(node -> node.role() == Role.MASTER && node.state().present())
                .findFirst();
    }

    private static Optional<Node> ended(Action action) {
        if (action instanceof Action.Terminate terminate) {
            return Optional.of(terminate.node());
        }
        return action instanceof Action.Reap reap ? Optional.of(reap.node()) : Optional.empty();
    }

    /** This plan with more nodes ended. */
    Plan with(List<Node> ended, String reason) {
        List<Action> more = new ArrayList<>(actions);
        ended.forEach(node -> more.add(new Action.Terminate(node, reason)));
        return new Plan(title, more, dollarsPerHour, lease, refusal);
    }

    /** The plan as a diff: a line for each action, and what it comes to. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder(title).append('\n');
        for (Action action : actions) {
            text.append(line(action)).append('\n');
        }
        if (isEmpty()) {
            text.append("  nothing to do\n");
        }
        text.append(cost()).append('\n');
        refusal.ifPresent(reason -> text.append("REFUSED: ").append(reason).append('\n'));
        return text.toString();
    }

    private static String line(Action action) {
        if (action instanceof Action.Launch launch) {
            String what = launch.role() == Role.MASTER ? "master" : "worker " + launch.slot();
            return "+ launch " + what + ": " + launch.reason();
        }
        if (action instanceof Action.Terminate terminate) {
            return "- terminate " + terminate.node().label() + ": " + terminate.reason();
        }
        if (action instanceof Action.Drain drain) {
            return "- drain " + drain.node().label() + ": " + drain.reason();
        }
        if (action instanceof Action.Reap reap) {
            return "- reap " + reap.node().label() + ": " + reap.reason();
        }
        Action.Keep keep = (Action.Keep) action;
        return "  keep " + keep.node().label() + ": " + keep.reason();
    }

    private String cost() {
        if (dollarsPerHour.isEmpty()) {
            return "price unknown";
        }
        double rate = dollarsPerHour.getAsDouble();
        return String.format(
                Locale.ROOT, "$%.2f an hour, $%.2f in the lease of %s", rate, over(rate, lease), words(lease));
    }

    static double over(double rate, Duration time) {
        return rate * time.toSeconds() / 3600.0;
    }

    /** A duration as a person writes it: {@code 2 h 30 min}. */
    static String words(Duration time) {
        long minutes = time.toMinutes();
        if (minutes == 0) {
            return time.toSeconds() + " s";
        }
        String hours = minutes >= 60 ? minutes / 60 + " h" : "";
        String rest = minutes % 60 > 0 ? minutes % 60 + " min" : "";
        return hours.isEmpty() || rest.isEmpty() ? hours + rest : hours + " " + rest;
    }
}
