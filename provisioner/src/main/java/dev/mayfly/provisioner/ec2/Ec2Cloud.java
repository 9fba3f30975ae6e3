package dev.mayfly.provisioner.ec2;

import dev.mayfly.provisioner.Cloud;
import dev.mayfly.provisioner.ClusterSpec;
import dev.mayfly.provisioner.Node;
import dev.mayfly.provisioner.Tags;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.retry.RetryMode;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.Ec2ClientBuilder;
import software.amazon.awssdk.services.ec2.model.Ec2Exception;
import software.amazon.awssdk.services.ec2.model.Filter;
import software.amazon.awssdk.services.ec2.model.Tag;

/**
 * The instances of one account and region, by the standard configuration of AWS: profile, SSO, environment,
 * {@code AWS_REGION}, {@code AWS_ENDPOINT_URL_EC2}. Requests that only ask, tag or end are retried by the SDK: repeating
 * them is harmless.
 */
final class Ec2Cloud implements Cloud {
    static final String NAME = "ec2";

    private static final String NOT_FOUND = "InvalidInstanceID.NotFound";
    private static final int PAGE = 200;

    private final Ec2Client client;
    private final InstanceTags tags;

    private Ec2Cloud(Ec2Client client, InstanceTags tags) {
        this.client = client;
        this.tags = tags;
    }

    static Ec2Cloud standard(ClusterSpec spec) {
        return open(spec, builder -> {});
    }

    /** Connects by the standard configuration, changed. */
    static Ec2Cloud open(ClusterSpec spec, Consumer<Ec2ClientBuilder> change) {
        Ec2ClientBuilder builder = Ec2Client.builder()
                .httpClientBuilder(Apache5HttpClient.builder())
                .overrideConfiguration(override -> override.retryStrategy(RetryMode.STANDARD));
        change.accept(builder);
        Ec2Client client = Ec2Failure.explained("connect", builder::build);
        return new Ec2Cloud(client, new InstanceTags(spec));
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public List<Node> describe(String cluster) {
        Filter ours =
                Filter.builder().name("tag:" + Tags.CLUSTER).values(cluster).build();
        return Ec2Failure.explained(
                "ec2:DescribeInstances",
                () ->
                        client
                                .describeInstancesPaginator(
                                        request -> request.filters(ours).maxResults(PAGE))
                                .reservations()
                                .stream()
                                .flatMap(reservation -> reservation.instances().stream())
                                .map(tags::node)
                                .toList());
    }

    @Override
    public void tag(Collection<String> ids, Map<String, String> changed) {
        List<Tag> all = changed.entrySet().stream()
                .map(tag ->
                        Tag.builder().key(tag.getKey()).value(tag.getValue()).build())
                .toList();
        Ec2Failure.explained(
                "ec2:CreateTags",
                () -> client.createTags(request -> request.resources(ids).tags(all)));
    }

    /** One at a time where one of many is unknown, as EC2 then refuses the lot. */
    @Override
    public void terminate(Collection<String> ids) {
        Ec2Failure.explained("ec2:TerminateInstances", (Supplier<Integer>) () -> {
            try {
                client.terminateInstances(request -> request.instanceIds(ids));
            } catch (Ec2Exception e) {
                if (!isUnknown(e)) {
                    throw e;
                }
                ids.forEach(this::terminateIfKnown);
            }
            return ids.size();
        });
    }

    private void terminateIfKnown(String id) {
        try {
            client.terminateInstances(request -> request.instanceIds(id));
        } catch (Ec2Exception e) {
            if (!isUnknown(e)) {
                throw e;
            }
        }
    }

    private static boolean isUnknown(SdkException e) {
        return e instanceof Ec2Exception refused
                && refused.awsErrorDetails() != null
                && NOT_FOUND.equals(refused.awsErrorDetails().errorCode());
    }

    @Override
    public void close() {
        client.close();
    }
}
