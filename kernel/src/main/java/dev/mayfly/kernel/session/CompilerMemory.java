package dev.mayfly.kernel.session;

import java.lang.reflect.Field;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import jdk.jshell.DeclarationSnippet;
import jdk.jshell.JShell;
import jdk.jshell.SourceCodeAnalysis;

/**
 * The class files that JShell keeps of all snippets that ever were, and shows to the compiler each time: a session of ten
 * thousand cells is slow for that alone. Only those of declarations in force can be named by new code; the others are
 * forgotten, every {@link #PERIOD} cells. JShell has no word for that, so its own table is reached by reflection; where
 * a JDK does not let us, nothing is forgotten, and the session is as slow as JShell's.
 *
 * <p>Guarded by the compiler's lock.
 */
final class CompilerMemory {
    private static final int PERIOD = 50;

    private final JShell shell;
    private final Map<?, ?> classFiles;
    private int cells;

    CompilerMemory(JShell shell) {
        this.shell = shell;
        this.classFiles = classFiles(shell);
    }

    private static Map<?, ?> classFiles(JShell shell) {
        try {
            Object files = value(value(shell, "taskFactory"), "fileManager");
            return (Map<?, ?>) value(files, "classObjects");
        } catch (ReflectiveOperationException | RuntimeException notTheJdkThatWeKnow) {
            // As the class comment says.
            return Map.of();
        }
    }

    private static Object value(Object owner, String name) throws ReflectiveOperationException {
        Field field = owner.getClass().getDeclaredField(name);
        field.setAccessible(true);
        return field.get(owner);
    }

    /** A cell has ended. */
    void cellEnded() {
        cells++;
        if (cells % PERIOD == 0 && !classFiles.isEmpty()) {
            Set<String> needed = needed();
            classFiles.keySet().removeIf(name -> SnippetNames.outer((String) name)
                    .filter(outer -> !needed.contains(outer))
                    .isPresent());
        }
    }

    private Set<String> needed() {
        SourceCodeAnalysis analysis = shell.sourceCodeAnalysis();
        return shell.snippets()
                .filter(snippet -> snippet instanceof DeclarationSnippet
                        && shell.status(snippet).isActive())
                .map(snippet -> analysis.wrapper(snippet).fullClassName())
                .collect(Collectors.toSet());
    }
}
