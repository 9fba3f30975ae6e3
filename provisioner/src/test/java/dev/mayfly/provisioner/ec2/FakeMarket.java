package dev.mayfly.provisioner.ec2;

import java.util.List;
import java.util.Map;

/** What an account finds in a region: networks, images, prices. */
final class FakeMarket {
    static final String VPC = "vpc-1";
    static final Map<String, String> SUBNETS = Map.of("subnet-a", "eu-west-1a", "subnet-b", "eu-west-1b");
    static final Map<String, String> SPOT = Map.of("m6i.xlarge", "0.0700", "m5.xlarge", "0.0800");

    private FakeMarket() {}

    static String subnets(Form form) {
        Map<String, List<String>> filters = form.filters();
        StringBuilder items = new StringBuilder("<subnetSet>");
        SUBNETS.forEach((id, zone) -> {
            boolean shown = filters.getOrDefault("subnet-id", List.of(id)).contains(id)
                    && filters.getOrDefault("availability-zone", List.of(zone)).contains(zone);
            if (shown) {
                items.append("<item><subnetId>" + id + "</subnetId><vpcId>" + VPC + "</vpcId><availabilityZone>" + zone
                        + "</availabilityZone></item>");
            }
        });
        return items + "</subnetSet>";
    }

    static String images(Form form) {
        if (form.get("ImageId.1").isEmpty() && !form.get("Owner.1").equals("amazon")) {
            return "<imagesSet/>";
        }
        return "<imagesSet>"
                + image("ami-0000000000000001a", "2025-12-01T00:00:00.000Z")
                + image("ami-0000000000000002b", "2026-01-01T00:00:00.000Z") + "</imagesSet>";
    }

    private static String image(String id, String created) {
        return "<item><imageId>" + id + "</imageId><creationDate>" + created
                + "</creationDate><rootDeviceName>/dev/xvda</rootDeviceName></item>";
    }

    static String spotPrices(Form form) {
        StringBuilder items = new StringBuilder("<spotPriceHistorySet>");
        for (String type : form.list("InstanceType")) {
            String price = SPOT.get(type);
            if (price != null) {
                items.append(price(type, "eu-west-1a", price)).append(price(type, "eu-west-1b", "0.0500"));
            }
        }
        return items + "</spotPriceHistorySet>";
    }

    private static String price(String type, String zone, String price) {
        return "<item><instanceType>" + type + "</instanceType><availabilityZone>" + zone
                + "</availabilityZone><spotPrice>" + price + "</spotPrice></item>";
    }
}
