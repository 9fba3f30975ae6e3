package dev.mayfly.provisioner;

import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * What a cluster cost up to an instant. Kept in a tag of the master, since nodes that are over vanish from their cloud
 * after an hour. It is a sum up to a point of time, and never a sum of nodes: whoever settles again, or settles at the same
 * time as another, counts no hour twice.
 *
 * @param dollars US dollars
 * @param until up to which instant
 */
record Spent(double dollars, Instant until) {
    /** How old a settlement may be before it is renewed; well below the hour after which nodes vanish. */
    static final Duration RENEWED_AFTER = Duration.ofMinutes(10);

    private static final Spent NOTHING = new Spent(0, Instant.EPOCH);

    /** The newest settlement that any node bears. */
    static Spent settled(Collection<Node> nodes) {
        return nodes.stream()
                .flatMap(node -> parse(node.tags().getOrDefault(Tags.SPENT, "")).stream())
                .max(Comparator.comparing(Spent::until))
                .orElse(NOTHING);
    }

    private static Optional<Spent> parse(String tag) {
        String[] words = tag.split(" ", -1);
        try {
            return words.length == 2 && words[0].matches("\\d{1,9}(\\.\\d{1,9})?")
                    ? Optional.of(new Spent(Double.parseDouble(words[0]), Instant.parse(words[1])))
                    : Optional.empty();
        } catch (DateTimeParseException e) {
            // Whoever may tag may write nonsense: as if nothing had been settled.
            return Optional.empty();
        }
    }

    /** This settlement, carried on over what is seen now; empty where the price of a node is unknown. */
    Optional<Spent> upTo(Instant now, Collection<Node> nodes) {
        double sum = dollars;
        for (Node node : nodes) {
            Instant from = node.launched().isAfter(until) ? node.launched() : until;
            Instant end = node.place().ended().orElse(now);
            Instant to = end.isBefore(now) ? end : now;
            boolean over =
                    node.state() == NodeState.GONE && node.place().ended().isEmpty();
            if (from.isBefore(to) && !over) {
                OptionalDouble price = node.price();
                if (price.isEmpty()) {
                    return Optional.empty();
                }
                sum += Plan.over(price.getAsDouble(), Duration.between(from, to));
            }
        }
        return Optional.of(new Spent(sum, now.isAfter(until) ? now : until));
    }

    /** As a tag: {@code 1.234500 2026-01-31T12:00:00Z}. */
    String tag() {
        return String.format(Locale.ROOT, "%.6f %s", dollars, until);
    }
}
