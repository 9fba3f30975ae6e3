package dev.mayfly.kernel.jupyter;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The cells of this session and of those before it, and how {@code history_request} looks them up. Of a long session the
 * last {@link #MOST_CELLS} are remembered, of a long output the start. Safe for any thread.
 */
final class History {
    static final int MOST_CELLS = 10_000;
    private static final int MOST_OUTPUT = 2_000;

    private final Optional<KeptHistory> kept;
    private final Deque<Cell> cells = new ArrayDeque<>();

    /** A cell of this session: its number, what was typed, and what came of it. */
    record Cell(int line, String input, Optional<String> output) {
        Entry in(int session) {
            return new Entry(session, line, input, output);
        }
    }

    /** A cell of the session of that number. */
    record Entry(int session, int line, String input, Optional<String> output) {}

    /** A history of this session alone. */
    History() {
        this(Optional.empty());
    }

    /** @param kept where earlier sessions are, and this one goes */
    History(Optional<KeptHistory> kept) {
        this.kept = kept;
    }

    void add(int line, String input, Optional<String> output) {
        Optional<String> start = output.map(text ->
                text.length() <= MOST_OUTPUT ? text : Text.withoutHalfPairs(text.substring(0, MOST_OUTPUT)) + "…");
        Cell cell = new Cell(line, input, start);
        synchronized (this) {
            cells.add(cell);
            if (cells.size() > MOST_CELLS) {
                cells.removeFirst();
            }
        }
        kept.ifPresent(store -> store.add(cell));
    }

    /** The content of a {@code history_reply}. */
    ObjectNode reply(JsonNode request) {
        String access = request.path("hist_access_type").asText("");
        List<Entry> found =
                switch (access) {
                    case "tail" -> last(all(), request.path("n").asInt(10));
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
            ArrayNode row = rows.addArray().add(entry.session()).add(entry.line());
            if (withOutput) {
                row.addArray().add(entry.input()).add(entry.output().orElse(null));
            } else {
                row.add(entry.input());
            }
        }
        return content;
    }

    private KeptHistory.Earlier earlier() {
        return kept.map(KeptHistory::earlier).orElseGet(() -> new KeptHistory.Earlier(List.of(), 1));
    }

    private List<Entry> all() {
        KeptHistory.Earlier earlier = earlier();
        List<Entry> all = new ArrayList<>(earlier.entries());
        synchronized (this) {
            cells.forEach(cell -> all.add(cell.in(earlier.session())));
        }
        return all;
    }

    /**
     * Lines {@code start} to {@code stop}, the latter not included; without {@code stop} to the end. Session 0 is this one,
     * and negative ones are counted back from it.
     */
    private List<Entry> range(JsonNode request) {
        int wanted = request.path("session").asInt(0);
        int session = wanted > 0 ? wanted : earlier().session() + wanted;
        int start = request.path("start").asInt(0);
        JsonNode given = request.path("stop");
        int stop = given.isInt() ? given.intValue() : Integer.MAX_VALUE;
        return all().stream()
                .filter(entry -> entry.session() == session && entry.line() >= start && entry.line() < stop)
                .toList();
    }

    private List<Entry> search(JsonNode request) {
        Glob pattern = new Glob(request.path("pattern").asText("*"));
        List<Entry> found =
                all().stream().filter(entry -> pattern.matches(entry.input())).toList();
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
}
