package dev.mayfly.engine.bench;

import com.sun.management.OperatingSystemMXBean;
import dev.mayfly.engine.fetch.FetchLimits;
import dev.mayfly.engine.fetch.ReadAhead;
import dev.mayfly.engine.fetch.Remote;
import dev.mayfly.engine.source.HttpInput;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/**
 * Reading ahead, compared with a bare loop of the JDK's client in the same run, against a {@link LatencyServer} in a
 * process of its own: {@code Fetching [rounds]}. Prints a line for each, the median of all rounds.
 */
public final class Fetching {
    private static final int OBJECTS = 3000;
    private static final int SIZE = 20_000;
    private static final int LATENCY = 20;
    private static final long LARGE = 512L << 20;
    private static final int PART = 4 << 20;
    private static final int[] CONCURRENCY = {16, 32, 64, 128};

    private final String server;
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private Fetching(String server) {
        this.server = server;
    }

    public static void main(String[] args) throws Exception {
        int rounds = args.length > 0 ? Integer.parseInt(args[0]) : 5;
        Process process = new ProcessBuilder(
                        ProcessHandle.current().info().command().orElse("java"),
                        "-cp",
                        System.getProperty("java.class.path"),
                        LatencyServer.class.getName(),
                        String.valueOf(LATENCY))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (BufferedReader out =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.US_ASCII))) {
            new Fetching("http://127.0.0.1:" + out.readLine()).compare(rounds);
        } finally {
            process.destroyForcibly();
        }
    }

    private void compare(int rounds) throws Exception {
        Cost[][] small = new Cost[CONCURRENCY.length + 1][rounds];
        Cost[][] large = new Cost[CONCURRENCY.length + 1][rounds];
        loop(64);
        ahead();
        for (int round = 0; round < rounds; round++) {
            for (int i = 0; i < CONCURRENCY.length; i++) {
                small[i][round] = cost(this::loop, CONCURRENCY[i], (long) OBJECTS * SIZE);
                large[i][round] = cost(this::ranges, CONCURRENCY[i] / 8, LARGE);
            }
            small[CONCURRENCY.length][round] = cost(n -> ahead(), 0, (long) OBJECTS * SIZE);
            large[CONCURRENCY.length][round] = cost(n -> aheadOfOne(), 0, LARGE);
        }
        print(OBJECTS + " objects of 20 KB at 20 ms", "objects/s", OBJECTS, small, 1);
        print("one object of 512 MB at 20 ms", "MB/s", LARGE / 1e6, large, 8);
    }

    private interface Work {
        long bytes(int concurrency) throws Exception;
    }

    private record Cost(double seconds, double processor) {}

    private static Cost cost(Work work, int concurrency, long expected) throws Exception {
        OperatingSystemMXBean system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        long processor = system.getProcessCpuTime();
        long start = System.nanoTime();
        long bytes = work.bytes(concurrency);
        double seconds = (System.nanoTime() - start) / 1e9;
        if (bytes != expected) {
            throw new IllegalStateException("read " + bytes + " bytes of " + expected);
        }
        return new Cost(seconds, (system.getProcessCpuTime() - processor) / 1e9);
    }

    private static void print(String what, String unit, double amount, Cost[][] costs, int share) {
        double best = 0;
        System.out.println(what);
        for (int i = 0; i < costs.length; i++) {
            double rate = amount / median(costs[i], Cost::seconds);
            boolean ours = i == CONCURRENCY.length;
            System.out.printf(
                    Locale.ROOT,
                    "  %s %,8.0f %s, %.2f CPU s%s%n",
                    ours ? "read ahead            " : String.format("bare loop, %3d at once", CONCURRENCY[i] / share),
                    rate,
                    unit,
                    median(costs[i], Cost::processor),
                    ours ? String.format(Locale.ROOT, ", %.2fx of the best", rate / best) : "");
            best = Math.max(best, rate);
        }
    }

    private static double median(Cost[] costs, ToDoubleFunction<Cost> part) {
        double[] sorted = Arrays.stream(costs).mapToDouble(part).sorted().toArray();
        return sorted[sorted.length / 2];
    }

    private URI small(int i) {
        return URI.create(server + "/o" + i + "/" + SIZE);
    }

    /** A bare loop: so many requests at once, each body as bytes. */
    private long loop(int concurrency) throws Exception {
        List<HttpRequest> requests = IntStream.range(0, OBJECTS)
                .mapToObj(i -> HttpRequest.newBuilder(small(i)).build())
                .toList();
        return send(requests, concurrency);
    }

    /** A bare ranged download: so many ranges at once. */
    private long ranges(int concurrency) throws Exception {
        List<HttpRequest> requests = new ArrayList<>();
        for (long from = 0; from < LARGE; from += PART) {
            requests.add(HttpRequest.newBuilder(URI.create(server + "/large/" + LARGE))
                    .header("Range", "bytes=" + from + "-" + (from + PART - 1))
                    .build());
        }
        return send(requests, concurrency);
    }

    private long send(List<HttpRequest> requests, int concurrency) throws Exception {
        Semaphore free = new Semaphore(concurrency);
        LongAdder bytes = new LongAdder();
        List<CompletableFuture<Void>> all = new ArrayList<>();
        for (HttpRequest request : requests) {
            free.acquire();
            all.add(client.sendAsync(request, HttpResponse.BodyHandlers.ofByteArray())
                    .thenAccept(response -> bytes.add(response.body().length))
                    .whenComplete((done, error) -> free.release()));
        }
        CompletableFuture.allOf(all.toArray(CompletableFuture[]::new)).get();
        return bytes.sum();
    }

    /** Two readers, as a job on two processors has. */
    private long ahead() throws Exception {
        List<Remote> remotes = IntStream.range(0, OBJECTS)
                .<Remote>mapToObj(i -> new HttpInput(small(i)))
                .toList();
        try (ReadAhead ahead = new ReadAhead(remotes, FetchLimits.standard())) {
            AtomicInteger next = new AtomicInteger();
            Callable<Long> reader = () -> {
                long bytes = 0;
                for (int i = next.getAndIncrement(); i < OBJECTS; i = next.getAndIncrement()) {
                    bytes += read(ahead, i);
                }
                return bytes;
            };
            ExecutorService readers = Executors.newFixedThreadPool(2);
            try {
                long bytes = 0;
                for (Future<Long> part : readers.invokeAll(List.of(reader, reader))) {
                    bytes += part.get();
                }
                return bytes;
            } finally {
                readers.shutdown();
            }
        }
    }

    private long aheadOfOne() throws IOException {
        Remote remote = new HttpInput(URI.create(server + "/large/" + LARGE));
        try (ReadAhead ahead = new ReadAhead(List.of(remote), FetchLimits.standard())) {
            return read(ahead, 0);
        }
    }

    private static long read(ReadAhead ahead, int index) throws IOException {
        byte[] buffer = new byte[1 << 16];
        long bytes = 0;
        try (InputStream in = ahead.open(index)) {
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                bytes += n;
            }
        }
        return bytes;
    }
}
