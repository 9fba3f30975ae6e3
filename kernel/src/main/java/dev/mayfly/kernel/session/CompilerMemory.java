package dev.mayfly.kernel.session;

import java.lang.reflect.Field;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import jdk.jshell.DeclarationSnippet;
import jdk.jshell.JShell;
import jdk.jshell.PersistentSnippet;
import jdk.jshell.Snippet;
import org.jspecify.annotations.Nullable;

/**
 * What JShell keeps of every snippet that ever was: the class files, which it shows to the compiler each time, the source
 * of the class around it, which names all that was imported then, its errors, and itself, in a list that is gone through
 * for each compilation. A session of ten thousand cells is slow and large for these alone. New code can name the
 * declarations in force, so other snippets, and what belongs to them, are forgotten, every {@link #PERIOD} cells. JShell has
 * no word for that, so its own tables are reached by reflection; where a JDK does not let us, nothing is forgotten, and the
 * session is as slow and as large as JShell's.
 *
 * <p>Guarded by the compiler's lock.
 */
final class CompilerMemory {
    private static final int PERIOD = 50;

    private final JShell shell;
    /** Null until they are first needed: to reach them would cost a session's start some milliseconds. */
    private @Nullable Tables tables;

    private int cells;
    /** How many snippets there were a period ago. */
    private int seen;
    /** Those of them that are in force, or that came so late that they may be running still. */
    private List<Snippet> waiting = List.of();

    /**
     * JShell's own, by class names.
     *
     * @param files what the compiler sees
     * @param loaded the same files once more, to tell what changed
     * @param sources the classes around snippets
     * @param snippets all of them
     * @param byKey the last snippet of each key; null where there is none
     * @param users by names, the keys of the snippets that use them
     */
    private record Tables(
            Map<?, ?> files,
            Map<?, ?> loaded,
            Map<?, ?> sources,
            Set<?> snippets,
            List<?> byKey,
            Map<?, Set<Integer>> users) {
        @SuppressWarnings("unchecked") // As JShell declares it.
        static Tables of(JShell shell) {
            try {
                Object factory = value(JShell.class, "taskFactory", shell);
                Object manager = value(factory.getClass(), "fileManager", factory);
                Object tracker = value(JShell.class, "classTracker", shell);
                Object outers = value(JShell.class, "outerMap", shell);
                Object maps = value(JShell.class, "maps", shell);
                return new Tables(
                        (Map<?, ?>) value(manager.getClass(), "classObjects", manager),
                        (Map<?, ?>) value(tracker.getClass(), "map", tracker),
                        (Map<?, ?>) value(outers.getClass(), "classOuters", outers),
                        (Set<?>) value(maps.getClass(), "snippets", maps),
                        (List<?>) value(maps.getClass(), "keyIndexToSnippet", maps),
                        (Map<?, Set<Integer>>) value(maps.getClass(), "dependencies", maps));
            } catch (ReflectiveOperationException | RuntimeException notTheJdkThatWeKnow) {
                // As the class comment says.
                return new Tables(Map.of(), Map.of(), Map.of(), Set.of(), List.of(), Map.of());
            }
        }

        private static Object value(Class<?> owner, String name, Object of) throws ReflectiveOperationException {
            return field(owner, name).get(of);
        }

        void keep(Set<String> needed) {
            files.keySet().removeIf(name -> isForgotten((String) name, needed));
            loaded.keySet().removeIf(name -> isForgotten((String) name, needed));
            sources.keySet().removeIf(name -> isForgotten("REPL." + name, needed));
        }

        void forget(Set<Snippet> gone) {
            snippets.removeAll(gone);
            byKey.replaceAll(snippet -> gone.contains(snippet) ? null : snippet);
            users.values().forEach(keys -> keys.removeIf(key -> key >= byKey.size() || byKey.get(key) == null));
            users.values().removeIf(Set::isEmpty);
        }

        private static boolean isForgotten(String name, Set<String> needed) {
            return SnippetNames.outer(name)
                    .filter(outer -> !needed.contains(outer))
                    .isPresent();
        }
    }

    CompilerMemory(JShell shell) {
        this.shell = shell;
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
            Tables known = tables == null ? Tables.of(shell) : tables;
            tables = known;
            if (!known.files().isEmpty()) {
                forget(known);
            }
        }
    }

    private void forget(Tables known) {
        List<Snippet> all = shell.snippets().toList();
        List<Snippet> fresh = all.subList(seen, all.size());
        List<Snippet> kept = new ArrayList<>();
        Set<Snippet> gone = new HashSet<>();
        for (Snippet snippet : waiting) {
            (isInForce(snippet) ? kept : gone).add(snippet);
        }
        known.forget(gone);
        kept.addAll(fresh);
        known.keep(kept.stream()
                .filter(snippet -> snippet instanceof DeclarationSnippet && isInForce(snippet))
                .map(snippet -> shell.sourceCodeAnalysis().wrapper(snippet).fullClassName())
                .collect(Collectors.toSet()));
        waiting = kept;
        seen = kept.size();
    }

    private boolean isInForce(Snippet snippet) {
        return snippet instanceof PersistentSnippet && shell.status(snippet).isActive();
    }
}
