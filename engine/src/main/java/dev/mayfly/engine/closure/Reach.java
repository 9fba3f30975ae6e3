package dev.mayfly.engine.closure;

import dev.mayfly.engine.closure.ClassRefs.FieldRef;
import dev.mayfly.engine.closure.ClassRefs.MethodRef;
import dev.mayfly.engine.closure.ClassRefs.Ref;
import dev.mayfly.engine.closure.ClassRefs.TypeRef;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What functions reach, by walking byte code. Of the class that wraps a snippet only the methods are followed that are
 * called: the rest of the snippet, which may talk to the session, stays behind. Of a class that a cell declares everything
 * is followed, since any of its methods may be called by whoever has an instance.
 */
final class Reach {
    /** In the name of each class that a cell made, before its snippet's number. */
    private static final String SNIPPET = "$JShell$";

    private final SessionClasses session;
    private final Outside outside;
    private final Map<String, ClassRefs> known = new HashMap<>();
    private final Deque<Ref> open = new ArrayDeque<>();
    private final Set<Ref> seen = new HashSet<>();
    /** The methods of each wrapper that travel. */
    private final Map<String, Set<String>> wrappers = new TreeMap<>();

    private final Set<String> declared = new TreeSet<>();
    private final Set<Variable> variables = new LinkedHashSet<>();

    /** A variable of the session: a static field of the class that wraps its snippet. */
    record Variable(String owner, String name) {}

    Reach(SessionClasses session, Outside outside) {
        this.session = session;
        this.outside = outside;
    }

    /** Follows a class of which there is an instance. */
    void addType(String name) {
        add(new TypeRef(elementType(name)));
        follow();
    }

    /** Follows a method, and whatever the JDK calls to make a function of it from its serialized form. */
    void addFunction(String capturing, String owner, String name, String descriptor) {
        if (refs(capturing) != null && isWrapper(capturing)) {
            travelling(capturing)
                    .add(ClassRefs.key(
                            "$deserializeLambda$", "(Ljava/lang/invoke/SerializedLambda;)Ljava/lang/Object;"));
        } else {
            add(new TypeRef(capturing));
        }
        add(new MethodRef(owner, name, descriptor));
        follow();
    }

    /** The methods of each class that wraps a snippet, by name and descriptor. */
    Map<String, Set<String>> wrappers() {
        return wrappers;
    }

    /** The classes that cells declare. */
    Set<String> declared() {
        return declared;
    }

    Set<Variable> variables() {
        return variables;
    }

    /** Whether a class wraps a snippet, rather than being declared in one. */
    private static boolean isWrapper(String name) {
        return wrapperOf(name).equals(name);
    }

    /** The name of the class that wraps the snippet of a class. */
    private static String wrapperOf(String name) {
        int end = name.indexOf('$', name.indexOf(SNIPPET) + SNIPPET.length());
        return end < 0 ? name : name.substring(0, end);
    }

    private void follow() {
        while (!open.isEmpty()) {
            Ref ref = open.remove();
            if (refs(ref.owner()) == null) {
                outside.used(ref);
            } else if (!isWrapper(ref.owner())) {
                declare(ref.owner());
            } else if (ref instanceof FieldRef field) {
                use(field);
            } else if (ref instanceof MethodRef method) {
                travelling(method.owner()).add(ClassRefs.key(method.name(), method.descriptor()));
                refsOf(method.owner())
                        .method(method.name(), method.descriptor())
                        .forEach(this::add);
            } else {
                travelling(ref.owner());
            }
        }
    }

    private void declare(String name) {
        if (declared.add(name)) {
            // Private members are shared within a snippet.
            travelling(wrapperOf(name));
            refsOf(name).all().forEach(this::add);
        }
    }

    private void use(FieldRef field) {
        if (field.written()) {
            throw new CannotTravelException("a function of the job assigns the variable " + field.name()
                    + " of the session, which on a cluster would change a copy on another machine: emit the value, and"
                    + " assign the result of the job");
        }
        travelling(field.owner());
        variables.add(new Variable(field.owner(), field.name()));
    }

    private Set<String> travelling(String wrapper) {
        return wrappers.computeIfAbsent(wrapper, any -> new TreeSet<>());
    }

    private void add(Ref ref) {
        if (seen.add(ref)) {
            open.add(ref);
        }
    }

    private static String elementType(String name) {
        String element = name;
        while (element.startsWith("[")) {
            element = element.substring(1);
        }
        boolean isArray = element.length() != name.length();
        return isArray && element.startsWith("L") ? element.substring(1, element.length() - 1) : element;
    }

    private ClassRefs refsOf(String name) {
        ClassRefs refs = refs(name);
        if (refs == null) {
            throw new IllegalStateException(name + " is no class of the session");
        }
        return refs;
    }

    private @Nullable ClassRefs refs(String name) {
        ClassRefs refs = known.get(name);
        if (refs == null) {
            refs = session.bytes(name).map(ClassRefs::of).orElse(null);
            if (refs != null) {
                known.put(name, refs);
            }
        }
        return refs;
    }
}
