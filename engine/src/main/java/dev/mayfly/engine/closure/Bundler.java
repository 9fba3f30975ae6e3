package dev.mayfly.engine.closure;

import dev.mayfly.engine.TravellingFile;
import dev.mayfly.engine.closure.Bundle.NeededFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.invoke.SerializedLambda;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Packs a value with its functions, to be run in another process.
 *
 * <p>A function that a cell made is a method of the class that wraps the cell's snippet. Its byte code is followed to all
 * that it reaches: methods of other snippets, classes and records that cells declare, and variables of the session, which
 * are static fields. The values of those travel too, and whatever functions are in them, until nothing new is found. So a
 * function finds in the other process what it would find here, and what it could not find is refused before anything runs.
 */
public final class Bundler {
    /** Bundles larger than this travel, with a warning. */
    public static final long LARGE = 1 << 20;
    /** Bundles larger than this are refused: every node would load all of it for every job. */
    public static final long LARGEST = 64L << 20;

    private final SessionClasses session;
    private final Reach reach;
    private final Outside outside;
    private final Map<Field, Capture> variables = new LinkedHashMap<>();
    private final Set<TravellingFile> files = new LinkedHashSet<>();
    private final Set<String> statics = new LinkedHashSet<>();

    /**
     * A bundle, and what to tell the user about it.
     *
     * @param warnings sentences; none where all is well
     */
    public record Packed(Bundle bundle, List<String> warnings) {}

    private Bundler(SessionClasses session) {
        this.session = session;
        this.outside = new Outside(session);
        this.reach = new Reach(session, outside);
    }

    /**
     * Packs a serializable value.
     *
     * @throws CannotTravelException if something that its functions reach cannot be shipped, or is too large
     */
    public static Packed pack(Object value, SessionClasses session) {
        return new Bundler(session).packed(value);
    }

    private Packed packed(Object value) {
        Capture root;
        try {
            root = Capture.of(value);
        } catch (Capture.RefusedException e) {
            throw new CannotTravelException(
                    "a function of the job holds " + Refusals.thing(e) + ", which " + Refusals.why(e), e);
        }
        follow(root);
        while (captureMore()) {
            // Each variable may hold functions that reach more variables.
        }
        Bundle bundle = Bundle.of(Runtime.version().feature(), classes(), values(), root.bytes(), neededFiles());
        return new Packed(bundle, warnings(bundle));
    }

    private void follow(Capture capture) {
        for (SerializedLambda function : capture.functions()) {
            reach.addFunction(
                    function.getCapturingClass().replace('/', '.'),
                    function.getImplClass().replace('/', '.'),
                    function.getImplMethodName(),
                    function.getImplMethodSignature());
        }
        capture.classes().forEach(reach::addType);
        files.addAll(capture.files());
    }

    private boolean captureMore() {
        boolean more = false;
        for (Reach.Variable variable : List.copyOf(reach.variables())) {
            more |= capture(field(variable), false);
        }
        for (String declared : List.copyOf(reach.declared())) {
            if (statics.add(declared)) {
                more = true;
                for (Field field : staticsOf(declared)) {
                    capture(field, Modifier.isFinal(field.getModifiers()));
                }
            }
        }
        return more;
    }

    /** @param remade whether the class that declares the field can make its value again */
    private boolean capture(Field field, boolean remade) {
        if (variables.containsKey(field)) {
            return false;
        }
        Capture capture;
        try {
            field.setAccessible(true);
            capture = Capture.of(field.get(null));
        } catch (Capture.RefusedException e) {
            if (remade) {
                return false;
            }
            throw new CannotTravelException(Refusals.of(field, e), e);
        } catch (IllegalAccessException e) {
            throw new CannotTravelException("the variable " + field.getName() + " cannot be read", e);
        }
        variables.put(field, capture);
        follow(capture);
        return true;
    }

    private Field field(Reach.Variable variable) {
        try {
            return Class.forName(variable.owner(), true, session.loader()).getDeclaredField(variable.name());
        } catch (ReflectiveOperationException e) {
            throw new CannotTravelException("the variable " + variable.name() + " of the session cannot be found", e);
        }
    }

    /** The static fields that a travelling class lets be assigned. */
    private List<Field> staticsOf(String declared) {
        try {
            Class<?> type = Class.forName(declared, true, session.loader());
            List<Field> fields = new ArrayList<>();
            for (Field field : type.getDeclaredFields()) {
                boolean settable = Modifier.isStatic(field.getModifiers())
                        && !type.isInterface()
                        && !field.isEnumConstant()
                        && !field.isSynthetic()
                        && !isConstant(field);
                if (settable) {
                    fields.add(field);
                }
            }
            return fields;
        } catch (ClassNotFoundException | LinkageError e) {
            throw new CannotTravelException("the class " + declared + " cannot be loaded", e);
        }
    }

    /** What the compiler may have written in place of the field. */
    private static boolean isConstant(Field field) {
        return Modifier.isFinal(field.getModifiers())
                && (field.getType().isPrimitive() || field.getType() == String.class);
    }

    private SortedMap<String, byte[]> classes() {
        SortedMap<String, byte[]> classes = new TreeMap<>();
        reach.wrappers()
                .forEach((name, methods) -> classes.put(name, Pruned.wrapper(code(name), methods, fieldsOf(name))));
        reach.declared().forEach(name -> classes.put(name, Pruned.declared(code(name))));
        return classes;
    }

    private Set<String> fieldsOf(String wrapper) {
        return reach.variables().stream()
                .filter(variable -> variable.owner().equals(wrapper))
                .map(Reach.Variable::name)
                .collect(Collectors.toSet());
    }

    private byte[] code(String name) {
        return session.bytes(name).orElseThrow(() -> new IllegalStateException(name + " has no byte code"));
    }

    /** Values without objects of declared classes first: those classes may ask for the others when they are initialised. */
    private List<Bundle.Variable> values() {
        List<Bundle.Variable> values = new ArrayList<>();
        variables.entrySet().stream()
                .sorted(Comparator.comparing(
                                (Map.Entry<Field, Capture> one) -> needsCells(one.getKey(), one.getValue()))
                        .thenComparing(one -> one.getKey().getDeclaringClass().getName())
                        .thenComparing(one -> one.getKey().getName()))
                .forEach(one -> values.add(new Bundle.Variable(
                        one.getKey().getDeclaringClass().getName(),
                        one.getKey().getName(),
                        one.getValue().bytes())));
        return values;
    }

    private boolean needsCells(Field field, Capture capture) {
        return reach.declared().contains(field.getDeclaringClass().getName())
                || capture.classes().stream().anyMatch(reach.declared()::contains);
    }

    private List<NeededFile> neededFiles() {
        List<NeededFile> needed = new ArrayList<>();
        if (outside.jarsUsed()) {
            for (Path jar : session.jars()) {
                if (Files.isDirectory(jar)) {
                    throw new CannotTravelException("a function of the job uses classes of the folder " + jar
                            + ", which cannot travel: make a jar of it, and add that to the session");
                }
                needed.add(new NeededFile(true, jar, digest(jar)));
            }
        }
        files.forEach(file -> needed.add(new NeededFile(false, Path.of(file.path()), file.digest())));
        return needed;
    }

    private static String digest(Path file) {
        try {
            return TravellingFile.digest(file);
        } catch (IOException e) {
            throw new UncheckedIOException(file + " cannot be read: " + e.getMessage(), e);
        }
    }

    private List<String> warnings(Bundle bundle) {
        long bytes = bundle.bytes();
        if (bytes <= LARGE) {
            return List.of();
        }
        String what = String.format(
                Locale.ROOT,
                "the functions of this job take %,d bytes with the variables that they use%s, which travel to every"
                        + " node",
                bytes,
                largest());
        if (bytes > LARGEST) {
            throw new CannotTravelException(String.format(
                    Locale.ROOT,
                    "%s; the limit is %,d bytes: write the data to a file and read it with files.side(...), or join it",
                    what,
                    LARGEST));
        }
        return List.of(what + ": files.side(...) ships a file once");
    }

    private String largest() {
        @Nullable Field largest = null;
        int most = 0;
        for (Map.Entry<Field, Capture> one : variables.entrySet()) {
            if (one.getValue().bytes().length > most) {
                most = one.getValue().bytes().length;
                largest = one.getKey();
            }
        }
        return largest == null ? "" : String.format(Locale.ROOT, " (%s alone takes %,d)", largest.getName(), most);
    }
}
