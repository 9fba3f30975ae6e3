package dev.mayfly.kernel.report;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Which cells of a notebook run. */
record Selection(Set<String> skip, Set<String> only) {
    /** nbclient's tag for a cell that stays as it is. */
    private static final String SKIP = "skip-execution";

    /**
     * The selection that was asked for.
     *
     * @throws RequestException if a tag is on no cell: leaving out nothing, or everything, cannot be meant
     */
    static Selection of(ReportRequest.Rules rules, Notebook notebook) throws RequestException {
        Set<String> tags = new TreeSet<>();
        notebook.cells().stream().filter(Cell::isCode).forEach(cell -> tags.addAll(cell.tags()));
        for (Set<String> asked : List.of(rules.skipTags(), rules.onlyTags())) {
            for (String tag : asked) {
                if (!tags.contains(tag)) {
                    throw new RequestException("No cell is tagged \"" + tag + "\"; "
                            + (tags.isEmpty() ? "none has a tag" : "the tags are " + String.join(", ", tags)));
                }
            }
        }
        return new Selection(rules.skipTags(), rules.onlyTags());
    }

    boolean runs(Cell cell) {
        return isRunnable(cell) && isChosen(cell);
    }

    /** Whether it would run, had nobody chosen others. */
    boolean isLeftOut(Cell cell) {
        return isRunnable(cell) && !isChosen(cell);
    }

    private static boolean isRunnable(Cell cell) {
        return cell.isCode() && !cell.source().isBlank() && !cell.hasTag(SKIP);
    }

    private boolean isChosen(Cell cell) {
        boolean sets = cell.hasTag(ParameterReader.TAG) || cell.hasTag(ParameterValues.INJECTED);
        return skip.stream().noneMatch(cell::hasTag)
                && (only.isEmpty() || sets || only.stream().anyMatch(cell::hasTag));
    }
}
