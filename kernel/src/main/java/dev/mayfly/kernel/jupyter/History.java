package dev.mayfly.kernel.jupyter;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** The cells of this session, and how {@code history_request} looks them up. One thread's own. */
final class History {
    /** This session's number; the protocol also calls the current session 0. */
    private static final int SESSION = 1;

    private final List<Entry> entries = new ArrayList<>();

    private record Entry(int line, String input, Optional<String> output) {}

    void add(int line, String input, Optional<String> output) {
        entries.add(new Entry(line, input, output));
    }

    /** The content of a {@code history_reply}. */
    ObjectNode reply(JsonNode request) {
        String access = request.path("hist_access_type").asText("");
        List<Entry> found =
                switch (access) {
                    case "tail" -> last(entries, request.path("n").asInt(10));
                    case "range" -> range(request);
                    case "search" -> search(request);
                    default ->
                        throw new IllegalArgumentException(
                                "hist_access_type must be tail, range or search; got \"" + access + "\"");
                };
        boolean withOutput = request.path("output").asBoolean(false);
        ObjectNode content = Contents.ok();
        ArrayNode rows = content.putArray("history");
        for (Entry entry : found) {
            ArrayNode row = rows.addArray().add(SESSION).add(entry.line());
            if (withOutput) {
                row.addArray().add(entry.input()).add(entry.output().orElse(null));
            } else {
                row.add(entry.input());
            }
        }
        return content;
    }

    /** Lines {@code start} to {@code stop}, the latter not included; without {@code stop} to the end. */
    private List<Entry> range(JsonNode request) {
        int session = request.path("session").asInt(0);
        if (session != 0 && session != SESSION) {
            return List.of();
        }
        int start = request.path("start").asInt(0);
        JsonNode given = request.path("stop");
        int stop = given.isInt() ? given.intValue() : Integer.MAX_VALUE;
        return entries.stream()
                .filter(entry -> entry.line() >= start && entry.line() < stop)
                .toList();
    }

    private List<Entry> search(JsonNode request) {
        Pattern pattern = glob(request.path("pattern").asText("*"));
        List<Entry> found = entries.stream()
                .filter(entry -> pattern.matcher(entry.input()).matches())
                .toList();
        if (request.path("unique").asBoolean(false)) {
            // Of equal inputs the latest stays, in its place.
            Map<String, Entry> latest = new LinkedHashMap<>();
            found.forEach(entry -> {
                latest.remove(entry.input());
                latest.put(entry.input(), entry);
            });
            found = List.copyOf(latest.values());
        }
        return request.path("n").isInt() ? last(found, request.path("n").intValue()) : found;
    }

    private static List<Entry> last(List<Entry> all, int n) {
        return all.subList(Math.max(0, all.size() - Math.max(0, n)), all.size());
    }

    /** {@code *} stands for any text, {@code ?} for one character. */
    private static Pattern glob(String pattern) {
        StringBuilder regex = new StringBuilder();
        pattern.codePoints()
                .forEach(c -> regex.append(
                        switch (c) {
                            case '*' -> ".*";
                            case '?' -> ".";
                            default -> Pattern.quote(Character.toString(c));
                        }));
        return Pattern.compile(regex.toString(), Pattern.DOTALL);
    }
}
