package dev.mayfly.kernel.session;

import java.util.List;

/**
 * What could replace a part of a cell, the likely ones first.
 *
 * @param from where the part starts in the cell, in UTF-16 units
 * @param to where it ends
 */
public record Completions(int from, int to, List<Candidate> candidates) {
    public Completions {
        candidates = List.copyOf(candidates);
    }

    /**
     * One thing that could stand there.
     *
     * @param text what to insert; a method ends in {@code (}, or in {@code ()} where it takes nothing
     * @param signature as a person reads it; empty where it would take long to find
     */
    public record Candidate(String text, Kind kind, String signature) {}

    /** What a candidate is. */
    public enum Kind {
        METHOD,
        VARIABLE,
        CLASS,
        PACKAGE,
        KEYWORD
    }
}
