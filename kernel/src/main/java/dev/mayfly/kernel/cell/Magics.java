package dev.mayfly.kernel.cell;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** The magics of a workspace, by name. */
final class Magics {
    private final List<Magic> all;

    Magics(List<Magic> all) {
        this.all = List.copyOf(all);
    }

    List<Magic> all() {
        return all;
    }

    Optional<Magic> find(String name, boolean whole) {
        return all.stream()
                .filter(magic -> magic.name().equals(name) && magic.whole() == whole)
                .findFirst();
    }

    /**
     * One by name, or that of a library.
     *
     * @throws MagicException if there is none of that name: it names the nearest
     */
    Magic require(CellPart.Magic call, Libraries libraries) throws MagicException {
        Optional<Magic> found = find(call.name(), call.whole()).or(() -> libraries.magic(call.name(), call.whole()));
        if (found.isPresent()) {
            return found.get();
        }
        Optional<Magic> otherKind = find(call.name(), !call.whole());
        if (otherKind.isPresent()) {
            throw new MagicException(call.called() + " is no magic, but "
                    + otherKind.get().called() + " is: " + otherKind.get().does());
        }
        String nearest = all.stream()
                .min(Comparator.comparingInt(magic -> distance(magic.name(), call.name())))
                .map(Magic::called)
                .orElse("%lsmagic");
        throw new MagicException(
                call.called() + " is no magic; the nearest is " + nearest + ". %lsmagic shows all of them");
    }

    /** How many characters to insert, delete or replace to make one text the other (Levenshtein). */
    static int distance(String one, String other) {
        int[] row = new int[other.length() + 1];
        for (int j = 0; j < row.length; j++) {
            row[j] = j;
        }
        for (int i = 1; i <= one.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j < row.length; j++) {
                int replaced = diagonal + (one.charAt(i - 1) == other.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(replaced, 1 + Math.min(row[j], row[j - 1]));
            }
        }
        return row[other.length()];
    }
}
