package dev.mayfly.kernel.session;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
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

    private record LineMap(Source source, List<Integer> wrappedToCell) {}

    private final JShell shell;
    private final IdentityHashMap<Snippet, Source> sources = new IdentityHashMap<>();
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
        // The wrapper's own lines stand for the snippet's first, not for white space or a comment before it.
        int first = Text.firstSignificant(snippet);
        int count = (int) wrapped.lines().count();
        List<Integer> lines = new ArrayList<>(count);
        int start = 0;
        for (int i = 0; i < count; i++) {
            int end = wrapped.indexOf('\n', start);
            end = end < 0 ? wrapped.length() : end;
            // Text that the wrapper adds has no position in the snippet, and is said to be at its start or end.
            int position = IntStream.rangeClosed(start, end)
                    .map(wrapper::wrappedToSourcePosition)
                    .max()
                    .orElse(0);
            int bounded = Math.max(first, Math.min(position, snippet.length()));
            lines.add(source.firstLine() + Text.line(snippet, bounded) - 1);
            start = end + 1;
        }
        return new LineMap(source, List.copyOf(lines));
    }

    /** Where a frame's code stands, if a cell holds it. */
    Optional<Place> place(StackTraceElement frame) {
        @Nullable
        LineMap map = SnippetNames.outer(frame.getClassName()).map(classes::get).orElse(null);
        if (map == null
                || frame.getLineNumber() < 1
                || frame.getLineNumber() > map.wrappedToCell().size()) {
            return Optional.empty();
        }
        Source source = map.source();
        int line = Math.min(
                map.wrappedToCell().get(frame.getLineNumber() - 1),
                source.lines().size());
        return Optional.of(
                new Place(source.cell(), line, line < 1 ? "" : source.lines().get(line - 1)));
    }
}
