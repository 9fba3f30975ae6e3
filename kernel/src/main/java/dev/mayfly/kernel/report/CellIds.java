package dev.mayfly.kernel.report;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Gives every cell an id as nbformat 4.5 wants it. An id is kept where it is valid and the first of its kind; a missing
 * one is made from the cell's place and text, so that the same notebook gets the same ids each night.
 */
final class CellIds {
    private static final Pattern VALID = Pattern.compile("[a-zA-Z0-9_-]{1,64}");

    private CellIds() {}

    static List<Cell> complete(List<Cell> cells) {
        Set<String> taken = new HashSet<>();
        cells.forEach(cell -> taken.add(cell.id()));
        Set<String> used = new HashSet<>();
        List<Cell> complete = new ArrayList<>();
        for (Cell cell : cells) {
            boolean keep = VALID.matcher(cell.id()).matches() && used.add(cell.id());
            Cell named = keep ? cell : cell.withId(fresh(complete.size() + cell.kind() + cell.source(), taken));
            taken.add(named.id());
            used.add(named.id());
            complete.add(named);
        }
        return complete;
    }

    /** An id that is not taken, always the same for the same seed. */
    static String fresh(String seed, Set<String> taken) {
        for (int attempt = 0; ; attempt++) {
            String id = sha256(attempt + seed).substring(0, 8);
            if (!taken.contains(id)) {
                return id;
            }
        }
    }

    static String sha256(String text) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every JDK has SHA-256", e);
        }
    }
}
