package dev.mayfly.kernel.session;

import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import jdk.jshell.SourceCodeAnalysis;

/**
 * Where documentation is read from: the JDK's sources, and those of libraries. JShell looks into the JDK's alone and has no
 * word for others, so its list is completed by reflection; where a JDK does not let us, libraries have signatures only.
 */
final class LibrarySources {
    private LibrarySources() {}

    /** Adds jars of sources, those that are not there yet. */
    static void add(SourceCodeAnalysis analysis, List<Path> jars) {
        try {
            Method find = analysis.getClass().getDeclaredMethod("findSources");
            find.setAccessible(true);
            List<Object> all = new ArrayList<>((List<?>) find.invoke(analysis));
            jars.stream().filter(jar -> !all.contains(jar)).forEach(all::add);
            Field known = analysis.getClass().getDeclaredField("availableSources");
            known.setAccessible(true);
            known.set(analysis, all);
        } catch (ReflectiveOperationException | RuntimeException notTheJdkThatWeKnow) {
            // As the class comment says.
        }
    }
}
