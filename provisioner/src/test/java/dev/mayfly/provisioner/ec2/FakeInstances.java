package dev.mayfly.provisioner.ec2;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.Set;
import java.util.TreeMap;

/**
 * Instances. A token means one instance: with the same parameters, the same; with others, an error; of one that is over,
 * another error. An instance is pending at first, is listed late, and ends slowly; time is counted in calls.
 */
final class FakeInstances {
    private static final int USER_DATA_LIMIT = 16 * 1024;
    private static final DateTimeFormatter REASON =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss").withZone(ZoneOffset.UTC);

    private record Launch(Map<String, String> parameters, String id) {}

    final Map<String, FakeInstance> all = new TreeMap<>();

    /** Pools without room, such as {@code m6i.xlarge subnet-a}. */
    final Set<String> full = new HashSet<>();

    int visibleAfter = 3;
    int pendingFor = 8;
    int endsIn = 5;
    int pageSize = 1_000;

    /** Where the next instances are, within and without; unset, somewhere. */
    final Queue<String> addresses = new ArrayDeque<>();

    private final Map<String, Launch> tokens = new HashMap<>();
    private final FakeGroups groups;
    private final Clock time;
    private long calls;
    private int made = 0x100;

    FakeInstances(FakeGroups groups, Clock time) {
        this.groups = groups;
        this.time = time;
    }

    void call() {
        calls++;
    }

    /** Lets so much time pass that every instance is listed, and runs or is over. */
    void settle() {
        calls += 1_000;
    }

    FakeInstance add(String id, Map<String, String> tags) {
        FakeInstance instance = new FakeInstance(id);
        instance.tags.putAll(tags);
        all.put(id, instance);
        return instance;
    }

    /** Those that are neither ending nor over, those included that no listing shows yet. */
    List<FakeInstance> alive() {
        return all.values().stream().filter(instance -> !instance.ended).toList();
    }

    boolean holds(String group) {
        return all.values().stream().anyMatch(instance -> instance.group.equals(group) && !instance.terminated(calls));
    }

    String run(Form form) {
        Map<String, String> parameters = new TreeMap<>(form.values());
        String token = form.get("ClientToken");
        check(form, token);
        parameters.remove("ClientToken");
        Launch before = tokens.get(token);
        if (before != null) {
            if (!before.parameters().equals(parameters)) {
                throw new Refusal("IdempotentParameterMismatch", "the token was used with other parameters");
            }
            FakeInstance instance = Objects.requireNonNull(all.get(before.id()));
            if (instance.ended) {
                throw new Refusal("IdempotentInstanceTerminated", instance.id + " is over");
            }
            return reply(instance);
        }
        groups.require(form.get("SecurityGroupId.1"));
        String subnet = form.get("SubnetId");
        if (!FakeMarket.SUBNETS.containsKey(subnet)) {
            throw new Refusal("InvalidSubnetID.NotFound", subnet);
        }
        if (full.contains(form.get("InstanceType") + " " + subnet)) {
            throw new Refusal("InsufficientInstanceCapacity", "no room");
        }
        FakeInstance instance = launch(form, subnet);
        tokens.put(token, new Launch(parameters, instance.id));
        return reply(instance);
    }

    private static void check(Form form, String token) {
        if (token.isEmpty() || token.length() > 64 || !token.chars().allMatch(c -> c > 32 && c < 127)) {
            throw new Refusal("InvalidParameterValue", "ClientToken");
        }
        byte[] userData = Base64.getDecoder().decode(form.get("UserData"));
        if (userData.length > USER_DATA_LIMIT) {
            throw new Refusal("InvalidParameterValue", "User data is limited to 16384 bytes");
        }
        form.tags("TagSpecification.1.Tag").keySet().forEach(key -> {
            if (!key.matches("[A-Za-z0-9+=.,_:@-]{1,127}")) {
                throw new Refusal("InvalidParameterValue", "'" + key + "' is no key for the metadata service");
            }
        });
    }

    private FakeInstance launch(Form form, String subnet) {
        FakeInstance instance = new FakeInstance(String.format("i-%08x", made++));
        instance.tags.putAll(form.tags("TagSpecification.1.Tag"));
        instance.type = form.get("InstanceType");
        instance.zone = FakeMarket.SUBNETS.getOrDefault(subnet, "");
        instance.group = form.get("SecurityGroupId.1");
        instance.spot = form.get("InstanceMarketOptions.MarketType").equals("spot");
        instance.userData = new String(Base64.getDecoder().decode(form.get("UserData")), StandardCharsets.UTF_8);
        instance.launched = time.instant();
        String address = addresses.poll();
        if (address != null) {
            instance.inside = address;
            instance.outside = address;
        }
        instance.visibleFrom = calls + visibleAfter;
        instance.runningFrom = calls + pendingFor;
        all.put(instance.id, instance);
        return instance;
    }

    private String reply(FakeInstance instance) {
        return "<reservationId>r-1</reservationId><instancesSet>" + instance.xml(calls) + "</instancesSet>";
    }

    String describe(Form form) {
        Map<String, List<String>> filters = form.filters();
        List<String> found = new ArrayList<>();
        for (FakeInstance instance : all.values()) {
            boolean matches = filters.entrySet().stream()
                    .allMatch(filter -> filter.getKey().equals("tag-key")
                            ? filter.getValue().stream().anyMatch(instance.tags::containsKey)
                            : filter.getValue()
                                    .contains(instance.tags.getOrDefault(
                                            filter.getKey().substring(4), "")));
            if (matches && calls >= instance.visibleFrom) {
                found.add(instance.xml(calls));
            }
        }
        int from = form.get("NextToken").isEmpty() ? 0 : Integer.parseInt(form.get("NextToken"));
        int to = Math.min(found.size(), from + pageSize);
        String next = to < found.size() ? "<nextToken>" + to + "</nextToken>" : "";
        return "<reservationSet><item><instancesSet>" + String.join("", found.subList(from, to))
                + "</instancesSet></item></reservationSet>" + next;
    }

    String terminate(Form form) {
        known(form.list("InstanceId")).forEach(instance -> end(instance, "User initiated"));
        return "<instancesSet/>";
    }

    /** Ends an instance for a reason. */
    void end(FakeInstance instance, String reason) {
        if (!instance.ended) {
            instance.ended = true;
            instance.terminatedFrom = calls + endsIn;
            instance.reason = reason + " (" + REASON.format(time.instant()) + " GMT)";
        }
    }

    String tag(Form form) {
        List<FakeInstance> tagged = known(form.list("ResourceId"));
        tagged.forEach(instance -> instance.tags.putAll(form.tags("Tag")));
        return "<return>true</return>";
    }

    String console(Form form) {
        String text = known(
                        form.list("InstanceId").isEmpty() ? List.of(form.get("InstanceId")) : form.list("InstanceId"))
                .get(0)
                .console;
        return "<output>" + Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8)) + "</output>";
    }

    private List<FakeInstance> known(List<String> ids) {
        List<FakeInstance> known = new ArrayList<>();
        for (String id : ids) {
            FakeInstance instance = all.get(id);
            if (instance == null || calls < instance.visibleFrom) {
                throw new Refusal("InvalidInstanceID.NotFound", "The instance ID '" + id + "' does not exist");
            }
            known.add(instance);
        }
        return known;
    }
}
