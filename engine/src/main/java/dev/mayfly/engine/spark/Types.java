package dev.mayfly.engine.spark;

import dev.mayfly.engine.spill.TypeAgreement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What the tasks of a job have agreed upon. Safe for use by many threads. */
final class Types implements TypeAgreement {
    /** Both guarded by this. */
    private final Map<String, List<String>> tables = new HashMap<>();

    private final Map<String, String> bare = new HashMap<>();

    @Override
    public synchronized int number(String table, String type) {
        List<String> types = tables.computeIfAbsent(table, any -> new ArrayList<>());
        int index = types.indexOf(type);
        if (index < 0) {
            index = types.size();
            types.add(type);
        }
        return index + 1;
    }

    @Override
    public synchronized String type(String table, int number) {
        List<String> types = tables.getOrDefault(table, List.of());
        if (number < 1 || number > types.size()) {
            throw new IllegalArgumentException("no type has the number " + number);
        }
        return types.get(number - 1);
    }

    @Override
    public synchronized String bare(String codec, String proposed) {
        if (!proposed.isEmpty()) {
            bare.putIfAbsent(codec, proposed);
        }
        return bare.getOrDefault(codec, "");
    }

    /** Answers a question as executors put it. */
    String answer(String question) {
        String[] parts = question.split("\n", 3);
        return switch (parts[0]) {
            case "number" -> Integer.toString(number(parts[1], parts[2]));
            case "type" -> type(parts[1], Integer.parseInt(parts[2]));
            case "bare" -> bare(parts[1], parts[2]);
            default -> throw new IllegalArgumentException("no such question: " + parts[0]);
        };
    }
}
