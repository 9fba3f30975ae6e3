package dev.mayfly.provisioner.ec2;

import dev.mayfly.provisioner.ProvisionerException;
import dev.mayfly.provisioner.Tags;
import dev.mayfly.provisioner.Waiting;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.IpPermission;
import software.amazon.awssdk.services.ec2.model.IpRange;
import software.amazon.awssdk.services.ec2.model.ResourceType;
import software.amazon.awssdk.services.ec2.model.SecurityGroup;
import software.amazon.awssdk.services.ec2.model.Tag;
import software.amazon.awssdk.services.ec2.model.TagSpecification;
import software.amazon.awssdk.services.ec2.model.UserIdGroupPair;

/**
 * A cluster's own security group: ssh from the caller's address alone, and everything from one node to another.
 *
 * <p>It is also the fence between {@code down} and a launch that another process has in flight. A node holds its group, so
 * EC2 deletes the group only when the last node is over, one included that no listing shows yet; and without the group no
 * launch that names it succeeds. Once the group is gone, nothing of the cluster is left and nothing more can come.
 */
final class Firewall {
    private static final int SSH = 22;
    private static final int TRIES = 20;
    private static final Duration PAUSE = Duration.ofMillis(250);

    private final Ec2Client client;
    private final CallerAddress caller;
    private final Waiting waiting;

    Firewall(Ec2Client client, CallerAddress caller, Waiting waiting) {
        this.client = client;
        this.caller = caller;
        this.waiting = waiting;
    }

    static String name(String cluster) {
        return "mayfly-" + cluster;
    }

    /** The id of the group, made and opened as needed. */
    String ensure(String cluster, String vpc) {
        String from = caller.range();
        SecurityGroup group = find(cluster, vpc).orElseGet(() -> create(cluster, vpc));
        if (!allowsWithin(group)) {
            authorize(
                    group.groupId(),
                    IpPermission.builder()
                            .ipProtocol("-1")
                            .userIdGroupPairs(UserIdGroupPair.builder()
                                    .groupId(group.groupId())
                                    .build())
                            .build());
        }
        if (!allowsSsh(group, from)) {
            authorize(
                    group.groupId(),
                    IpPermission.builder()
                            .ipProtocol("tcp")
                            .fromPort(SSH)
                            .toPort(SSH)
                            .ipRanges(IpRange.builder()
                                    .cidrIp(from)
                                    .description("who started the cluster")
                                    .build())
                            .build());
        }
        return group.groupId();
    }

    /** The group as it is; empty where there is none. */
    Optional<SecurityGroup> find(String cluster, String vpc) {
        return Ec2Failure.explained("ec2:DescribeSecurityGroups", () -> client
                .describeSecurityGroups(request -> request.filters(
                        Ground.filter("group-name", List.of(name(cluster))), Ground.filter("vpc-id", List.of(vpc))))
                .securityGroups()
                .stream()
                .findFirst());
    }

    private SecurityGroup create(String cluster, String vpc) {
        try {
            String id = client.createSecurityGroup(request -> request.groupName(name(cluster))
                            .description("The nodes of one Mayfly cluster, and whoever started it")
                            .vpcId(vpc)
                            .tagSpecifications(TagSpecification.builder()
                                    .resourceType(ResourceType.SECURITY_GROUP)
                                    .tags(Tag.builder()
                                            .key(Tags.CLUSTER)
                                            .value(cluster)
                                            .build())
                                    .build()))
                    .groupId();
            return SecurityGroup.builder().groupId(id).build();
        } catch (SdkException e) {
            if (!Ec2Failure.code(e).equals("InvalidGroup.Duplicate")) {
                throw Ec2Failure.explanation("ec2:CreateSecurityGroup", e);
            }
            // Another process was faster, and its group may not be shown yet.
            return replayed(() -> find(cluster, vpc), "security group " + name(cluster) + " exists and is not shown");
        }
    }

    private static boolean allowsWithin(SecurityGroup group) {
        return group.ipPermissions().stream().anyMatch(permission -> permission.userIdGroupPairs().stream()
                .anyMatch(pair -> group.groupId().equals(pair.groupId())));
    }

    private static boolean allowsSsh(SecurityGroup group, String from) {
        return group.ipPermissions().stream()
                .filter(permission -> permission.fromPort() != null && permission.fromPort() == SSH)
                .anyMatch(permission -> permission.ipRanges().stream().anyMatch(range -> from.equals(range.cidrIp())));
    }

    private void authorize(String id, IpPermission permission) {
        replayed(
                () -> {
                    try {
                        client.authorizeSecurityGroupIngress(
                                request -> request.groupId(id).ipPermissions(permission));
                        return Optional.of(true);
                    } catch (SdkException e) {
                        return switch (Ec2Failure.code(e)) {
                            case "InvalidPermission.Duplicate" -> Optional.of(true);
                            // It was made a moment ago.
                            case "InvalidGroup.NotFound" -> Optional.<Boolean>empty();
                            default -> throw Ec2Failure.explanation("ec2:AuthorizeSecurityGroupIngress", e);
                        };
                    }
                },
                "security group " + id + " was made and is not found");
    }

    private <T> T replayed(Supplier<Optional<T>> call, String complaint) {
        for (int i = 0; i < TRIES; i++) {
            Optional<T> answer = call.get();
            if (answer.isPresent()) {
                return answer.get();
            }
            Pauses.take(waiting, PAUSE);
        }
        throw new ProvisionerException("EC2 does not agree with itself: " + complaint + " after " + TRIES
                + " tries. Somebody may have called down(); otherwise call up again.");
    }

    /** Deletes every group of a cluster; returns false while a node holds one. */
    boolean delete(String cluster) {
        List<String> ids = Ec2Failure.explained("ec2:DescribeSecurityGroups", () -> client
                .describeSecurityGroups(
                        request -> request.filters(Ground.filter("tag:" + Tags.CLUSTER, List.of(cluster))))
                .securityGroups()
                .stream()
                .map(SecurityGroup::groupId)
                .toList());
        boolean gone = true;
        for (String id : ids) {
            try {
                client.deleteSecurityGroup(request -> request.groupId(id));
            } catch (SdkException e) {
                switch (Ec2Failure.code(e)) {
                    case "DependencyViolation" -> gone = false;
                    case "InvalidGroup.NotFound" -> {}
                    default -> throw Ec2Failure.explanation("ec2:DeleteSecurityGroup", e);
                }
            }
        }
        return gone;
    }
}
