package dev.mayfly.notebooks;

import dev.mayfly.kernel.samples.SampleLog;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;

/** A line of the sample log, and what the notebooks ask of it, computed without Mayfly. */
record Request(String client, String hour, String url, String status, long bytes, int millis, boolean cached) {

    static List<Request> ofTheSample() throws IOException {
        List<Path> files;
        try (Stream<Path> listed = Files.list(Path.of(SampleLog.folder()))) {
            files = listed.sorted().toList();
        }
        List<Request> requests = new ArrayList<>();
        for (Path file : files) {
            try (BufferedReader reader = new BufferedReader(
                    new InputStreamReader(new GZIPInputStream(Files.newInputStream(file)), StandardCharsets.UTF_8))) {
                reader.lines().map(Request::of).forEach(requests::add);
            }
        }
        return requests;
    }

    private static Request of(String line) {
        String[] quoted = line.split("\"");
        String head = quoted[0];
        String[] answer = quoted[2].strip().split(" ");
        String tail = quoted[quoted.length - 1].strip();
        return new Request(
                head.substring(0, head.indexOf(' ')),
                head.replaceFirst(".*\\d{4}:(\\d\\d):.*", "$1").strip(),
                quoted[1].split(" ")[1],
                answer[0],
                Long.parseLong(answer[1]),
                Integer.parseInt(tail.substring(tail.indexOf(' ') + 1)),
                tail.startsWith("HIT "));
    }

    static List<String> countsByStatus(List<Request> requests) {
        return lines(
                requests.stream().collect(Collectors.groupingBy(Request::status, TreeMap::new, Collectors.counting())));
    }

    static List<String> errorsByHour(List<Request> requests) {
        return lines(requests.stream()
                .filter(request -> request.status().compareTo("500") >= 0)
                .collect(Collectors.groupingBy(Request::hour, TreeMap::new, Collectors.counting())));
    }

    static List<String> topClients(List<Request> requests, int n) {
        return greatest(
                requests.stream()
                        .collect(Collectors.groupingBy(Request::client, Collectors.summingLong(Request::bytes))),
                n);
    }

    static List<String> slowest(List<Request> requests, double p, int n) {
        Map<String, Long> latencies = new TreeMap<>();
        requests.stream()
                .collect(Collectors.groupingBy(Request::url))
                .forEach((url, all) -> latencies.put(
                        url,
                        all.stream()
                                .mapToLong(Request::millis)
                                .sorted()
                                .skip((long) Math.ceil(p * all.size()) - 1)
                                .findFirst()
                                .orElseThrow()));
        return greatest(latencies, n);
    }

    static List<String> greatest(Map<String, Long> values, int n) {
        return values.entrySet().stream()
                .sorted(Map.Entry.<String, Long>comparingByValue().reversed().thenComparing(Map.Entry.comparingByKey()))
                .limit(n)
                .map(each -> each.getKey() + " " + each.getValue())
                .toList();
    }

    private static List<String> lines(Map<String, Long> values) {
        return values.entrySet().stream()
                .sorted(Comparator.comparing(Map.Entry::getKey))
                .map(each -> each.getKey() + " " + each.getValue())
                .toList();
    }
}
