package dev.mayfly.kernel.session;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import javax.lang.model.SourceVersion;
import jdk.jshell.DeclarationSnippet;
import jdk.jshell.JShell;
import jdk.jshell.MethodSnippet;
import jdk.jshell.Snippet;
import jdk.jshell.SourceCodeAnalysis;
import jdk.jshell.SourceCodeAnalysis.QualifiedNames;
import jdk.jshell.SourceCodeAnalysis.Suggestion;
import jdk.jshell.VarSnippet;
import org.jspecify.annotations.Nullable;

/** Helps to write a cell: completions, documentation, whether it is whole. */
final class Assistant {
    /** A signature costs about as much as a completion: beyond a few the person would wait for them. */
    private static final int MOST_SIGNATURES = 4;

    private static final int MOST_WAITS = 40;
    private static final long MILLIS_PER_WAIT = 50;

    private final JShell shell;
    private @Nullable PackageIndex index;

    Assistant(JShell shell) {
        this.shell = shell;
    }

    /** Made when it is first needed; called with the compiler's lock. */
    SourceCodeAnalysis analysis() {
        SourceCodeAnalysis analysis = shell.sourceCodeAnalysis();
        if (index == null) {
            index = new PackageIndex(analysis);
        }
        return analysis;
    }

    /** The same for what asks for packages. */
    private SourceCodeAnalysis indexed() {
        SourceCodeAnalysis analysis = analysis();
        if (index != null) {
            index.begin();
        }
        return analysis;
    }

    Completeness completeness(String code) {
        List<Cells.Part> parts = Cells.split(analysis(), code);
        if (parts.isEmpty()) {
            return Completeness.EMPTY;
        }
        return switch (parts.get(parts.size() - 1).completeness()) {
            case COMPLETE, COMPLETE_WITH_SEMI, CONSIDERED_INCOMPLETE -> Completeness.COMPLETE;
            case DEFINITELY_INCOMPLETE -> Completeness.INCOMPLETE;
            case UNKNOWN -> Completeness.INVALID;
            case EMPTY -> Completeness.EMPTY;
        };
    }

    /** What could stand at the cursor, given the session and what the cell declares before. */
    Completions complete(String code, int cursor) {
        Focus focus = focus(code, cursor);
        int[] anchor = {cursor - focus.offset()};
        List<Suggestion> plain = indexed().completionSuggestions(focus.snippet(), focus.cursor(), anchor);
        int from = plain.isEmpty() ? Text.nameStart(code, cursor) : focus.offset() + anchor[0];
        List<Suggestion> all = new ArrayList<>(plain);
        if (!focus.before().isBlank()) {
            // What the cell declares before is not there yet: a block makes it visible.
            String block = "{" + focus.before() + focus.snippet();
            int shift = block.length() - focus.snippet().length();
            int[] inBlock = {shift + focus.cursor()};
            List<Suggestion> more = indexed().completionSuggestions(block, shift + focus.cursor(), inBlock);
            int there = focus.offset() + inBlock[0] - shift;
            if (plain.isEmpty()) {
                from = more.isEmpty() ? from : there;
            }
            if (there == from) {
                all.addAll(more);
            }
        }
        String before = code.substring(focus.offset(), from);
        List<Completions.Candidate> candidates = new ArrayList<>();
        if (from < cursor && !before.stripTrailing().endsWith(".")) {
            declaredBefore(focus.before(), code.substring(from, cursor), candidates);
        }
        candidates.addAll(candidates(all, before));
        return new Completions(from, cursor, candidates.stream().distinct().toList());
    }

    /** Adds what the cell declares before with this prefix, which JShell does not complete: it is not evaluated yet. */
    private void declaredBefore(String before, String prefix, List<Completions.Candidate> found) {
        for (Cells.Part part : Cells.split(analysis(), before)) {
            if (!part.source().contains(prefix)) {
                continue;
            }
            for (Snippet snippet : analysis().sourceToSnippets(part.source())) {
                if (snippet instanceof DeclarationSnippet declared
                        && declared.name().startsWith(prefix)) {
                    found.add(candidate(declared));
                }
            }
        }
    }

    private static Completions.Candidate candidate(DeclarationSnippet declared) {
        if (declared instanceof VarSnippet variable) {
            return new Completions.Candidate(variable.name(), Completions.Kind.VARIABLE, variable.typeName());
        }
        return declared instanceof MethodSnippet method
                ? new Completions.Candidate(method.name() + "(", Completions.Kind.METHOD, signature(method))
                : new Completions.Candidate(declared.name(), Completions.Kind.CLASS, Names.of(declared));
    }

    private static String signature(MethodSnippet method) {
        return method.name() + "(" + method.parameterTypes() + ")";
    }

    private List<Completions.Candidate> candidates(List<Suggestion> suggestions, String before) {
        Map<String, Suggestion> distinct = new LinkedHashMap<>();
        suggestions.stream().filter(Suggestion::matchesType).forEach(s -> distinct.putIfAbsent(s.continuation(), s));
        suggestions.forEach(s -> distinct.putIfAbsent(s.continuation(), s));
        Map<String, String> variables =
                shell.variables().collect(Collectors.toMap(VarSnippet::name, VarSnippet::typeName, (a, b) -> b));
        Map<String, String> methods = shell.methods()
                .collect(Collectors.toMap(MethodSnippet::name, Assistant::signature, (a, b) -> a + ", " + b));
        boolean member = before.stripTrailing().endsWith(".");
        boolean few = distinct.size() <= MOST_SIGNATURES;
        List<Completions.Candidate> candidates = new ArrayList<>();
        for (String text : distinct.keySet()) {
            String name = text.replaceFirst("\\(.*", "");
            Completions.Kind kind = kind(text, member, variables.keySet());
            String known = member
                    ? ""
                    : kind == Completions.Kind.METHOD
                            ? methods.getOrDefault(name, "")
                            : variables.getOrDefault(name, "");
            String signature =
                    !known.isEmpty() || !few || kind == Completions.Kind.KEYWORD || kind == Completions.Kind.PACKAGE
                            ? known
                            : signatures(before + (kind == Completions.Kind.METHOD ? name + "(" : name));
            candidates.add(new Completions.Candidate(text, kind, signature));
        }
        return candidates;
    }

    private static Completions.Kind kind(String text, boolean member, Set<String> variables) {
        if (text.endsWith("(") || text.endsWith(")")) {
            return Completions.Kind.METHOD;
        }
        if (!member && variables.contains(text)) {
            return Completions.Kind.VARIABLE;
        }
        if (SourceVersion.isKeyword(text.strip())) {
            return Completions.Kind.KEYWORD;
        }
        if (text.endsWith(".")) {
            return Completions.Kind.PACKAGE;
        }
        boolean constant = text.equals(text.toUpperCase(Locale.ROOT)) && text.length() > 1;
        return Character.isUpperCase(text.charAt(0)) && !constant ? Completions.Kind.CLASS : Completions.Kind.VARIABLE;
    }

    private String signatures(String code) {
        return analysis().documentation(code, code.length(), false).stream()
                .map(SourceCodeAnalysis.Documentation::signature)
                .distinct()
                .collect(Collectors.joining("\n"));
    }

    /** What is known of the name at the cursor, or of the call whose arguments hold it. */
    List<Documentation> inspect(String code, int cursor) {
        Focus focus = focus(code, cursor);
        String snippet = focus.snippet();
        int end = focus.cursor();
        while (end < snippet.length() && Character.isJavaIdentifierPart(snippet.charAt(end))) {
            end++;
        }
        boolean call = end < snippet.length() && snippet.charAt(end) == '(';
        boolean onName = end > 0 && Character.isJavaIdentifierPart(snippet.charAt(end - 1));
        List<String> tries = new ArrayList<>();
        if (onName && call) {
            tries.add(snippet.substring(0, end + 1));
        }
        tries.add(snippet.substring(0, end));
        if (onName && !call) {
            tries.add(snippet.substring(0, end) + "(");
        }
        for (String text : tries) {
            List<Documentation> found = documentation("", text);
            if (found.isEmpty() && !focus.before().isBlank()) {
                found = documentation("{" + focus.before(), text);
            }
            if (!found.isEmpty()) {
                return found;
            }
        }
        return List.of();
    }

    /** Documents what jars of sources hold, besides the JDK's. */
    void addSources(List<Path> jars) {
        LibrarySources.add(analysis(), jars);
    }

    List<String> importable(String code, int cursor) {
        Focus focus = focus(code, cursor);
        QualifiedNames found = indexed().listQualifiedNames(focus.snippet(), focus.cursor());
        // The classes of the class path are listed in the background, anew when it has grown.
        for (int waited = 0; !found.isUpToDate() && waited < MOST_WAITS; waited++) {
            try {
                Thread.sleep(MILLIS_PER_WAIT);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                break;
            }
            found = indexed().listQualifiedNames(focus.snippet(), focus.cursor());
        }
        return found.isResolvable() ? List.of() : found.getNames();
    }

    private List<Documentation> documentation(String before, String text) {
        String code = before + text;
        return analysis().documentation(code, code.length(), true).stream()
                .map(one -> {
                    Optional<String> comment = Optional.ofNullable(one.javadoc());
                    return new Documentation(
                            one.signature(),
                            comment.map(Javadoc::plain).orElse(""),
                            comment.map(JavadocHtml::of).orElse(""));
                })
                .distinct()
                .toList();
    }

    /**
     * The snippet under a cursor.
     *
     * @param before what the cell says before it, without imports
     * @param cursor the cursor's place in the snippet
     */
    private record Focus(String before, String snippet, int offset, int cursor) {}

    private Focus focus(String code, int cursor) {
        // What follows the cursor could only confuse: half a line reads as part of the next one.
        List<Cells.Part> parts = Cells.split(analysis(), code.substring(0, cursor));
        StringBuilder before = new StringBuilder();
        int offset = 0;
        for (Cells.Part part : parts) {
            boolean last = part.equals(parts.get(parts.size() - 1));
            int end = part.offset() + part.length();
            String text = code.substring(part.offset(), end);
            if (last && !(end <= cursor && Text.isWhole(text))) {
                offset = part.offset();
                break;
            }
            if (!text.strip().startsWith("import")) {
                before.append(text);
            }
            offset = end;
        }
        return new Focus(before.toString(), code.substring(offset), offset, cursor - offset);
    }
}
