package dev.mayfly.provisioner.ec2;

import dev.mayfly.provisioner.ClusterSpec;
import dev.mayfly.provisioner.LaunchingCloud.Order;
import dev.mayfly.provisioner.NodeRuntime;
import dev.mayfly.provisioner.Tags;
import dev.mayfly.provisioner.bootstrap.UserData;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import software.amazon.awssdk.services.ec2.model.BlockDeviceMapping;
import software.amazon.awssdk.services.ec2.model.HttpTokensState;
import software.amazon.awssdk.services.ec2.model.InstanceInterruptionBehavior;
import software.amazon.awssdk.services.ec2.model.InstanceMetadataTagsState;
import software.amazon.awssdk.services.ec2.model.MarketType;
import software.amazon.awssdk.services.ec2.model.ResourceType;
import software.amazon.awssdk.services.ec2.model.RunInstancesRequest;
import software.amazon.awssdk.services.ec2.model.ShutdownBehavior;
import software.amazon.awssdk.services.ec2.model.SpotInstanceType;
import software.amazon.awssdk.services.ec2.model.Tag;
import software.amazon.awssdk.services.ec2.model.TagSpecification;
import software.amazon.awssdk.services.ec2.model.VolumeType;

/**
 * The request that starts one node, byte for byte the same whenever and wherever it is made.
 *
 * <p>EC2 knows an instance by the client token of its launch: the same token again is the same instance, also after the
 * reply was lost, or the process was. The token here is a digest of the whole request and the number of the attempt, so that
 * equal orders mean one node, and no two requests that differ share a token, which EC2 would refuse.
 */
final class LaunchRequest {
    private static final int TOKEN_DIGITS = 48;

    private final ClusterSpec spec;
    private final NodeRuntime runtime;

    LaunchRequest(ClusterSpec spec, NodeRuntime runtime) {
        this.spec = spec;
        this.runtime = runtime;
    }

    RunInstancesRequest of(Order order, Pool pool, Ground ground, String group, int attempt) {
        List<Tag> tags = tags(order);
        RunInstancesRequest.Builder request = RunInstancesRequest.builder()
                .minCount(1)
                .maxCount(1)
                .imageId(ground.image())
                .instanceType(pool.type())
                .subnetId(pool.subnet())
                .securityGroupIds(group)
                .instanceInitiatedShutdownBehavior(ShutdownBehavior.TERMINATE)
                .metadataOptions(options -> options.httpTokens(HttpTokensState.REQUIRED)
                        .httpPutResponseHopLimit(1)
                        .instanceMetadataTags(InstanceMetadataTagsState.ENABLED))
                .blockDeviceMappings(disk(ground))
                .tagSpecifications(specification(ResourceType.INSTANCE, tags), specification(ResourceType.VOLUME, tags))
                .userData(Base64.getEncoder()
                        .encodeToString(UserData.of(spec, runtime, order).getBytes(StandardCharsets.UTF_8)));
        spec.login().keyName().ifPresent(request::keyName);
        spec.login().instanceProfile().ifPresent(name -> request.iamInstanceProfile(profile -> profile.name(name)));
        if (spec.isSpot(order.role(), order.slot())) {
            request.instanceMarketOptions(market -> market.marketType(MarketType.SPOT)
                    .spotOptions(spot -> spot.spotInstanceType(SpotInstanceType.ONE_TIME)
                            .instanceInterruptionBehavior(InstanceInterruptionBehavior.TERMINATE)));
        }
        RunInstancesRequest whole = request.build();
        return whole.toBuilder().clientToken(token(whole, attempt)).build();
    }

    private BlockDeviceMapping disk(Ground ground) {
        return BlockDeviceMapping.builder()
                .deviceName(ground.disk())
                .ebs(ebs ->
                        ebs.volumeSize(spec.diskGb()).volumeType(VolumeType.GP3).deleteOnTermination(true))
                .build();
    }

    /** What SDK classes print is complete, and the same in each run: their fields are in a fixed order. */
    private static String token(RunInstancesRequest request, int attempt) {
        String canonical = attempt + "\n" + request + "\n" + request.userData();
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(canonical.getBytes(StandardCharsets.UTF_8));
            return "mayfly-" + HexFormat.of().formatHex(digest).substring(0, TOKEN_DIGITS);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    private static TagSpecification specification(ResourceType type, List<Tag> tags) {
        return TagSpecification.builder().resourceType(type).tags(tags).build();
    }

    private List<Tag> tags(Order order) {
        Map<String, String> tags = new TreeMap<>(spec.tags());
        tags.put("Name", "mayfly-" + order.cluster() + "-" + order.label().replace(' ', '-'));
        tags.put(Tags.CLUSTER, order.cluster());
        tags.put(Tags.OWNER, spec.owner());
        tags.put(Tags.ROLE, order.role().label());
        tags.put(Tags.SLOT, String.valueOf(order.slot()));
        tags.put(Tags.MASTER, order.master());
        tags.put(Tags.SPEC, order.spec());
        tags.put(Tags.TTL, String.valueOf(order.lease().toMinutes()));
        return tags.entrySet().stream()
                .map(tag ->
                        Tag.builder().key(tag.getKey()).value(tag.getValue()).build())
                .toList();
    }
}
