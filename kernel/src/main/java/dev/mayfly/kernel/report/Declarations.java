package dev.mayfly.kernel.report;

import com.sun.source.tree.BlockTree;
import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.JavacTask;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.StreamSupport;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

/**
 * Parses the declarations of a cell with the JDK's own parser, without running or resolving anything.
 *
 * @param imports the names that the cell imports, {@code java.time.*} among them
 * @param trees its statements, in order
 */
record Declarations(List<String> imports, List<? extends Tree> trees) {
    private static final Pattern IMPORT = Pattern.compile("(?m)^[ \\t]*import\\s+([\\w.*]+)\\s*;");
    private static final Pattern MAGIC = Pattern.compile("(?m)^[ \\t]*%.*$");

    /** The declarations of a cell, or a sentence that says why it cannot be parsed. */
    static Declarations of(String code) throws NotebookException {
        List<String> imports =
                IMPORT.matcher(code).results().map(found -> found.group(1)).toList();
        String rest = blank(MAGIC, blank(IMPORT, code));
        // A cell is neither a method's body nor a class's: it may hold statements or methods, rarely both.
        Parsed body = parse("class Cell$ { void cell$() {\n" + rest + "\n}}");
        if (body.error().isEmpty()) {
            BlockTree block = ((MethodTree) body.outer().getMembers().get(0)).getBody();
            return new Declarations(imports, block.getStatements());
        }
        Parsed members = parse("class Cell$ {\n" + rest + "\n}");
        if (members.error().isEmpty()) {
            return new Declarations(imports, members.outer().getMembers());
        }
        throw new NotebookException(body.error().get());
    }

    /** Keeps the lines, so that messages count them as the cell does. */
    private static String blank(Pattern pattern, String code) {
        return pattern.matcher(code)
                .replaceAll(found -> Matcher.quoteReplacement(found.group().replaceAll("[^\\n]", " ")));
    }

    /** A file of one class, and the first thing that is wrong with it. */
    private record Parsed(CompilationUnitTree unit, Optional<String> error) {
        ClassTree outer() {
            return (ClassTree) unit.getTypeDecls().get(0);
        }
    }

    private static Parsed parse(String source) {
        DiagnosticCollector<JavaFileObject> problems = new DiagnosticCollector<>();
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        JavacTask task = (JavacTask) compiler.getTask(
                Writer.nullWriter(), null, problems, List.of("-proc:none"), null, List.of(new Source(source)));
        try {
            CompilationUnitTree unit = StreamSupport.stream(task.parse().spliterator(), false)
                    .findFirst()
                    .orElseThrow();
            Optional<String> error = problems.getDiagnostics().stream()
                    .filter(each -> each.getKind() == Diagnostic.Kind.ERROR)
                    .findFirst()
                    .map(each -> "line " + (each.getLineNumber() - 1) + ": " + each.getMessage(Locale.ROOT));
            return new Parsed(unit, error);
        } catch (IOException e) {
            throw new UncheckedIOException("A source in memory could not be read", e);
        }
    }

    private static final class Source extends SimpleJavaFileObject {
        private final String text;

        Source(String text) {
            super(URI.create("string:///Cell$.java"), Kind.SOURCE);
            this.text = text;
        }

        @Override
        public CharSequence getCharContent(boolean ignoreEncodingErrors) {
            return text;
        }
    }
}
