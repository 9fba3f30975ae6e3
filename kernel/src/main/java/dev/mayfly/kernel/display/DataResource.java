package dev.mayfly.kernel.display;

import java.math.BigInteger;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The rows shown as a JSON tree: the tabular data resource of the Frictionless Table Schema. */
final class DataResource {
    static final String MIME = "application/vnd.dataresource+json";

    private DataResource() {}

    static Map<String, Object> of(Table table) {
        List<String> names = unique(table.columns().names());
        List<Map<String, Object>> fields = new ArrayList<>();
        for (int i = 0; i < names.size(); i++) {
            fields.add(Map.of("name", names.get(i), "type", type(table, i)));
        }
        List<Map<String, @Nullable Object>> data = new ArrayList<>();
        for (List<@Nullable Object> row : table.columns().cells()) {
            Map<String, @Nullable Object> object = new LinkedHashMap<>();
            for (int i = 0; i < names.size(); i++) {
                object.put(names.get(i), json(row.get(i)));
            }
            data.add(object);
        }
        return Map.of("schema", Map.of("fields", fields), "data", data);
    }

    private static List<String> unique(List<String> names) {
        List<String> unique = new ArrayList<>();
        for (String name : names) {
            String free = name;
            for (int i = 2; unique.contains(free); i++) {
                free = name + "_" + i;
            }
            unique.add(free);
        }
        return unique;
    }

    private static String type(Table table, int column) {
        return switch (table.types().get(column)) {
            case "Long", "Integer", "Short", "Byte", "BigInteger" -> "integer";
            case "Double", "Float", "BigDecimal", "Number" -> "number";
            case "Boolean" -> "boolean";
            case "Instant", "LocalDateTime" -> "datetime";
            case "LocalDate" -> "date";
            default -> "string";
        };
    }

    private static @Nullable Object json(@Nullable Object cell) {
        if (cell == null || cell instanceof Boolean) {
            return cell;
        }
        if (cell instanceof Double || cell instanceof Float) {
            double value = ((Number) cell).doubleValue();
            if (Double.isNaN(value)) {
                return "NaN";
            }
            return Double.isInfinite(value) ? (value > 0 ? "INF" : "-INF") : cell;
        }
        if (cell instanceof Number number) {
            boolean known = number.getClass().getPackageName().equals("java.lang")
                    || number instanceof BigInteger
                    || number instanceof java.math.BigDecimal;
            return known ? number : number.toString();
        }
        boolean isTime = cell instanceof Instant || cell instanceof LocalDate || cell instanceof LocalDateTime;
        return isTime ? cell.toString() : CellText.clip(CellText.nested(cell));
    }
}
