package dev.mayfly.kernel.display;

import java.util.ArrayList;
import java.util.List;

/** A grid of Braille characters, each of which holds two by four dots. Positions run from 0 to 1, upwards. */
final class BrailleGrid {
    private static final int[][] BITS = {{0x01, 0x08}, {0x02, 0x10}, {0x04, 0x20}, {0x40, 0x80}};

    private final int columns;
    private final int[][] cells;

    BrailleGrid(int columns, int rows) {
        this.columns = columns;
        this.cells = new int[rows][columns];
    }

    int columns() {
        return columns;
    }

    void dot(double x, double y) {
        set(across(x), down(y));
    }

    /** A straight line of dots; with {@code filled}, everything below it too. */
    void line(double x1, double y1, double x2, double y2, boolean filled) {
        int steps = Math.max(1, Math.max(Math.abs(across(x2) - across(x1)), Math.abs(down(y2) - down(y1))));
        for (int i = 0; i <= steps; i++) {
            double part = (double) i / steps;
            int column = across(x1 + (x2 - x1) * part);
            int row = down(y1 + (y2 - y1) * part);
            for (int r = row; r < (filled ? cells.length * 4 : row + 1); r++) {
                set(column, r);
            }
        }
    }

    List<String> rows() {
        List<String> rows = new ArrayList<>();
        for (int[] row : cells) {
            StringBuilder line = new StringBuilder();
            for (int bits : row) {
                line.append((char) (bits == 0 ? ' ' : 0x2800 + bits));
            }
            rows.add(line.toString().stripTrailing());
        }
        return rows;
    }

    private int across(double x) {
        return (int) Math.round(x * (columns * 2 - 1));
    }

    private int down(double y) {
        return (int) Math.round((1 - y) * (cells.length * 4 - 1));
    }

    private void set(int column, int row) {
        cells[row / 4][column / 2] |= BITS[row % 4][column % 2];
    }
}
