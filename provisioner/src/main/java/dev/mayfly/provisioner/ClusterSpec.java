package dev.mayfly.provisioner;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * What a cluster is made of. Read from JSON by {@link SpecFile}; every field has a default there.
 *
 * @param name which of the account's clusters it is; 1 to 32 lower-case letters, digits and hyphens
 * @param provider the cloud, if the spec says so
 * @param instanceTypes what nodes may be, most wanted first
 * @param zones where they may be; empty for anywhere
 * @param subnets in which networks; empty for the default one
 * @param image the machine image
 * @param spotShare which share of the workers may be preempted, for a lower price: from 0 to 1
 * @param masterOnDemand whether the master is never preempted
 * @param diskGb of each node
 * @param lease of each node, from 5 minutes to 7 days
 * @param renewLease whether jobs that run renew the lease, within the budget
 * @param budget US dollars: a plan above it is refused
 * @param prices US dollars an hour of an instance type on demand
 * @param acceptUnknownPrice whether a plan of unknown price may be carried out
 * @param maxWorkers the most that may be asked for
 * @param owner who is said to have started it
 * @param software what each node installs
 * @param login who may reach a node
 * @param tags put on every node, beside Mayfly's own
 */
public record ClusterSpec(
        String name,
        Optional<String> provider,
        List<String> instanceTypes,
        List<String> zones,
        List<String> subnets,
        Image image,
        double spotShare,
        boolean masterOnDemand,
        int diskGb,
        Duration lease,
        boolean renewLease,
        double budget,
        Map<String, Double> prices,
        boolean acceptUnknownPrice,
        int maxWorkers,
        String owner,
        Software software,
        Login login,
        Map<String, String> tags) {
    private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9-]{0,31}");
    private static final Duration SHORTEST_LEASE = Duration.ofMinutes(5);
    static final Duration LONGEST_LEASE = Duration.ofDays(7);

    public ClusterSpec {
        instanceTypes = List.copyOf(instanceTypes);
        zones = List.copyOf(zones);
        subnets = List.copyOf(subnets);
        prices = Map.copyOf(prices);
        tags = Map.copyOf(tags);
        require(
                NAME.matcher(name).matches(),
                "name",
                name,
                "must be 1 to 32 lower-case letters, digits and hyphens, the first no hyphen");
        require(!instanceTypes.isEmpty(), "instanceTypes", instanceTypes, "must name at least one type");
        instanceTypes.forEach(type -> require(
                type.matches("[a-z0-9-]{1,20}\\.[a-z0-9-]{1,20}|process"),
                "instanceTypes",
                type,
                "must hold types such as m6i.xlarge"));
        require(spotShare >= 0 && spotShare <= 1, "spotShare", spotShare, "must be from 0 to 1");
        require(owner.matches("[A-Za-z0-9._@+-]{1,64}"), "owner", owner, "must be 1 to 64 letters, digits and ._@+-");
        requireBetween("diskGb", diskGb, 8, 16_384);
        requireBetween("maxWorkers", maxWorkers, 1, 1_000);
        require(
                lease.compareTo(SHORTEST_LEASE) >= 0 && lease.compareTo(LONGEST_LEASE) <= 0,
                "lease",
                Plan.words(lease),
                "must be from 5 minutes to 7 days");
        require(budget > 0 && budget <= 100_000, "budget", budget, "must be above 0 and at most 100000 dollars");
        prices.forEach((type, price) -> require(
                price >= 0 && price <= 1_000, "prices." + type, price, "must be from 0 to 1000 dollars an hour"));
        tags.keySet()
                .forEach(key -> require(
                        !key.startsWith("mayfly:")
                                && !key.startsWith("aws:")
                                && key.matches("[A-Za-z0-9+=.,_:@-]{1,128}"),
                        "tags",
                        key,
                        "must be letters, digits and +-=.,_:@ and not start with mayfly: or aws:"));
    }

    static void require(boolean holds, String field, Object value, String rule) {
        if (!holds) {
            throw new ProvisionerException("\"" + field + "\" of the cluster spec " + rule + "; got " + value + ".");
        }
    }

    private static void requireBetween(String field, int value, int least, int most) {
        require(value >= least && value <= most, field, value, "must be from " + least + " to " + most);
    }

    /** US dollars an hour of an instance type, where the spec says so. */
    public OptionalDouble price(String type) {
        Double price = prices.get(type);
        return price == null ? OptionalDouble.empty() : OptionalDouble.of(price);
    }

    /** Whether a node of this spec may be preempted. Spot workers are spread over the slots. */
    public boolean isSpot(Role role, int slot) {
        return role == Role.MASTER
                ? !masterOnDemand && spotShare > 0
                : Math.floor((slot + 1) * spotShare) > Math.floor(slot * spotShare);
    }

    /** This spec with nodes of one type, at a known price. */
    public ClusterSpec of(String type, double price) {
        return new ClusterSpec(
                name,
                provider,
                List.of(type),
                zones,
                subnets,
                image,
                0,
                masterOnDemand,
                diskGb,
                lease,
                renewLease,
                budget,
                Map.of(type, price),
                acceptUnknownPrice,
                maxWorkers,
                owner,
                software,
                login,
                tags);
    }

    /**
     * Names what a node launched by this spec is like: 12 hexadecimal digits, the same for equal specs on any machine.
     * Provider, owner, money, lease and limits are left out, since changing them changes no node.
     */
    public String hash() {
        String canonical = String.join(
                "\n",
                name,
                instanceTypes.toString(),
                zones.toString(),
                subnets.toString(),
                image.toString(),
                spotShare + " " + masterOnDemand + " " + diskGb,
                software.toString(),
                login.keyName().toString(),
                login.publicKey().toString(),
                login.instanceProfile().toString(),
                new TreeMap<>(tags).toString());
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(canonical.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest, 0, 6);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
