package dev.mayfly.kernel.report;

/**
 * Where a run stopped before its end, and why.
 *
 * @param cell the index of the cell in the notebook
 */
record Stop(ReportOutcome.Ending ending, int cell, String message) {}
