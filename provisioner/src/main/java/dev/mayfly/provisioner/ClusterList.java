package dev.mayfly.provisioner;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Every cluster of an account or user that has nodes, by name. */
public record ClusterList(String provider, List<ClusterStatus> clusters) {
    public ClusterList {
        clusters = List.copyOf(clusters);
    }

    static ClusterList of(String provider, List<Node> nodes, Instant now) {
        Map<String, List<Node>> byName = nodes.stream()
                .collect(Collectors.groupingBy(
                        node -> node.tags().getOrDefault(Tags.CLUSTER, ""), TreeMap::new, Collectors.toList()));
        return new ClusterList(
                provider,
                byName.entrySet().stream()
                        .map(entry -> ClusterStatus.of(entry.getKey(), provider, entry.getValue(), now))
                        .filter(status ->
                                !status.nodes().isEmpty() || !status.reaped().isEmpty())
                        .toList());
    }

    /** A line for each. */
    @Override
    public String toString() {
        if (clusters.isEmpty()) {
            return "no clusters on " + provider + "\n";
        }
        return clusters.stream()
                .map(status -> status.line()
                        + (status.owner().isEmpty() ? "" : ", of " + status.owner())
                        + (status.reaped().isEmpty()
                                ? ""
                                : ", " + status.reaped().size() + " beyond their lease")
                        + "\n")
                .collect(Collectors.joining());
    }
}
