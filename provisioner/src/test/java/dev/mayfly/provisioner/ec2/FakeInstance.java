package dev.mayfly.provisioner.ec2;

import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;

/** One instance of the fake EC2. Its state follows from how many calls were made since it was launched or ended. */
final class FakeInstance {
    final String id;
    final Map<String, String> tags = new TreeMap<>();
    String type = "m6i.xlarge";
    String zone = "eu-west-1a";
    String group = "";
    String userData = "";
    boolean spot;
    Instant launched = Instant.parse("2026-01-31T11:00:00Z");
    long visibleFrom;
    long runningFrom;
    long terminatedFrom = Long.MAX_VALUE;
    String reason = "";
    boolean ended;
    String console = "";
    String inside;
    String outside;

    FakeInstance(String id) {
        this.id = id;
        int address = Integer.parseInt(id.substring(2), 16) & 0xffff;
        this.inside = "10.0." + (address >> 8) + "." + (address & 255);
        this.outside = "198.51.100." + (address & 255);
    }

    String state(long call) {
        if (ended) {
            return call >= terminatedFrom ? "terminated" : "shutting-down";
        }
        return call >= runningFrom ? "running" : "pending";
    }

    boolean terminated(long call) {
        return state(call).equals("terminated");
    }

    String tag(String key) {
        return tags.getOrDefault("mayfly:" + key, "");
    }

    String xml(long call) {
        StringBuilder all = new StringBuilder();
        tags.forEach((key, value) -> all.append("<item><key>")
                .append(key)
                .append("</key><value>")
                .append(value)
                .append("</value></item>"));
        return "<item><instanceId>" + id + "</instanceId><instanceType>" + type + "</instanceType><launchTime>"
                + launched
                + "</launchTime><instanceState><name>" + state(call)
                + "</name></instanceState><placement><availabilityZone>"
                + zone + "</availabilityZone></placement><privateIpAddress>" + inside
                + "</privateIpAddress><ipAddress>" + outside + "</ipAddress><reason>" + reason
                + "</reason>" + (spot ? "<instanceLifecycle>spot</instanceLifecycle>" : "") + "<tagSet>" + all
                + "</tagSet></item>";
    }
}
