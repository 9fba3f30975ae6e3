package dev.mayfly.engine.closure;

import dev.mayfly.engine.closure.ClassRefs.FieldRef;
import dev.mayfly.engine.closure.ClassRefs.MethodRef;
import dev.mayfly.engine.closure.ClassRefs.Ref;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.List;

/** Classes that no cell made: which of them are on every node, which come with the jars that cells added, which stay. */
final class Outside {
    /** What the runtime of nodes holds, beside the JDK. */
    private static final List<String> ON_NODES =
            List.of("dev.mayfly.engine.", "com.fasterxml.jackson.", "org.jspecify.", "org.slf4j.");

    private final SessionClasses session;
    private boolean jarsUsed;

    Outside(SessionClasses session) {
        this.session = session;
    }

    /** Whether a function uses a class of a jar that a cell added: it may ask for any other then. */
    boolean jarsUsed() {
        return jarsUsed;
    }

    /** Takes note of a use, which is refused where the class is on no node. */
    void used(Ref ref) {
        Class<?> type = load(ref.owner());
        if (type == null || isJdk(type)) {
            return;
        }
        if (ON_NODES.stream().noneMatch(ref.owner()::startsWith)) {
            if (!isOfJar(type)) {
                throw new CannotTravelException(refusal(ref));
            }
            jarsUsed = true;
        }
    }

    private static String refusal(Ref ref) {
        if (ref.owner().startsWith("dev.mayfly.")) {
            String name = ref instanceof FieldRef field
                    ? field.name()
                    : ref instanceof MethodRef method ? method.name() + "(...)" : ref.owner();
            return "a function of the job uses " + name + ", which belongs to the session and stays there: use it"
                    + " outside of the function, and let the function use plain values";
        }
        return "a function of the job uses " + ref.owner() + ", which is on no node: add its library to the session"
                + " with %maven group:artifact:version";
    }

    private @org.jspecify.annotations.Nullable Class<?> load(String name) {
        try {
            return Class.forName(name, false, session.loader());
        } catch (ClassNotFoundException | LinkageError e) {
            // A primitive's name, or a class that the function could not use here either.
            return null;
        }
    }

    private static boolean isJdk(Class<?> type) {
        ClassLoader loader = type.getClassLoader();
        return loader == null
                || loader == ClassLoader.getPlatformClassLoader()
                || type.getModule().isNamed();
    }

    private boolean isOfJar(Class<?> type) {
        CodeSource source = type.getProtectionDomain().getCodeSource();
        if (source == null || source.getLocation() == null) {
            return false;
        }
        try {
            Path place = Path.of(source.getLocation().toURI()).toAbsolutePath().normalize();
            return session.jars().stream()
                    .map(jar -> jar.toAbsolutePath().normalize())
                    .anyMatch(place::equals);
        } catch (URISyntaxException | IllegalArgumentException e) {
            return false;
        }
    }
}
