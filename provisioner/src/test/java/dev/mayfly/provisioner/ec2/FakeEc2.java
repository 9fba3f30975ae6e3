package dev.mayfly.provisioner.ec2;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BiFunction;

/**
 * An EC2 that keeps Amazon's rules for what is used here: see {@link FakeInstances} for launches and {@link FakeGroups} for
 * security groups. Requests and answers are on the wire as they are there. Faults are put in by the test.
 */
final class FakeEc2 implements AutoCloseable {
    static {
        // Answers are small, and would wait for the acknowledgement of what was sent before.
        System.setProperty("sun.net.httpserver.nodelay", "true");
    }

    /** What goes wrong with a call: nothing, an error code, or a reply that is lost after the deed. */
    static final String NOTHING = "";

    static final String LOST_REPLY = "(lost)";

    /** Every call: the action, and the body as it was sent. */
    final List<String> bodies = new CopyOnWriteArrayList<>();

    final List<String> actions = new CopyOnWriteArrayList<>();
    final FakeTime time = new FakeTime();
    final FakeGroups groups = new FakeGroups();
    final FakeInstances instances;

    /** The fault of a call, by its action and how many calls were made before. */
    volatile BiFunction<String, Integer, String> faults = (action, call) -> NOTHING;

    volatile long latencyMillis;

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final HttpServer server;

    FakeEc2() throws IOException {
        this(Optional.empty());
    }

    /** @param clock what it goes by; its own time if empty */
    FakeEc2(Optional<Clock> clock) throws IOException {
        instances = new FakeInstances(groups, clock.orElse(time));
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::handle);
        server.setExecutor(threads);
        server.start();
    }

    URI endpoint() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            if (latencyMillis > 0) {
                LockSupport.parkNanos(latencyMillis * 1_000_000);
            }
            Form form = Form.parse(body);
            String fault;
            String answer;
            int status = 200;
            synchronized (this) {
                bodies.add(body);
                actions.add(form.get("Action"));
                fault = faults.apply(form.get("Action"), actions.size());
                try {
                    if (!fault.isEmpty() && !fault.equals(LOST_REPLY)) {
                        throw new Refusal(fault, "because");
                    }
                    answer = answer(form);
                } catch (Refusal e) {
                    status = e.status();
                    answer = "<Response><Errors><Error><Code>" + e.code + "</Code><Message>" + e.getMessage()
                            + "</Message></Error></Errors><RequestID>1</RequestID></Response>";
                }
            }
            if (!fault.equals(LOST_REPLY)) {
                byte[] bytes = answer.getBytes(StandardCharsets.UTF_8);
                // The client outlives this server, whose port another may get: no connection is kept.
                exchange.getResponseHeaders().set("Connection", "close");
                exchange.sendResponseHeaders(status, bytes.length);
                exchange.getResponseBody().write(bytes);
            }
        }
    }

    private String answer(Form form) {
        String action = form.get("Action");
        instances.call();
        String content =
                switch (action) {
                    case "DescribeInstances" -> instances.describe(form);
                    case "RunInstances" -> instances.run(form);
                    case "TerminateInstances" -> instances.terminate(form);
                    case "CreateTags" -> instances.tag(form);
                    case "GetConsoleOutput" -> instances.console(form);
                    case "DescribeSecurityGroups" -> groups.describe(form);
                    case "CreateSecurityGroup" -> groups.create(form);
                    case "AuthorizeSecurityGroupIngress" -> groups.authorize(form);
                    case "DeleteSecurityGroup" -> groups.delete(form, instances);
                    case "DescribeSubnets" -> FakeMarket.subnets(form);
                    case "DescribeImages" -> FakeMarket.images(form);
                    case "DescribeSpotPriceHistory" -> FakeMarket.spotPrices(form);
                    default -> throw new Refusal("InvalidAction", action);
                };
        return "<" + action + "Response>" + content + "</" + action + "Response>";
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
