package dev.mayfly.provisioner.ec2;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Security groups: one of a name in a network; deleted only while no instance holds it. */
final class FakeGroups {
    static final class Group {
        String name = "";
        final Map<String, String> tags = new TreeMap<>();
        /** Ports with ranges, such as {@code 22 203.0.113.7/32}, and groups, such as {@code all sg-1}. */
        final List<String> rules = new ArrayList<>();
    }

    final Map<String, Group> groups = new TreeMap<>();
    private int made;

    String describe(Form form) {
        Map<String, List<String>> filters = form.filters();
        StringBuilder items = new StringBuilder("<securityGroupInfo>");
        groups.forEach((id, group) -> {
            boolean shown =
                    filters.getOrDefault("group-name", List.of(group.name)).contains(group.name)
                            && filters.entrySet().stream()
                                    .filter(filter -> filter.getKey().startsWith("tag:"))
                                    .allMatch(filter -> filter.getValue()
                                            .contains(group.tags.getOrDefault(
                                                    filter.getKey().substring(4), "")));
            if (shown) {
                items.append("<item><groupId>" + id + "</groupId><groupName>" + group.name
                        + "</groupName><ipPermissions>" + rules(group) + "</ipPermissions></item>");
            }
        });
        return items + "</securityGroupInfo>";
    }

    private static String rules(Group group) {
        StringBuilder items = new StringBuilder();
        for (String rule : group.rules) {
            String[] words = rule.split(" ");
            items.append(
                    words[0].equals("all")
                            ? "<item><ipProtocol>-1</ipProtocol><groups><item><groupId>" + words[1]
                                    + "</groupId></item></groups></item>"
                            : "<item><ipProtocol>tcp</ipProtocol><fromPort>" + words[0] + "</fromPort><toPort>"
                                    + words[0] + "</toPort><ipRanges><item><cidrIp>" + words[1]
                                    + "</cidrIp></item></ipRanges></item>");
        }
        return items.toString();
    }

    String create(Form form) {
        String name = form.get("GroupName");
        if (groups.values().stream().anyMatch(group -> group.name.equals(name))) {
            throw new Refusal("InvalidGroup.Duplicate", name + " exists");
        }
        Group group = new Group();
        group.name = name;
        group.tags.putAll(form.tags("TagSpecification.1.Tag"));
        String id = "sg-" + ++made;
        groups.put(id, group);
        return "<groupId>" + id + "</groupId>";
    }

    String authorize(Form form) {
        Group group = require(form.get("GroupId"));
        String peer = form.get("IpPermissions.1.Groups.1.GroupId");
        String rule = peer.isEmpty()
                ? form.get("IpPermissions.1.FromPort") + " " + form.get("IpPermissions.1.IpRanges.1.CidrIp")
                : "all " + peer;
        if (group.rules.contains(rule)) {
            throw new Refusal("InvalidPermission.Duplicate", rule);
        }
        group.rules.add(rule);
        return "<return>true</return>";
    }

    String delete(Form form, FakeInstances instances) {
        String id = form.get("GroupId");
        require(id);
        if (instances.holds(id)) {
            throw new Refusal("DependencyViolation", id + " has a dependent object");
        }
        groups.remove(id);
        return "<return>true</return>";
    }

    Group require(String id) {
        Group group = groups.get(id);
        if (group == null) {
            throw new Refusal("InvalidGroup.NotFound", "The security group '" + id + "' does not exist");
        }
        return group;
    }
}
