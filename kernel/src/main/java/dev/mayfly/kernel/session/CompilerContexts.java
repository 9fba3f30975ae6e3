package dev.mayfly.kernel.session;

import java.lang.invoke.MethodHandles;
import java.lang.reflect.Field;
import java.util.HashMap;
import java.util.List;
import java.util.Queue;
import jdk.jshell.JShell;
import org.jspecify.annotations.Nullable;

/**
 * What the compiler knows of the JDK and the class path, kept once. JShell keeps a compiler for each row of options that it
 * ever asks with: one looks at code, one translates it, one documents it, and each of them reads the JDK's modules and
 * classes for itself, before the first value of a session, the first completion, the first documentation. What the rows
 * differ in does not matter to any of them: whether code with errors is looked at to the end, for which translated code must
 * have none, and whether names of parameters are kept. So all are asked with the sum of their options, and are one.
 *
 * <p>A pool looks its compilers up by a list of options that is its own and that it uses afterwards; this map completes that
 * list when it is asked. JShell has no word for that, so the pool's table is replaced by reflection; where a JDK does not
 * let us, a session starts later and is larger, and works.
 */
final class CompilerContexts extends HashMap<List<String>, Queue<Object>> {
    private static final long serialVersionUID = 1L;

    private static final String FOR_PARSER = "-XDallowStringFolding=false";
    private static final String STOP = "should-stop";
    private static final String PARAMETERS = "-parameters";

    /** How this JDK says that code with errors is looked at to the end; null until it was. */
    private @Nullable String stop;

    private CompilerContexts() {}

    /** Has a session's compilers be one; to be called again whenever JShell takes new compilers. */
    static void share(JShell shell) {
        try {
            Object factory = get(shell, JShell.class, "taskFactory");
            Object pool = get(factory, factory.getClass(), "javacTaskPool");
            Field table = pool.getClass().getDeclaredField("options2Contexts");
            table.setAccessible(true);
            table.set(pool, new CompilerContexts());
        } catch (ReflectiveOperationException | RuntimeException notTheJdkThatWeKnow) {
            // As the class comment says.
        }
    }

    private static Object get(Object from, Class<?> owner, String name) throws ReflectiveOperationException {
        return MethodHandles.privateLookupIn(owner, MethodHandles.lookup())
                .unreflectVarHandle(owner.getDeclaredField(name))
                .get(from);
    }

    @Override
    public @Nullable Queue<Object> getOrDefault(@Nullable Object options, @Nullable Queue<Object> none) {
        if (options instanceof List<?> list && !list.contains(FOR_PARSER)) {
            @SuppressWarnings("unchecked") // The pool's are texts.
            List<String> texts = (List<String>) list;
            complete(texts);
        }
        return super.getOrDefault(options, none);
    }

    private void complete(List<String> options) {
        String given = options.stream()
                .filter(option -> option.contains(STOP))
                .findFirst()
                .orElse(null);
        if (given != null) {
            stop = given;
        } else if (stop != null) {
            options.add(0, stop);
        }
        if (!options.contains(PARAMETERS)) {
            options.add(PARAMETERS);
        }
    }
}
