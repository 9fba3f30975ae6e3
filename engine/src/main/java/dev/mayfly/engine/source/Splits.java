package dev.mayfly.engine.source;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;

/** Divides inputs into splits: a large plain local file into ranges, everything else into one split each. */
public final class Splits {
    private Splits() {}

    /**
     * The splits of the inputs, in the order of their lines.
     *
     * @param target the size of a range, in bytes; larger plain local files are divided
     * @throws IOException if a file cannot be read: the message names it
     */
    public static List<Split> of(Inputs inputs, long target) throws IOException {
        if (target <= 0) {
            throw new IllegalArgumentException("a range must have more than 0 bytes; got " + target);
        }
        List<Split> splits = new ArrayList<>();
        for (int i = 0; i < inputs.list().size(); i++) {
            Input input = inputs.list().get(i);
            long size = divisibleSize(input, target);
            long pieces = Math.max(1, size / target);
            for (long piece = 0; piece < pieces; piece++) {
                long from = size / pieces * piece;
                long to = piece == pieces - 1 ? Long.MAX_VALUE : size / pieces * (piece + 1);
                splits.add(new Split(input, i, from, to));
            }
        }
        return splits;
    }

    private static long divisibleSize(Input input, long target) throws IOException {
        if (!(input instanceof FileInput file) || file.size().orElse(0) < 2 * target) {
            return 0;
        }
        try (InputStream head = file.open()) {
            return ContentKind.of(head.readNBytes(ContentKind.HEAD)) == ContentKind.PLAIN
                    ? file.size().orElse(0)
                    : 0;
        }
    }
}
