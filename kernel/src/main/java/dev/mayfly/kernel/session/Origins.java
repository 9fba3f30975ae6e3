package dev.mayfly.kernel.session;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.WeakHashMap;
import java.util.stream.Stream;
import jdk.jshell.JShell;
import jdk.jshell.Snippet;
import jdk.jshell.SourceCodeAnalysis.SnippetWrapper;
import org.jspecify.annotations.Nullable;

/** Where the code of each class came from, for as long as the session lives: lambdas of old cells still throw. */
final class Origins {
    /** A line of a cell. */
    record Place(String cell, int line, String code) {}

    private record Source(String cell, List<String> lines, int firstLine) {}

    /**
     * A class's lines.
     *
     * @param cellLines where each line of the snippet stands in the cell, by its line in the class; what JShell puts around
     *     the snippet is said to be at its start or end
     */
    private record LineMap(Source source, TreeMap<Integer, Integer> cellLines) {
        int inCell(int line) {
            Map.Entry<Integer, Integer> at = cellLines.floorEntry(line);
            return at != null ? at.getValue() : cellLines.firstEntry().getValue();
        }
    }

    private final JShell shell;
    /** Of the snippets that JShell still knows: others are not compiled anew. They are equal to themselves alone. */
    private final Map<Snippet, Source> sources = new WeakHashMap<>();

    private final Map<String, LineMap> classes = new HashMap<>();

    Origins(JShell shell) {
        this.shell = shell;
    }

    /** Notes that a snippet stands in a cell, from an offset on, and which class holds it now. */
    void learn(Snippet snippet, String cell, String code, int offset) {
        sources.put(snippet, new Source(cell, code.lines().toList(), Text.line(code, offset)));
        relearn(Stream.of(snippet));
    }

    /** Notes which classes hold these snippets now: a dependent is compiled anew when what it uses changes. */
    void relearn(Stream<Snippet> snippets) {
        snippets.forEach(snippet -> {
            Source source = sources.get(snippet);
            if (source == null || snippet.kind() == Snippet.Kind.IMPORT || snippet.kind() == Snippet.Kind.ERRONEOUS) {
                return;
            }
            SnippetWrapper wrapper = shell.sourceCodeAnalysis().wrapper(snippet);
            classes.computeIfAbsent(wrapper.fullClassName(), name -> lineMap(source, wrapper));
        });
    }

    private static LineMap lineMap(Source source, SnippetWrapper wrapper) {
        String wrapped = wrapper.wrapped();
        String snippet = wrapper.source();
        // Not the line of white space or a comment before the snippet.
        int position = Text.firstSignificant(snippet);
        TreeMap<Integer, Integer> lines = new TreeMap<>();
        while (position < snippet.length()) {
            int place = Math.min(wrapper.sourceToWrappedPosition(position), wrapped.length());
            lines.putIfAbsent(Text.line(wrapped, place), source.firstLine() + Text.line(snippet, position) - 1);
            int next = snippet.indexOf('\n', position);
            position = next < 0 ? snippet.length() : next + 1;
        }
        return new LineMap(source, lines);
    }

    /** Where a frame's code stands, if a cell holds it. */
    Optional<Place> place(StackTraceElement frame) {
        @Nullable
        LineMap map = SnippetNames.outer(frame.getClassName()).map(classes::get).orElse(null);
        if (map == null || frame.getLineNumber() < 1 || map.cellLines().isEmpty()) {
            return Optional.empty();
        }
        Source source = map.source();
        int line = Math.min(map.inCell(frame.getLineNumber()), source.lines().size());
        return Optional.of(
                new Place(source.cell(), line, line < 1 ? "" : source.lines().get(line - 1)));
    }
}
