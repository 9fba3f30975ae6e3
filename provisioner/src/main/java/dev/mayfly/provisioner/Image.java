package dev.mayfly.provisioner;

import java.util.Optional;

/**
 * Which machine image nodes start from.
 *
 * @param id of one image; empty for the newest of an owner and name
 * @param owner an account, or {@code amazon}
 * @param name which may hold {@code *}
 */
public record Image(Optional<String> id, String owner, String name) {
    public Image {
        id.ifPresent(ami -> ClusterSpec.require(
                ami.matches("ami-[0-9a-f]{8,17}"), "image", ami, "must be an image id such as ami-0123456789abcdef0"));
        ClusterSpec.require(
                owner.matches("amazon|self|\\d{12}"),
                "imageOwner",
                owner,
                "must be amazon, self or an account's number");
        ClusterSpec.require(!name.isBlank() && !name.equals("*"), "imageName", name, "must say which images are meant");
    }
}
