package dev.mayfly.kernel.session;

import java.lang.reflect.Field;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import jdk.jshell.DeclarationSnippet;
import jdk.jshell.JShell;
import jdk.jshell.Snippet;
import org.jspecify.annotations.Nullable;

/**
 * What JShell keeps of every snippet that ever was: the class files, which it shows to the compiler each time, the source
 * of the class around it, which names all that was imported then, and its errors. A session of ten thousand cells is slow for the
 * one and large for the other alone. New code can name the declarations in force, so what belongs to other snippets is
 * forgotten, every {@link #PERIOD} cells. JShell has no word for that, so its own tables are reached by reflection; where
 * a JDK does not let us, nothing is forgotten, and the session is as slow and as large as JShell's.
 *
 * <p>Guarded by the compiler's lock.
 */
final class CompilerMemory {
    private static final int PERIOD = 50;
    /** Shorter texts are not worth it: they are what JShell puts around a snippet besides imports. */
    private static final int SHORT = 200;

    private final JShell shell;
    /** Null until it is first needed: to reach it would cost a session's start some milliseconds. */
    private @Nullable Map<?, ?> classFiles;

    private int cells;
    /** How many snippets there were a period ago: what came since may be running still. */
    private int settled;

    CompilerMemory(JShell shell) {
        this.shell = shell;
    }

    private static Map<?, ?> classFiles(JShell shell) {
        try {
            Object factory = field(JShell.class, "taskFactory").get(shell);
            Object files = field(factory.getClass(), "fileManager").get(factory);
            return (Map<?, ?>) field(files.getClass(), "classObjects").get(files);
        } catch (ReflectiveOperationException | RuntimeException notTheJdkThatWeKnow) {
            // As the class comment says.
            return Map.of();
        }
    }

    private static Field field(Class<?> owner, String name) throws NoSuchFieldException {
        Field field = owner.getDeclaredField(name);
        field.setAccessible(true);
        return field;
    }

    /** A cell has ended. */
    void cellEnded() {
        cells++;
        if (cells % PERIOD == 0) {
            forget();
        }
    }

    private void forget() {
        Map<?, ?> files = classFiles == null ? classFiles(shell) : classFiles;
        classFiles = files;
        if (!files.isEmpty()) {
            List<Snippet> all = shell.snippets().toList();
            Set<String> needed = new HashSet<>();
            for (int i = 0; i < all.size(); i++) {
                Snippet snippet = all.get(i);
                if (snippet instanceof DeclarationSnippet
                        && shell.status(snippet).isActive()) {
                    needed.add(shell.sourceCodeAnalysis().wrapper(snippet).fullClassName());
                } else if (i < settled) {
                    forgetText(snippet);
                    forgetErrors(snippet);
                }
            }
            files.keySet().removeIf(name -> SnippetNames.outer((String) name)
                    .filter(outer -> !needed.contains(outer))
                    .isPresent());
            settled = all.size();
        }
    }

    private static void forgetText(Snippet snippet) {
        try {
            Object outer = field(Snippet.class, "outer").get(snippet);
            if (outer == null) {
                return;
            }
            // That of code which was never run has the type of its own that the others extend.
            Class<?> above = outer.getClass().getSuperclass();
            Object wrap =
                    field(above == Object.class ? outer.getClass() : above, "w").get(outer);
            Field wrapped = field(wrap.getClass(), "wrapped");
            if (!"".equals(wrapped.get(wrap))) {
                wrapped.set(wrap, "");
                Object[] parts = (Object[]) field(wrap.getClass(), "os").get(wrap);
                Arrays.setAll(parts, i -> parts[i] instanceof String text && text.length() > SHORT ? "" : parts[i]);
            }
        } catch (ReflectiveOperationException | RuntimeException notTheJdkThatWeKnow) {
            // As the class comment says.
        }
    }

    /** They hold all that the compiler knew of the code that they are in: its text, its syntax tree, its symbols. */
    private static void forgetErrors(Snippet snippet) {
        try {
            if (field(Snippet.class, "diagnostics").get(snippet) instanceof Collection<?> errors) {
                errors.clear();
            }
        } catch (ReflectiveOperationException | RuntimeException notTheJdkThatWeKnow) {
            // As the class comment says.
        }
    }
}
