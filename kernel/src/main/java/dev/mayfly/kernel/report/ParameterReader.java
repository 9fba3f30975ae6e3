package dev.mayfly.kernel.report;

import com.sun.source.tree.ClassTree;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.MemberSelectTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.tree.NewClassTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.UnaryTree;
import com.sun.source.tree.VariableTree;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Finds the parameters of a notebook: the variables that its tagged cell declares. */
final class ParameterReader {
    static final String TAG = "parameters";

    /** What JShell imports by itself, where enums may come from. */
    private static final List<String> ON_HAND = List.of("java.time.*", "java.util.concurrent.*", "java.util.*");

    private static final Pattern LIST = Pattern.compile("(?:java\\.util\\.)?List<(.+)>");
    private static final Pattern LIST_OF = Pattern.compile("(?:java\\.util\\.)?List\\.of");
    private static final Map<String, String> BOXED =
            Map.of("int", "Integer", "long", "Long", "double", "Double", "boolean", "Boolean");

    private final Map<String, ParameterType.Constants> enums = new LinkedHashMap<>();
    private final List<String> imports = new ArrayList<>();

    private ParameterReader() {}

    /**
     * The parameters in order of declaration; none where no cell is tagged.
     *
     * @throws NotebookException if the tagged cell is no Java
     */
    static List<Parameter> of(Notebook notebook) throws NotebookException {
        OptionalInt tagged = notebook.firstTagged(TAG);
        if (tagged.isEmpty()) {
            return List.of();
        }
        ParameterReader reader = new ParameterReader();
        for (Cell cell : notebook.cells().subList(0, tagged.getAsInt())) {
            if (cell.isCode()) {
                reader.learn(cell.source());
            }
        }
        return reader.parameters(
                Declarations.of(notebook.cells().get(tagged.getAsInt()).source()));
    }

    private void learn(String code) {
        try {
            learn(Declarations.of(code));
        } catch (NotebookException e) {
            // A cell above that is no plain Java declares no enum that we could know; the run will say what is wrong.
            return;
        }
    }

    private void learn(Declarations cell) {
        imports.addAll(cell.imports());
        for (Tree tree : cell.trees()) {
            if (tree instanceof ClassTree type && type.getKind() == Tree.Kind.ENUM) {
                String name = type.getSimpleName().toString();
                List<String> constants = type.getMembers().stream()
                        .filter(member -> member instanceof VariableTree variable
                                && variable.getInitializer() instanceof NewClassTree made
                                && made.getIdentifier().toString().equals(name))
                        .map(member -> ((VariableTree) member).getName().toString())
                        .toList();
                enums.put(name, new ParameterType.Constants(name, constants));
            }
        }
    }

    private List<Parameter> parameters(Declarations cell) {
        learn(cell);
        Map<String, Parameter> parameters = new LinkedHashMap<>();
        for (Tree tree : cell.trees()) {
            if (tree instanceof VariableTree variable) {
                String name = variable.getName().toString();
                parameters.put(name, parameter(name, variable));
            }
        }
        return List.copyOf(parameters.values());
    }

    private Parameter parameter(String name, VariableTree variable) {
        Tree declared = variable.getType();
        String initial = variable.getInitializer() == null
                ? ""
                : variable.getInitializer().toString().strip();
        if (declared == null) {
            ParameterType type = ofInitializer(variable.getInitializer());
            return new Parameter(name, type.java(), type, initial);
        }
        ParameterType type = named(declared.toString());
        // A date's class may not be imported where the injected cell stands, and its literal names it in full anyway.
        return new Parameter(name, type == ParameterType.Known.DATE ? type.java() : declared.toString(), type, initial);
    }

    private ParameterType named(String name) {
        return switch (name) {
            case "int", "Integer" -> ParameterType.Known.INT;
            case "long", "Long" -> ParameterType.Known.LONG;
            case "double", "Double" -> ParameterType.Known.DOUBLE;
            case "boolean", "Boolean" -> ParameterType.Known.BOOLEAN;
            case "String", "java.lang.String" -> ParameterType.Known.STRING;
            case "LocalDate", "java.time.LocalDate" -> ParameterType.Known.DATE;
            default -> severalOf(name);
        };
    }

    /** {@code List<Integer>}, {@code String[]}, or what is neither. */
    private ParameterType severalOf(String name) {
        boolean array = name.endsWith("[]");
        Matcher list = LIST.matcher(name);
        if (!array && !list.matches()) {
            return enumOf(name);
        }
        ParameterType element = named(array ? name.substring(0, name.length() - 2) : list.group(1));
        boolean plain = element instanceof ParameterType.Known || element instanceof ParameterType.Constants;
        return plain ? new ParameterType.Several(name, element, array) : new ParameterType.Unsupported(name);
    }

    /** {@code var hosts = List.of("a")}: the type of its elements, where all have one. */
    private ParameterType listOf(MethodInvocationTree call) {
        Set<ParameterType> elements = new HashSet<>();
        call.getArguments().forEach(argument -> elements.add(ofInitializer(argument)));
        if (elements.size() != 1) {
            return new ParameterType.Unsupported("var");
        }
        String element = elements.iterator().next().java();
        return severalOf("java.util.List<" + BOXED.getOrDefault(element, element) + ">");
    }

    /** The type of {@code var}, where its value shows it. */
    private ParameterType ofInitializer(@Nullable ExpressionTree value) {
        if (value instanceof UnaryTree unary) {
            return ofInitializer(unary.getExpression());
        }
        if (value instanceof MethodInvocationTree call && call.getMethodSelect() instanceof MemberSelectTree method) {
            if (LIST_OF.matcher(method.toString()).matches()) {
                return listOf(call);
            }
            return named(method.getExpression().toString()) == ParameterType.Known.DATE
                    ? ParameterType.Known.DATE
                    : new ParameterType.Unsupported("var");
        }
        if (value instanceof MemberSelectTree constant
                && enumOf(constant.getExpression().toString()) instanceof ParameterType.Constants known
                && known.names().contains(constant.getIdentifier().toString())) {
            return known;
        }
        if (value == null) {
            return new ParameterType.Unsupported("var");
        }
        return switch (value.getKind()) {
            case INT_LITERAL -> ParameterType.Known.INT;
            case LONG_LITERAL -> ParameterType.Known.LONG;
            case DOUBLE_LITERAL -> ParameterType.Known.DOUBLE;
            case BOOLEAN_LITERAL -> ParameterType.Known.BOOLEAN;
            case STRING_LITERAL -> ParameterType.Known.STRING;
            default -> new ParameterType.Unsupported("var");
        };
    }

    private ParameterType enumOf(String name) {
        ParameterType.Constants declared = enums.get(name);
        if (declared != null) {
            return declared;
        }
        List<String> candidates = new ArrayList<>();
        candidates.add(name);
        for (String imported : List.copyOf(imports)) {
            if (imported.endsWith("." + name)) {
                candidates.add(imported);
            } else if (imported.endsWith(".*")) {
                candidates.add(imported.substring(0, imported.length() - 1) + name);
            }
        }
        ON_HAND.forEach(pkg -> candidates.add(pkg.substring(0, pkg.length() - 1) + name));
        for (String candidate : candidates) {
            // Only the JDK's own: a notebook's text must not make us load classes of its choosing.
            if (candidate.startsWith("java.")) {
                List<String> constants = constantsOf(candidate);
                if (!constants.isEmpty()) {
                    return new ParameterType.Constants(candidate, constants);
                }
            }
        }
        return new ParameterType.Unsupported(name);
    }

    private static List<String> constantsOf(String className) {
        try {
            Object[] constants = Class.forName(className, false, ClassLoader.getPlatformClassLoader())
                    .getEnumConstants();
            List<String> names = new ArrayList<>();
            for (Object constant : constants == null ? new Object[0] : constants) {
                names.add(((Enum<?>) constant).name());
            }
            return names;
        } catch (ClassNotFoundException | LinkageError e) {
            return List.of();
        }
    }
}
