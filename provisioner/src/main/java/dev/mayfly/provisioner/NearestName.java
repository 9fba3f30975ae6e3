package dev.mayfly.provisioner;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;

/** What somebody who mistyped a name probably meant. */
final class NearestName {
    private NearestName() {}

    /** The known name with the fewest edits between it and the one given. */
    static String to(String name, Collection<String> known) {
        String typed = name.toLowerCase(Locale.ROOT);
        return known.stream()
                .min(Comparator.comparingInt((String other) -> edits(typed, other.toLowerCase(Locale.ROOT)))
                        .thenComparing(Comparator.naturalOrder()))
                .orElseThrow();
    }

    /** Levenshtein's distance, by two rows of its table. */
    private static int edits(String a, String b) {
        int[] above = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            above[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int[] row = new int[b.length() + 1];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int replaced = above[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                row[j] = Math.min(replaced, 1 + Math.min(above[j], row[j - 1]));
            }
            above = row;
        }
        return above[b.length()];
    }
}
