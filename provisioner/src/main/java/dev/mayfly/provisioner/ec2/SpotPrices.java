package dev.mayfly.provisioner.ec2;

import dev.mayfly.provisioner.ClusterSpec;
import dev.mayfly.provisioner.Prices;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.Filter;
import software.amazon.awssdk.services.ec2.model.SpotPrice;

/** What spot machines cost now: the dearest zone of each type that a launch may come to. Asked again every few minutes. */
final class SpotPrices {
    private static final Duration FRESH = Duration.ofMinutes(5);

    private record Seen(Instant at, Map<String, Double> prices) {}

    private final Ec2Client client;
    private final ClusterSpec spec;
    private final Clock clock;
    private Seen seen = new Seen(Instant.MIN, Map.of());

    SpotPrices(Ec2Client client, ClusterSpec spec, Clock clock) {
        this.client = client;
        this.spec = spec;
        this.clock = clock;
    }

    /** Those of EC2 beside those of the spec. */
    synchronized Prices now() {
        if (spec.spotShare() > 0 && seen.at().isBefore(clock.instant().minus(FRESH))) {
            seen = new Seen(clock.instant(), ask());
        }
        return new Prices(spec.prices(), seen.prices());
    }

    private Map<String, Double> ask() {
        Map<String, Double> dearest = new HashMap<>();
        List<Filter> zones =
                spec.zones().isEmpty() ? List.of() : List.of(Ground.filter("availability-zone", spec.zones()));
        try {
            client.describeSpotPriceHistoryPaginator(request -> request.instanceTypesWithStrings(spec.instanceTypes())
                            .productDescriptions("Linux/UNIX")
                            .startTime(clock.instant())
                            .endTime(clock.instant())
                            .filters(zones))
                    .spotPriceHistory()
                    .forEach(price -> add(dearest, price));
        } catch (SdkException e) {
            // Not known, as it is called wherever a price is shown or compared with a budget.
            return Map.of();
        }
        return dearest;
    }

    private static void add(Map<String, Double> dearest, SpotPrice price) {
        if (price.spotPrice() != null && price.spotPrice().matches("\\d{1,6}(\\.\\d{1,12})?")) {
            dearest.merge(price.instanceTypeAsString(), Double.valueOf(price.spotPrice()), Math::max);
        }
    }
}
