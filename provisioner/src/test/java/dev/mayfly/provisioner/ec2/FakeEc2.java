package dev.mayfly.provisioner.ec2;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** An EC2 that keeps its rules for what we use: pages, filters by tag, tags that merge, and its way to refuse. */
final class FakeEc2 implements AutoCloseable {
    static final class Machine {
        final Map<String, String> tags = new TreeMap<>();
        volatile String state = "running";
    }

    final Map<String, Machine> machines = new ConcurrentSkipListMap<>();
    final List<String> actions = new CopyOnWriteArrayList<>();
    volatile String refusal = "";
    int pageSize = 1000;

    private final HttpServer server;

    FakeEc2() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::handle);
        server.start();
    }

    URI endpoint() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    Machine add(String id, Map<String, String> tags) {
        Machine machine = new Machine();
        machine.tags.putAll(tags);
        machines.put(id, machine);
        return machine;
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            Map<String, String> form = new LinkedHashMap<>();
            String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            Arrays.stream(body.split("&"))
                    .map(pair -> pair.split("=", 2))
                    .forEach(pair -> form.put(pair[0], URLDecoder.decode(pair[1], StandardCharsets.UTF_8)));
            String action = form.getOrDefault("Action", "");
            actions.add(action);
            if (!refusal.isEmpty()) {
                error(exchange, refusal);
                return;
            }
            switch (action) {
                case "DescribeInstances" -> describe(exchange, form);
                case "TerminateInstances" -> terminate(exchange, form);
                case "CreateTags" -> tag(exchange, form);
                default -> error(exchange, "InvalidAction");
            }
        }
    }

    private void describe(HttpExchange exchange, Map<String, String> form) throws IOException {
        String key = form.getOrDefault("Filter.1.Name", "").replace("tag:", "");
        String value = form.getOrDefault("Filter.1.Value.1", "");
        int from = Integer.parseInt(form.getOrDefault("NextToken", "0"));
        List<String> found = new ArrayList<>();
        machines.forEach((id, machine) -> {
            if (value.equals(machine.tags.get(key))) {
                found.add(instance(id, machine));
            }
        });
        int to = Math.min(found.size(), from + pageSize);
        String next = to < found.size() ? "<nextToken>" + to + "</nextToken>" : "";
        send(
                exchange,
                200,
                "<DescribeInstancesResponse><reservationSet><item><instancesSet>"
                        + String.join("", found.subList(from, to)) + "</instancesSet></item></reservationSet>" + next
                        + "</DescribeInstancesResponse>");
    }

    private static String instance(String id, Machine machine) {
        StringBuilder tags = new StringBuilder();
        machine.tags.forEach((key, value) -> tags.append("<item><key>")
                .append(key)
                .append("</key><value>")
                .append(value)
                .append("</value></item>"));
        return "<item><instanceId>" + id + "</instanceId><instanceType>m6i.xlarge</instanceType>"
                + "<launchTime>2026-01-31T11:00:00.000Z</launchTime><instanceState><name>" + machine.state
                + "</name></instanceState><tagSet>" + tags + "</tagSet></item>";
    }

    private void terminate(HttpExchange exchange, Map<String, String> form) throws IOException {
        List<String> ids = values(form, "InstanceId.");
        if (!machines.keySet().containsAll(ids)) {
            error(exchange, "InvalidInstanceID.NotFound");
            return;
        }
        machines.forEach((id, machine) -> machine.state = ids.contains(id) ? "shutting-down" : machine.state);
        send(exchange, 200, "<TerminateInstancesResponse><instancesSet/></TerminateInstancesResponse>");
    }

    private void tag(HttpExchange exchange, Map<String, String> form) throws IOException {
        List<String> ids = values(form, "ResourceId.");
        machines.forEach((id, machine) -> {
            for (int i = 1; ids.contains(id) && form.containsKey("Tag." + i + ".Key"); i++) {
                machine.tags.put(
                        form.getOrDefault("Tag." + i + ".Key", ""), form.getOrDefault("Tag." + i + ".Value", ""));
            }
        });
        send(exchange, 200, "<CreateTagsResponse><return>true</return></CreateTagsResponse>");
    }

    private static List<String> values(Map<String, String> form, String prefix) {
        return form.entrySet().stream()
                .filter(entry -> entry.getKey().startsWith(prefix))
                .map(Map.Entry::getValue)
                .toList();
    }

    private static void error(HttpExchange exchange, String code) throws IOException {
        send(
                exchange,
                code.equals("UnauthorizedOperation") ? 403 : 400,
                "<Response><Errors><Error><Code>" + code + "</Code><Message>because</Message></Error></Errors>"
                        + "<RequestID>1</RequestID></Response>");
    }

    private static void send(HttpExchange exchange, int status, String xml) throws IOException {
        byte[] bytes = xml.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
