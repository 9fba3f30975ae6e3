package dev.mayfly.provisioner.ec2;

import dev.mayfly.provisioner.Cluster;
import dev.mayfly.provisioner.ClusterSpec;
import dev.mayfly.provisioner.NodeRuntime;
import dev.mayfly.provisioner.SpecFile;
import java.net.URI;
import java.util.Optional;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.regions.Region;

/** Controllers of clusters on the fake EC2. Each is new: it knows nothing that another knew. */
final class Controllers {
    static final String ACCESS_KEY = "AKIDEXAMPLEKEY";
    static final String SECRET = "wJalrXUtnFEMIK7MDENG";
    static final ClusterSpec SPEC = SpecFile.parse("""
            {"name": "logs", "provider": "ec2", "callerAddress": "203.0.113.7/32", "budget": 1000, "owner": "ada",
             "prices": {"m6i.xlarge": 0.2, "m5.xlarge": 0.2}}""");

    private Controllers() {}

    static Ec2Cloud cloud(URI endpoint, FakeTime time, ClusterSpec spec, SdkHttpClient.Builder<?> http) {
        Ec2Cloud.Surroundings surroundings =
                new Ec2Cloud.Surroundings(CallerAddress.of(spec.login().callerAddress()), time, time);
        return cloud(endpoint, surroundings, spec, NodeRuntime.bare(), http);
    }

    static Ec2Cloud cloud(
            URI endpoint,
            Ec2Cloud.Surroundings surroundings,
            ClusterSpec spec,
            NodeRuntime runtime,
            SdkHttpClient.Builder<?> http) {
        return Ec2Cloud.open(spec, () -> runtime, surroundings, builder -> builder.endpointOverride(endpoint)
                .region(Region.EU_WEST_1)
                .httpClientBuilder(http)
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create(ACCESS_KEY, SECRET))));
    }

    static Cluster cluster(FakeEc2 fake, ClusterSpec spec, SdkHttpClient.Builder<?> http) {
        return Cluster.of(spec, cloud(fake.endpoint(), fake.time, spec, http), fake.time, fake.time);
    }

    static Cluster cluster(FakeEc2 fake) {
        return cluster(fake, SPEC, Guillotine.never());
    }

    /** What a controller does. */
    @FunctionalInterface
    interface Deed {
        void on(Cluster cluster) throws Exception;
    }

    /** Does something by a new controller that may be killed; returns what it failed with, if it did. */
    static Optional<Throwable> run(FakeEc2 fake, Guillotine guillotine, Deed deed) {
        try (Cluster cluster = cluster(fake, SPEC, guillotine)) {
            deed.on(cluster);
            return Optional.empty();
        } catch (Guillotine.Killed | Exception e) {
            // The caller judges.
            return Optional.of(e);
        }
    }
}
