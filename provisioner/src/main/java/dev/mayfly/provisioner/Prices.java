package dev.mayfly.provisioner;

import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * US dollars an hour of each type of machine. A type that is missing has an unknown price, which is not the same as none.
 *
 * @param onDemand of machines that are never preempted
 * @param spot of machines that may be
 */
public record Prices(Map<String, Double> onDemand, Map<String, Double> spot) {
    public Prices {
        onDemand = Map.copyOf(onDemand);
        spot = Map.copyOf(spot);
    }

    /** Those that a spec names, for either kind: a spot machine never costs more than one on demand. */
    public static Prices of(ClusterSpec spec) {
        return new Prices(spec.prices(), Map.of());
    }

    /** Of a type; a spot machine of no known price costs at most what one on demand does. */
    public OptionalDouble of(String type, boolean isSpot) {
        Double price = isSpot ? spot.getOrDefault(type, onDemand.get(type)) : onDemand.get(type);
        return price == null ? OptionalDouble.empty() : OptionalDouble.of(price);
    }

    /** The dearest of several types, since a launch may come to any; unknown where one of them is. */
    public OptionalDouble atMost(List<String> types, boolean isSpot) {
        double most = 0;
        for (String type : types) {
            OptionalDouble price = of(type, isSpot);
            if (price.isEmpty()) {
                return price;
            }
            most = Math.max(most, price.getAsDouble());
        }
        return OptionalDouble.of(most);
    }
}
