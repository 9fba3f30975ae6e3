package dev.mayfly.engine;

/**
 * A chart in Vega-Lite's own words (version 5), for what {@link Chart} cannot say: {@code VegaSpec.of("{...}")}.
 *
 * @param json the specification, with its data inline
 */
public record VegaSpec(String json) {
    /** A specification as JSON text. */
    public static VegaSpec of(String json) {
        return new VegaSpec(json);
    }

    /** Says what it is, without the data. */
    @Override
    public String toString() {
        return "Vega-Lite specification of " + json.length() + " characters";
    }
}
