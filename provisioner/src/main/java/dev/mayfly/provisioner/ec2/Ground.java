package dev.mayfly.provisioner.ec2;

import dev.mayfly.provisioner.ClusterSpec;
import dev.mayfly.provisioner.Image;
import dev.mayfly.provisioner.ProvisionerException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.DescribeImagesRequest;
import software.amazon.awssdk.services.ec2.model.Filter;
import software.amazon.awssdk.services.ec2.model.Subnet;

/**
 * What a launch needs that is there before it.
 *
 * @param pools in the order in which they are tried
 * @param image the id of the machine image
 * @param disk the name of its first disk
 */
record Ground(List<Pool> pools, String image, String disk) {

    /**
     * Asks EC2.
     *
     * @throws ProvisionerException if there is no such image, or no such subnet
     */
    static Ground of(Ec2Client client, ClusterSpec spec) {
        List<Pool> pools = pools(client, spec);
        software.amazon.awssdk.services.ec2.model.Image image = image(client, spec.image());
        String disk = image.rootDeviceName() == null ? "/dev/xvda" : image.rootDeviceName();
        return new Ground(pools, image.imageId(), disk);
    }

    private static List<Pool> pools(Ec2Client client, ClusterSpec spec) {
        List<Filter> filters = new ArrayList<>();
        if (spec.subnets().isEmpty()) {
            filters.add(filter("default-for-az", List.of("true")));
        } else {
            filters.add(filter("subnet-id", spec.subnets()));
        }
        if (!spec.zones().isEmpty()) {
            filters.add(filter("availability-zone", spec.zones()));
        }
        List<Subnet> subnets = Ec2Failure.explained(
                "ec2:DescribeSubnets",
                () -> client.describeSubnets(request -> request.filters(filters)).subnets().stream()
                        .sorted(Comparator.comparing(Subnet::availabilityZone).thenComparing(Subnet::subnetId))
                        .toList());
        if (subnets.isEmpty()) {
            throw new ProvisionerException("EC2 has no subnet for the nodes ("
                    + (spec.subnets().isEmpty() ? "the default ones" : String.join(", ", spec.subnets()))
                    + (spec.zones().isEmpty() ? "" : " in " + String.join(", ", spec.zones()))
                    + "): name others in \"subnets\" and \"zones\" of the spec.");
        }
        String networks = subnets.stream().map(Subnet::vpcId).distinct().collect(Collectors.joining(", "));
        if (networks.contains(", ")) {
            throw new ProvisionerException("The \"subnets\" of the spec lie in several networks (" + networks
                    + "): nodes must reach each other, so name those of one.");
        }
        return spec.instanceTypes().stream()
                .flatMap(type -> subnets.stream()
                        .map(subnet -> new Pool(type, subnet.subnetId(), subnet.availabilityZone(), subnet.vpcId())))
                .toList();
    }

    private static software.amazon.awssdk.services.ec2.model.Image image(Ec2Client client, Image wanted) {
        DescribeImagesRequest request = wanted.id()
                .map(id -> DescribeImagesRequest.builder().imageIds(id).build())
                .orElseGet(() -> DescribeImagesRequest.builder()
                        .owners(wanted.owner())
                        .filters(filter("name", List.of(wanted.name())), filter("state", List.of("available")))
                        .build());
        return Ec2Failure.explained("ec2:DescribeImages", () -> client.describeImages(request).images().stream())
                .max(Comparator.comparing(Ground::created)
                        .thenComparing(software.amazon.awssdk.services.ec2.model.Image::imageId))
                .orElseThrow(() -> new ProvisionerException("EC2 has no image "
                        + wanted.id().orElse("called " + wanted.name() + " of " + wanted.owner())
                        + " in this region: set \"image\" in the spec, or \"imageOwner\" and \"imageName\"."));
    }

    private static String created(software.amazon.awssdk.services.ec2.model.Image image) {
        return image.creationDate() == null ? "" : image.creationDate();
    }

    static Filter filter(String name, List<String> values) {
        return Filter.builder().name(name).values(values).build();
    }
}
