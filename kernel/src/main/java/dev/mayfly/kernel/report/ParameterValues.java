package dev.mayfly.kernel.report;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/**
 * Values for parameters, each checked against its declaration.
 *
 * @param list in the order given
 */
record ParameterValues(List<Value> list) {
    static final String INJECTED = "injected-parameters";

    /** One parameter and what it is set to. */
    record Value(Parameter parameter, ParameterType.Checked value) {}

    ParameterValues {
        list = List.copyOf(list);
    }

    /**
     * Checks values as they were given.
     *
     * @throws ParameterException if one is unknown or of the wrong type: the message names it, and the nearest
     */
    static ParameterValues check(String notebook, List<Parameter> declared, Map<String, Given> given)
            throws ParameterException {
        List<Value> values = new ArrayList<>();
        for (Map.Entry<String, Given> each : given.entrySet()) {
            String name = each.getKey();
            Parameter parameter = declared.stream()
                    .filter(candidate -> candidate.name().equals(name))
                    .findFirst()
                    .orElseThrow(() -> new ParameterException(unknown(notebook, name, declared)));
            values.add(new Value(
                    parameter,
                    each.getValue().as(parameter.type()).orElseThrow(() -> wrong(parameter, each.getValue()))));
        }
        return new ParameterValues(values);
    }

    /** The notebook with a cell that sets the values after the one that declares them; as it was without values. */
    Notebook injectInto(Notebook notebook) {
        if (list.isEmpty()) {
            return notebook;
        }
        List<Cell> cells = new ArrayList<>(notebook.cells());
        OptionalInt earlier = notebook.firstTagged(INJECTED);
        Set<String> taken = new HashSet<>();
        cells.forEach(cell -> taken.add(cell.id()));
        if (earlier.isPresent()) {
            String id = cells.get(earlier.getAsInt()).id();
            cells.set(earlier.getAsInt(), Cell.of(Cell.CODE, id, source(), INJECTED));
        } else {
            int place = notebook.firstTagged(ParameterReader.TAG).orElse(-1) + 1;
            cells.add(place, Cell.of(Cell.CODE, CellIds.fresh(INJECTED, taken), source(), INJECTED));
        }
        return notebook.withCells(cells);
    }

    /** Name to value, as {@code metadata.papermill.parameters} holds them. */
    ObjectNode json() {
        ObjectNode json = Json.object();
        list.forEach(each -> json.set(each.parameter().name(), each.value().json()));
        return json;
    }

    private String source() {
        StringBuilder source = new StringBuilder("// Parameters");
        for (Value each : list) {
            source.append('\n')
                    .append(each.parameter().java())
                    .append(' ')
                    .append(each.parameter().name())
                    .append(" = ")
                    .append(each.value().literal())
                    .append(';');
        }
        return source.toString();
    }

    private static String unknown(String notebook, String name, List<Parameter> declared) {
        if (declared.isEmpty()) {
            return notebook + " declares no parameters, so " + name
                    + " cannot be set: tag the cell that declares its variables with \"parameters\"";
        }
        List<String> names = declared.stream().map(Parameter::name).toList();
        return notebook + " has no parameter " + name + nearest(name, names) + "; it has " + String.join(", ", names);
    }

    private static ParameterException wrong(Parameter parameter, Given given) {
        ParameterType type = parameter.type();
        String hint = type instanceof ParameterType.Constants constants ? nearest(given.text(), constants.names()) : "";
        return new ParameterException("Parameter " + parameter.name() + " (" + parameter.java() + ") cannot be "
                + given.shown() + hint + ": it takes " + type.expects());
    }

    private static String nearest(String name, List<String> names) {
        Optional<String> near = names.stream()
                .filter(each -> distance(name, each) <= Math.max(2, each.length() / 3))
                .min(Comparator.comparingInt(each -> distance(name, each)));
        return near.map(each -> " (did you mean " + each + "?)").orElse("");
    }

    /** Levenshtein's distance, blind to case. */
    private static int distance(String a, String b) {
        int[] row = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                boolean same = Character.toLowerCase(a.charAt(i - 1)) == Character.toLowerCase(b.charAt(j - 1));
                int change = diagonal + (same ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(change, Math.min(row[j], row[j - 1]) + 1);
            }
        }
        return row[b.length()];
    }
}
