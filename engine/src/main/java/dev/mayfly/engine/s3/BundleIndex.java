package dev.mayfly.engine.s3;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mayfly.engine.JobException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Which member of a bundle lies where: a JSON object a line, {@code {"key":..., "blob":..., "offset":..., "length":...,
 * "etag":...}}.
 */
record BundleIndex(List<Member> members) {
    static final String NAME = "index.jsonl";

    private static final ObjectMapper JSON = new ObjectMapper();

    /**
     * A gzip file within a blob.
     *
     * @param key the name of the input that it was
     * @param blob the name of the blob below the bundle's prefix
     * @param etag the version of the blob
     */
    record Member(String key, String blob, long offset, long length, String etag) {}

    BundleIndex {
        members = List.copyOf(members);
    }

    byte[] toBytes() {
        StringBuilder text = new StringBuilder();
        for (Member member : members) {
            ObjectNode line = JSON.createObjectNode()
                    .put("key", member.key())
                    .put("blob", member.blob())
                    .put("offset", member.offset())
                    .put("length", member.length())
                    .put("etag", member.etag());
            text.append(line).append('\n');
        }
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }

    /** Reads an index; the name is for messages. */
    static BundleIndex of(String text, String name) {
        List<Member> members = new ArrayList<>();
        for (String line : text.lines().toList()) {
            try {
                members.add(JSON.readValue(line, Member.class));
            } catch (IOException e) {
                throw new JobException(
                        name + " is no index of a bundle (line " + (members.size() + 1)
                                + "): make the bundle anew by s3.bundle(...)",
                        e);
            }
        }
        return new BundleIndex(members);
    }
}
