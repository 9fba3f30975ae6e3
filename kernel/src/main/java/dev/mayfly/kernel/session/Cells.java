package dev.mayfly.kernel.session;

import java.util.ArrayList;
import java.util.List;
import jdk.jshell.SourceCodeAnalysis;
import jdk.jshell.SourceCodeAnalysis.Completeness;
import jdk.jshell.SourceCodeAnalysis.CompletionInfo;

/** Cuts a cell into snippets. */
final class Cells {
    /**
     * A snippet of a cell.
     *
     * @param source what the compiler gets: the cell's text from the offset on, where need be with a semicolon more
     * @param offset where it starts in the cell, white space and comments before it included
     * @param length how much of the cell it takes
     * @param completeness how whole it is
     */
    record Part(String source, int offset, int length, Completeness completeness) {
        boolean contains(int cursor) {
            return offset <= cursor && cursor <= offset + length;
        }
    }

    private Cells() {}

    /** The snippets of a cell in order. Only the last can be incomplete or wrong: what follows such a one is part of it. */
    static List<Part> split(SourceCodeAnalysis analysis, String code) {
        List<Part> parts = new ArrayList<>();
        int offset = 0;
        while (offset < code.length()) {
            String rest = code.substring(offset);
            CompletionInfo info = analysis.analyzeCompletion(rest);
            if (info.completeness() == Completeness.EMPTY) {
                break;
            }
            boolean more = info.completeness() == Completeness.COMPLETE
                    && !info.remaining().isEmpty();
            int length = more ? rest.length() - info.remaining().length() : rest.length();
            String source = info.source() == null ? rest : info.source();
            parts.add(new Part(source, offset, length, info.completeness()));
            offset += length;
        }
        return parts;
    }
}
