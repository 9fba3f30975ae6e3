package dev.mayfly.kernel.display;

import java.awt.Color;
import java.util.List;

/** The colours of charts: those of Vega's default scheme, so that a picture and a drawn specification look alike. */
final class Palette {
    static final Color TEXT = new Color(0x1F2328);
    static final Color FAINT = new Color(0x59636E);
    static final Color GRID = new Color(0xE4E8EC);

    private static final List<Color> GROUPS = List.of(
            new Color(0x4C78A8),
            new Color(0xF58518),
            new Color(0xE45756),
            new Color(0x72B7B2),
            new Color(0x54A24B),
            new Color(0xEECA3B),
            new Color(0xB279A2),
            new Color(0xFF9DA6),
            new Color(0x9D755D),
            new Color(0xBAB0AC));

    private static final Color LITTLE = new Color(0xEAF1F8);
    private static final Color MUCH = new Color(0x16365C);

    private Palette() {}

    static Color group(int index) {
        return GROUPS.get(index % GROUPS.size());
    }

    /** The same colour, so that what lies behind shows through. */
    static Color faded(Color colour, int alpha) {
        return new Color(colour.getRed(), colour.getGreen(), colour.getBlue(), alpha);
    }

    /** From pale to dark. */
    static Color heat(double part) {
        double p = Math.max(0, Math.min(1, part));
        return new Color(
                mix(LITTLE.getRed(), MUCH.getRed(), p),
                mix(LITTLE.getGreen(), MUCH.getGreen(), p),
                mix(LITTLE.getBlue(), MUCH.getBlue(), p));
    }

    private static int mix(int from, int to, double part) {
        return (int) Math.round(from + (to - from) * part);
    }
}
