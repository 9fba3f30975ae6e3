package dev.mayfly.provisioner;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeMap;

/**
 * Compares what is with what should be. A pure function: the same nodes, wish and instant give the same plan, on any
 * machine, so that two controllers at once, or one that was killed and called again, work towards the same cluster.
 *
 * <p>INVARIANT: ties are broken by the lowest id and by nothing that changes while nodes live. A plan ends no master
 * that survives, launches no slot twice and none that a present node holds.
 */
final class Planner {
    private final ClusterSpec spec;
    private final Prices prices;
    private final int workers;
    private final Instant now;
    private final List<Action> actions = new ArrayList<>();
    private final List<Action> kept = new ArrayList<>();

    private Planner(ClusterSpec spec, Prices prices, int workers, Instant now) {
        this.spec = spec;
        this.prices = prices;
        this.workers = workers;
        this.now = now;
    }

    /**
     * The way from some nodes to a master and a number of workers.
     *
     * @param nodes every node of the cluster that its cloud still shows, those that are over included
     * @param prices of what may be launched
     * @throws ProvisionerException if the number is negative or above the limit of the spec
     */
    static Plan plan(List<Node> nodes, ClusterSpec spec, Prices prices, int workers, Instant now) {
        if (workers < 0 || workers > spec.maxWorkers()) {
            throw new ProvisionerException("A cluster of " + workers + " workers is out of bounds: n must be from 0 to "
                    + spec.maxWorkers() + ", the \"maxWorkers\" of the spec.");
        }
        return new Planner(spec, prices, workers, now).compare(nodes);
    }

    /** The way from some nodes to none. */
    static Plan down(List<Node> nodes, ClusterSpec spec) {
        List<Action> actions = new ArrayList<>();
        for (Node node : nodes) {
            if (node.state() != NodeState.GONE) {
                actions.add(new Action.Terminate(node, "the cluster goes down"));
            }
        }
        return new Plan(
                "cluster " + spec.name() + ": down", actions, OptionalDouble.of(0), spec.lease(), Optional.empty());
    }

    private Plan compare(List<Node> nodes) {
        List<Node> byId = nodes.stream().sorted(Comparator.comparing(Node::id)).toList();
        List<Node> present = new ArrayList<>();
        for (Node node : byId) {
            if (mayStay(node)) {
                present.add(node);
            }
        }
        Optional<Node> master = electMaster(present);
        Map<Integer, Node> slots = fillSlots(present, master);
        endSurplus(slots);
        List<Action.Launch> launches = launches(byId, master, slots);
        actions.addAll(launches);
        actions.addAll(kept);
        OptionalDouble rate = rate(launches);
        String title = "cluster " + spec.name() + ": a master and " + workers + (workers == 1 ? " worker" : " workers")
                + " wanted";
        return new Plan(title, actions, rate, spec.lease(), refusal(launches.size(), rate));
    }

    private boolean mayStay(Node node) {
        if (node.state() == NodeState.GONE) {
            return false;
        }
        if (node.lease().expired(now)) {
            Duration ago = Duration.between(node.lease().until(), now);
            actions.add(new Action.Reap(node, "its lease ended " + Plan.words(ago) + " ago"));
        } else if (node.state() == NodeState.STOPPED) {
            actions.add(new Action.Terminate(node, "it was stopped, and its disk is still billed"));
        } else if (node.state() == NodeState.DRAINING) {
            kept.add(new Action.Keep(node, "it drains, and ends itself"));
        }
        return node.state().present() && !node.lease().expired(now);
    }

    private Optional<Node> electMaster(List<Node> present) {
        List<Node> masters =
                present.stream().filter(node -> node.role() == Role.MASTER).toList();
        for (int i = 1; i < masters.size(); i++) {
            actions.add(new Action.Terminate(
                    masters.get(i), "a second master: " + masters.get(0).id() + " has the lower id"));
        }
        masters.stream()
                .findFirst()
                .ifPresent(master -> keep(
                        master,
                        master.spec().equals(spec.hash())
                                ? ""
                                : ", by another spec: its new settings need down() and then up()"));
        return masters.stream().findFirst();
    }

    /** The worker of each slot; the others are ended. */
    private Map<Integer, Node> fillSlots(List<Node> present, Optional<Node> master) {
        Map<Integer, Node> slots = new TreeMap<>(Comparator.reverseOrder());
        for (Node node : present) {
            if (node.role() == Role.WORKER) {
                Optional<String> reason = misplaced(node, master, slots);
                if (reason.isPresent()) {
                    actions.add(new Action.Terminate(node, reason.get()));
                } else {
                    slots.put(node.slot(), node);
                }
            }
        }
        return slots;
    }

    private Optional<String> misplaced(Node worker, Optional<Node> master, Map<Integer, Node> slots) {
        if (master.isEmpty()) {
            return Optional.of("a zombie: its master " + worker.master() + " is gone");
        }
        if (!worker.master().equals(master.get().id())) {
            return Optional.of("a zombie: it belongs to another master, " + worker.master());
        }
        if (!worker.spec().equals(spec.hash())) {
            return Optional.of("it was launched by another spec");
        }
        if (worker.slot() < 0) {
            return Optional.of("its tags name no slot");
        }
        Node holder = slots.get(worker.slot());
        return holder == null
                ? Optional.empty()
                : Optional.of("a second worker " + worker.slot() + ": " + holder.id() + " has the lower id");
    }

    private void endSurplus(Map<Integer, Node> slots) {
        slots.forEach((slot, node) -> {
            if (slot >= workers) {
                String reason = "surplus: "
                        + (workers == 0 ? "no worker is wanted" : "slots 0 to " + (workers - 1) + " are wanted");
                actions.add(
                        node.state() == NodeState.READY
                                ? new Action.Drain(node, reason)
                                : new Action.Terminate(node, reason));
            }
        });
        slots.keySet().removeIf(slot -> slot >= workers);
        List<Node> ascending = new ArrayList<>(slots.values());
        ascending.sort(Comparator.comparingInt(Node::slot));
        ascending.forEach(node -> keep(node, ""));
    }

    private void keep(Node node, String note) {
        kept.add(new Action.Keep(
                node,
                node.state().label() + ", lease of " + Plan.words(node.lease().remaining(now)) + " left" + note));
    }

    private List<Action.Launch> launches(List<Node> all, Optional<Node> master, Map<Integer, Node> slots) {
        List<Action.Launch> launches = new ArrayList<>();
        if (master.isEmpty()) {
            launches.add(launch(all, Role.MASTER, 0));
        }
        for (int slot = 0; slot < workers; slot++) {
            if (!slots.containsKey(slot)) {
                launches.add(launch(all, Role.WORKER, slot));
            }
        }
        return launches;
    }

    private Action.Launch launch(List<Node> all, Role role, int slot) {
        long over = all.stream()
                .filter(node -> node.role() == role && node.slot() == slot)
                .filter(node -> !node.state().present() || node.lease().expired(now))
                .count();
        OptionalDouble dollars = launchPrice(role, slot);
        String price = dollars.isPresent()
                ? String.format(Locale.ROOT, "at most $%.3f an hour", dollars.getAsDouble())
                : "price unknown";
        String kind = spec.isSpot(role, slot) ? "spot " : "";
        return new Action.Launch(
                role, slot, (int) over, kind + String.join(" or ", spec.instanceTypes()) + ", " + price);
    }

    private OptionalDouble launchPrice(Role role, int slot) {
        return prices.atMost(spec.instanceTypes(), spec.isSpot(role, slot));
    }

    private OptionalDouble rate(List<Action.Launch> launches) {
        double rate = 0;
        for (Action action : kept) {
            OptionalDouble price = ((Action.Keep) action).node().price();
            if (price.isEmpty()) {
                return OptionalDouble.empty();
            }
            rate += price.getAsDouble();
        }
        for (Action.Launch launch : launches) {
            OptionalDouble price = launchPrice(launch.role(), launch.slot());
            if (price.isEmpty()) {
                return OptionalDouble.empty();
            }
            rate += price.getAsDouble();
        }
        return OptionalDouble.of(rate);
    }

    private Optional<String> refusal(int launches, OptionalDouble rate) {
        if (launches == 0) {
            return Optional.empty();
        }
        if (rate.isEmpty()) {
            return spec.acceptUnknownPrice()
                    ? Optional.empty()
                    : Optional.of("the price of a node is unknown, so the budget cannot be checked: name it in"
                            + " \"prices\" of the spec, or set \"acceptUnknownPrice\": true.");
        }
        double total = Plan.over(rate.getAsDouble(), spec.lease());
        return total <= spec.budget() + Plan.ROUNDING
                ? Optional.empty()
                : Optional.of(String.format(
                        Locale.ROOT,
                        "$%.2f in the lease of %s is above the budget of $%.2f: ask for fewer workers, a shorter"
                                + " \"lease\", or raise \"budget\" in the spec.",
                        total,
                        Plan.words(spec.lease()),
                        spec.budget()));
    }
}
