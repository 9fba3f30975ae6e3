package dev.mayfly.provisioner;

import java.time.Duration;
import java.util.Locale;
import java.util.Optional;

/** Whether a cluster may live longer, by the money that it takes. */
final class Extension {
    private Extension() {}

    /** Why it may not live for some time from now, if so. */
    static Optional<String> refusal(ClusterStatus status, ClusterSpec spec, Duration time) {
        if (status.nodes().isEmpty()) {
            return Optional.of("cluster " + spec.name() + " has no nodes.");
        }
        if (status.dollarsPerHour().isEmpty() || status.spent().isEmpty()) {
            return spec.acceptUnknownPrice()
                    ? Optional.empty()
                    : Optional.of("the price of a node is unknown, so the budget cannot be checked: name it in"
                            + " \"prices\" of the spec, or set \"acceptUnknownPrice\": true.");
        }
        double total =
                status.spent().getAsDouble() + Plan.over(status.dollarsPerHour().getAsDouble(), time);
        return total <= spec.budget() + Plan.ROUNDING
                ? Optional.empty()
                : Optional.of(String.format(
                        Locale.ROOT,
                        "with $%.2f so far it comes to $%.2f, above the budget of $%.2f: take a shorter time, or raise"
                                + " \"budget\" in the spec.",
                        status.spent().getAsDouble(),
                        total,
                        spec.budget()));
    }
}
