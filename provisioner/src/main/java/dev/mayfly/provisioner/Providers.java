package dev.mayfly.provisioner;

import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.TreeMap;

/**
 * Finds the cloud that the user named. It is never guessed, since a guess may cost money: it is what the call names, else
 * {@code provider} of the spec, else {@value #VARIABLE}.
 */
final class Providers {
    static final String VARIABLE = "MAYFLY_PROVIDER";

    private final Map<String, CloudProvider> known = new TreeMap<>();

    Providers(Iterable<CloudProvider> providers) {
        providers.forEach(provider -> known.put(provider.name(), provider));
    }

    /** Those on the class path. */
    static Providers installed() {
        return new Providers(ServiceLoader.load(CloudProvider.class, CloudProvider.class.getClassLoader()));
    }

    CloudProvider choose(Optional<String> explicit, ClusterSpec spec, Map<String, String> environment) {
        String name = explicit.or(spec::provider)
                .or(() -> Optional.ofNullable(environment.get(VARIABLE)))
                .filter(chosen -> !chosen.isBlank())
                .orElseThrow(() -> new ProvisionerException("No provider is named, and none is guessed: say"
                        + " cluster.on(\"ec2\"), set \"provider\" in the cluster spec, or set " + VARIABLE + ". Known: "
                        + String.join(", ", known.keySet()) + "."));
        CloudProvider provider = known.get(name);
        if (provider == null) {
            throw new ProvisionerException("There is no provider \"" + name + "\": did you mean \""
                    + NearestName.to(name, known.keySet()) + "\"? Known: " + String.join(", ", known.keySet()) + ".");
        }
        return provider;
    }
}
