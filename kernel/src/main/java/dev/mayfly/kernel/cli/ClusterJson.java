package dev.mayfly.kernel.cli;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mayfly.provisioner.Action;
import dev.mayfly.provisioner.ClusterList;
import dev.mayfly.provisioner.ClusterStatus;
import dev.mayfly.provisioner.Node;
import dev.mayfly.provisioner.Plan;
import java.util.Locale;
import java.util.OptionalDouble;

/** What a cluster command says, for programs. What is not known is null; times are instants, leases are seconds. */
final class ClusterJson {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private ClusterJson() {}

    static String of(Object said) {
        if (said instanceof Plan plan) {
            return plan(plan).toPrettyString();
        }
        if (said instanceof ClusterStatus status) {
            return status(status).toPrettyString();
        }
        if (said instanceof ClusterList list) {
            ArrayNode clusters = JSON.createArrayNode();
            list.clusters().forEach(status -> clusters.add(status(status)));
            return clusters.toPrettyString();
        }
        return JSON.getNodeFactory().textNode(said.toString()).toString();
    }

    private static ObjectNode plan(Plan plan) {
        ObjectNode tree = JSON.createObjectNode();
        tree.put("title", plan.title());
        ArrayNode actions = tree.putArray("actions");
        plan.actions().forEach(action -> actions.add(action(action)));
        dollars(tree, "dollarsPerHour", plan.dollarsPerHour());
        tree.put("leaseSeconds", plan.lease().toSeconds());
        tree.put("refusal", plan.refusal().orElse(null));
        return tree;
    }

    private static ObjectNode action(Action action) {
        ObjectNode tree = JSON.createObjectNode();
        tree.put("do", action.getClass().getSimpleName().toLowerCase(Locale.ROOT));
        if (action instanceof Action.Launch launch) {
            tree.put("role", launch.role().label()).put("slot", launch.slot());
        } else if (action instanceof Action.Terminate terminate) {
            name(tree, terminate.node());
        } else if (action instanceof Action.Drain drain) {
            name(tree, drain.node());
        } else if (action instanceof Action.Reap reap) {
            name(tree, reap.node());
        } else if (action instanceof Action.Keep keep) {
            name(tree, keep.node());
        }
        return tree.put("reason", action.reason());
    }

    private static void name(ObjectNode tree, Node node) {
        tree.put("id", node.id()).put("role", node.role().label()).put("slot", node.slot());
    }

    private static ObjectNode status(ClusterStatus status) {
        ObjectNode tree = JSON.createObjectNode();
        tree.put("name", status.name()).put("provider", status.provider()).put("owner", status.owner());
        tree.put("ready", status.ready());
        tree.put("wanted", status.wanted().isPresent() ? status.wanted().getAsInt() : null);
        dollars(tree, "dollarsPerHour", status.dollarsPerHour());
        dollars(tree, "dollarsSoFar", status.spent());
        dollars(tree, "dollarsByTheEndOfTheLease", status.projected());
        tree.put(
                "leaseLeftSeconds",
                status.leaseLeft().map(left -> left.toSeconds()).orElse(null));
        ArrayNode nodes = tree.putArray("nodes");
        status.nodes().forEach(node -> nodes.add(node(node)));
        ArrayNode reaped = tree.putArray("reaped");
        status.reaped().forEach(node -> reaped.add(node.id()));
        return tree;
    }

    private static ObjectNode node(Node node) {
        ObjectNode tree = JSON.createObjectNode();
        name(tree, node);
        tree.put("state", node.state().label())
                .put("type", node.type())
                .put("zone", node.place().zone());
        dollars(tree, "dollarsPerHour", node.price());
        tree.put("launched", node.launched().toString());
        tree.put("leaseUntil", node.lease().until().toString());
        return tree;
    }

    private static void dollars(ObjectNode tree, String name, OptionalDouble sum) {
        if (sum.isPresent()) {
            tree.put(name, sum.getAsDouble());
        } else {
            tree.putNull(name);
        }
    }
}
