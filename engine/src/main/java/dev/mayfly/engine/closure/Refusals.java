package dev.mayfly.engine.closure;

import java.lang.reflect.Field;
import java.util.List;
import java.util.Map;

/** What to say of a value that cannot travel: which, why, and what to do instead. */
final class Refusals {
    /** By the beginning of a class name: what to do instead. The first that fits counts. */
    private static final List<Map.Entry<String, String>> FIXES = List.of(
            Map.entry("java.net.", "open the connection inside the function"),
            Map.entry("sun.nio.ch.", "open the connection inside the function"),
            Map.entry("java.nio.channels.", "open it inside the function"),
            Map.entry("java.sql.", "open the connection inside the function"),
            Map.entry("java.io.", "open it inside the function, or read what is needed into a variable before"),
            Map.entry("java.lang.Thread", "start it inside the function"),
            Map.entry("java.util.concurrent.", "make it inside the function"),
            Map.entry("java.util.stream.", "collect it into a list before"),
            Map.entry(
                    "dev.mayfly.engine.",
                    "it belongs to the session; ask it before for what the function needs, or join it"),
            Map.entry("dev.mayfly.", "it belongs to the session; let the function use plain values"));

    private Refusals() {}

    /** The whole sentence for a variable. */
    static String of(Field variable, Capture.RefusedException refused) {
        Class<?> type = variable.getType();
        String own = type.getTypeName();
        String holds = refused.type().equals(own) ? "it" : "it holds " + thing(refused) + ", which";
        return "the variable " + variable.getName() + " (" + simple(own) + ") cannot travel to other machines: " + holds
                + " " + why(refused);
    }

    /** What cannot travel. */
    static String thing(Capture.RefusedException refused) {
        return refused.isFunction()
                ? "a function of the type " + refused.type()
                : "a " + simple(refused.type()) + " (" + refused.type() + ")";
    }

    /** The rest of a sentence about it. */
    static String why(Capture.RefusedException refused) {
        if (refused.isFunction()) {
            return "is not serializable: declare a method in place of the variable, or declare the variable as a"
                    + " Transform or a Condition";
        }
        return FIXES.stream()
                .filter(fix -> refused.type().startsWith(fix.getKey()))
                .findFirst()
                .map(fix -> "lives in this process alone: " + fix.getValue())
                .orElse("is not serializable: use a record, a collection or another plain value instead");
    }

    private static String simple(String name) {
        return name.substring(Math.max(name.lastIndexOf('.'), name.lastIndexOf('$')) + 1);
    }
}
