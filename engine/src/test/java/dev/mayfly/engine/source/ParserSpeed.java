package dev.mayfly.engine.source;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;

/**
 * What reading a line as a record costs: {@code ParserSpeed [seconds a measurement]}. Prints nanoseconds of this thread a line, the best
 * of several rounds, beside Jackson's streaming reader over the same lines, which makes nothing of them.
 *
 * <pre>
 * 22 November 2026, 2 shared cores under load, ns of CPU a line of 6 fields    JDK 17    JDK 25
 * Jackson's streaming reader, nothing made                                        259       263
 * json, 3 components                                                              333       335
 * json, 6 components                                                              430       469
 * csv, 6 components                                                               194       279
 * </pre>
 */
public final class ParserSpeed {
    private static final int LINES = 10_000;
    private static final ThreadMXBean CPU = ManagementFactory.getThreadMXBean();

    record Hit(String path, int status, long bytes) {}

    record All(String time, String ip, String path, int status, long bytes, double seconds) {}

    /** Reads all lines once; something that depends on all of them. */
    private interface Round {
        long read(List<String> lines) throws IOException;
    }

    private ParserSpeed() {}

    public static void main(String[] args) throws IOException {
        double seconds = args.length > 0 ? Double.parseDouble(args[0]) : 1;
        Random random = new Random(7);
        List<String> json = new ArrayList<>();
        List<String> csv = new ArrayList<>();
        for (int i = 0; i < LINES; i++) {
            String time = "2026-11-%02dT10:%02d:%02dZ".formatted(1 + i % 30, i % 60, i % 59);
            String ip = "10.0." + random.nextInt(256) + "." + random.nextInt(256);
            String path = "/cart/product/" + random.nextInt(5000);
            int status = random.nextInt(20) == 0 ? 404 : 200;
            int bytes = random.nextInt(100_000);
            double took = random.nextInt(10_000) / 1000.0;
            json.add("{\"time\":\"%s\",\"ip\":\"%s\",\"path\":\"%s\",\"status\":%d,\"bytes\":%d,\"seconds\":%s}"
                    .formatted(time, ip, path, status, bytes, took));
            csv.add("%s,%s,\"%s\",%d,%d,%s".formatted(time, ip, path, status, bytes, took));
        }
        print("jackson stream", json, seconds, ParserSpeed::jackson);
        print("json, 3 of 6", json, seconds, records(RecordParser.of(RecordFormat.JSON, Hit.class)));
        print("json, 6 of 6", json, seconds, records(RecordParser.of(RecordFormat.JSON, All.class)));
        print("csv, 6 of 6", csv, seconds, records(RecordParser.of(RecordFormat.CSV, All.class)));
        print("csv split(\",\")", csv, seconds, lines -> {
            long sum = 0;
            for (String line : lines) {
                sum += line.split(",").length;
            }
            return sum;
        });
    }

    private static Round records(RecordParser<?> parser) {
        return lines -> {
            long sum = 0;
            for (String line : lines) {
                sum += parser.parse(line).hashCode();
            }
            return sum;
        };
    }

    private static long jackson(List<String> lines) throws IOException {
        JsonFactory factory = new JsonFactory();
        long sum = 0;
        for (String line : lines) {
            try (JsonParser parser = factory.createParser(line)) {
                for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
                    sum += token.isScalarValue() ? parser.getTextLength() : 0;
                }
            }
        }
        return sum;
    }

    private static void print(String name, List<String> lines, double seconds, Round round) throws IOException {
        long best = Long.MAX_VALUE;
        long checksum = 0;
        long deadline = CPU.getCurrentThreadCpuTime() + (long) (2 * seconds * 1e9);
        while (CPU.getCurrentThreadCpuTime() < deadline) {
            long start = CPU.getCurrentThreadCpuTime();
            checksum ^= round.read(lines);
            best = Math.min(best, CPU.getCurrentThreadCpuTime() - start);
        }
        System.out.printf(Locale.ROOT, "%-16s %6.0f ns (%x)%n", name, (double) best / LINES, checksum);
    }
}
