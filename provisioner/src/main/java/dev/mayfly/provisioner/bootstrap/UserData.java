package dev.mayfly.provisioner.bootstrap;

import dev.mayfly.provisioner.ClusterSpec;
import dev.mayfly.provisioner.JobSettings;
import dev.mayfly.provisioner.LaunchingCloud.Order;
import dev.mayfly.provisioner.NodeRuntime;
import dev.mayfly.provisioner.ProvisionerException;
import dev.mayfly.provisioner.Role;
import dev.mayfly.provisioner.Software;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The script that a node runs at its first start. Byte for byte the same for equal arguments, since a launch may be
 * repeated; without a secret, as whoever may describe the node may read it. Its first command arms the dead man's switch: a
 * node that cannot do anything else still ends with its lease.
 */
public final class UserData {
    /** What EC2 takes. */
    static final int LIMIT = 16 * 1024;

    private static final String SCRIPT = resource("node.sh");

    private UserData() {}

    /**
     * The script for one node.
     *
     * @throws ProvisionerException if it is longer than a cloud takes
     */
    public static String of(ClusterSpec spec, NodeRuntime runtime, Order order) {
        String minutes = String.valueOf(Math.max(1, order.lease().toMinutes()));
        StringBuilder script = new StringBuilder("#!/bin/bash\n");
        script.append("shutdown -P +").append(minutes).append('\n');
        values(spec, runtime, order)
                .forEach((name, value) ->
                        script.append(name).append('=').append(quoted(value)).append('\n'));
        script.append("lease=").append(order.lease().toSeconds()).append('\n');
        script.append(SCRIPT);
        String whole = script.toString();
        int bytes = whole.getBytes(StandardCharsets.UTF_8).length;
        if (bytes > LIMIT) {
            throw new ProvisionerException(
                    "The user-data of " + order.label() + " has " + bytes + " bytes, and EC2 takes " + LIMIT
                            + ": put \"postInit\" into a file that \"dataFiles\" downloads, and call that.");
        }
        return whole;
    }

    private static Map<String, String> values(ClusterSpec spec, NodeRuntime runtime, Order order) {
        Software software = spec.software();
        Map<String, String> values = new LinkedHashMap<>();
        values.put("cluster", order.cluster());
        values.put("role", order.role().label());
        values.put("slot", String.valueOf(order.slot()));
        values.put("master", order.role() == Role.MASTER ? "" : order.masterAddress());
        values.put("user", spec.login().user());
        values.put("public_key", spec.login().publicKey().orElse(""));
        values.put("packages", String.join(" ", software.packages()));
        put(values, "jdk", software.jdk());
        put(values, "spark", software.spark());
        values.put("bucket", software.bucket().map(UserData::withoutSlash).orElse(""));
        values.put(
                "runtime", runtime.all().isEmpty() ? "" : Manifest.of(runtime).sha256());
        values.put("runtime_name", runtime.hash());
        values.put("jvm_flags", String.join(" ", runtime.flags()));
        values.put(
                "job_settings",
                JobSettings.of(runtime.hash()).entrySet().stream()
                        .map(setting -> "-D" + setting.getKey() + "=" + setting.getValue())
                        .collect(Collectors.joining(" ")));
        values.put("data_files", String.join(" ", software.dataFiles()));
        values.put("post_init", software.postInit().orElse(""));
        return values;
    }

    private static void put(Map<String, String> values, String name, Optional<Software.Download> file) {
        values.put(name + "_url", file.map(Software.Download::url).orElse(""));
        values.put(name + "_sha256", file.map(Software.Download::sha256).orElse(""));
    }

    private static String withoutSlash(String address) {
        return address.endsWith("/") ? address.substring(0, address.length() - 1) : address;
    }

    private static String quoted(String value) {
        return "'" + value.replace("'", "'\\''") + "'";
    }

    /** Without comments: every byte counts. */
    private static String resource(String name) {
        try (InputStream in = Objects.requireNonNull(UserData.class.getResourceAsStream(name), name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.isBlank() && !line.strip().startsWith("#"))
                    .collect(Collectors.joining("\n", "", "\n"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
