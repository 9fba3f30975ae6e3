package dev.mayfly.provisioner.ec2;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The parameters of a request in EC2's query protocol. */
record Form(Map<String, String> values) {
    static Form parse(String body) {
        Map<String, String> values = new TreeMap<>();
        for (String pair : body.split("&")) {
            String[] sides = pair.split("=", 2);
            values.put(sides[0], URLDecoder.decode(sides[1], StandardCharsets.UTF_8));
        }
        return new Form(values);
    }

    String get(String name) {
        return values.getOrDefault(name, "");
    }

    /** The values of {@code prefix.1}, {@code prefix.2} and so on. */
    List<String> list(String prefix) {
        List<String> list = new ArrayList<>();
        for (int i = 1; values.containsKey(prefix + "." + i); i++) {
            list.add(get(prefix + "." + i));
        }
        return list;
    }

    /** Keys and values of {@code prefix.1.Key}, {@code prefix.1.Value} and so on. */
    Map<String, String> tags(String prefix) {
        Map<String, String> tags = new TreeMap<>();
        for (int i = 1; values.containsKey(prefix + "." + i + ".Key"); i++) {
            tags.put(get(prefix + "." + i + ".Key"), get(prefix + "." + i + ".Value"));
        }
        return tags;
    }

    /** The values that a filter allows, by its name. */
    Map<String, List<String>> filters() {
        Map<String, List<String>> filters = new TreeMap<>();
        for (int i = 1; values.containsKey("Filter." + i + ".Name"); i++) {
            filters.put(get("Filter." + i + ".Name"), list("Filter." + i + ".Value"));
        }
        return filters;
    }
}
