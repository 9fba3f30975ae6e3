package dev.mayfly.kernel.report;

import dev.mayfly.kernel.display.Html;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;

/** The cells by which papermill points at a failure: one on top, one before the cell that failed. */
final class Markers {
    static final String TAG = "papermill-error-cell-tag";

    private static final String NO_CELL = "mayfly-no-cell-ran";
    private static final String STYLE =
            "style=\"color:red; font-family:Helvetica Neue, Helvetica, Arial, sans-serif; font-size:2em;\"";

    private Markers() {}

    /** The notebook without the marks of an earlier run. */
    static Notebook remove(Notebook notebook) {
        return notebook.withCells(notebook.cells().stream()
                .filter(cell -> !cell.hasTag(TAG) && !cell.hasTag(NO_CELL))
                .toList());
    }

    /** The notebook with a note on top that leads to the failed cell. */
    static Notebook add(Notebook notebook, int failed) {
        Set<String> taken = new HashSet<>();
        notebook.cells().forEach(cell -> taken.add(cell.id()));
        String top = CellIds.fresh(TAG + " top", taken);
        taken.add(top);
        OptionalInt count = notebook.cells().get(failed).executionCount();
        List<Cell> cells = new ArrayList<>(notebook.cells());
        cells.add(
                failed,
                marker(
                        CellIds.fresh(TAG + " here", taken),
                        "<span id=\"papermill-error-cell\" " + STYLE + ">The run stopped at this cell:</span>"));
        cells.add(
                0,
                marker(
                        top,
                        "<span " + STYLE + ">An Exception was encountered at '<a href=\"#papermill-error-cell\">In ["
                                + (count.isPresent() ? Integer.toString(count.getAsInt()) : " ") + "]</a>'.</span>"));
        return notebook.withCells(cells);
    }

    /** The notebook with a message on top, where no cell is to blame. */
    static Notebook onTop(Notebook notebook, String message) {
        Set<String> taken = new HashSet<>();
        notebook.cells().forEach(cell -> taken.add(cell.id()));
        List<Cell> cells = new ArrayList<>(notebook.cells());
        String shown = "<span " + STYLE + ">No cell ran: " + Html.escape(message) + "</span>";
        cells.add(0, Cell.of(Cell.MARKDOWN, CellIds.fresh(TAG + " top", taken), shown, NO_CELL));
        return notebook.withCells(cells);
    }

    private static Cell marker(String id, String source) {
        return Cell.of(Cell.MARKDOWN, id, source, TAG);
    }
}
