package dev.mayfly.provisioner.ec2;

import dev.mayfly.provisioner.Node;
import dev.mayfly.provisioner.NodeState;
import dev.mayfly.provisioner.Tags;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.GetConsoleOutputResponse;

/** What a node wrote to its serial console: all that its bootstrap and its agent said. */
final class Console {
    private static final Pattern LINE = Pattern.compile("mayfly \\w+ \\d+: (is up(?:, (\\d{1,4}) cores)?|FAILED: .*)");
    private static final Pattern HOST_KEY =
            Pattern.compile("mayfly master \\d+: has the host key ([a-z0-9@.-]{1,40} [A-Za-z0-9+/=]{1,1000})");
    private static final Pattern WAITING = Pattern.compile("mayfly master \\d+: waits for its runtime ([0-9a-f]{64})");

    private Console() {}

    /**
     * The node as it says it is: ready once it is up; with the reason as a tag where it never will be. A node writes the
     * line itself, which needs neither a login nor a right in the account.
     */
    static Node judged(Node node, String text) {
        Matcher line = LINE.matcher(text);
        Node judged = node;
        while (line.find()) {
            String said = line.group(1).strip();
            judged = said.startsWith("FAILED: ")
                    ? node.with(Tags.FAILURE, said.substring("FAILED: ".length()))
                    : up(node, line.group(2));
        }
        return judged;
    }

    private static Node up(Node node, @Nullable String cores) {
        Node ready = node.in(NodeState.READY);
        return cores == null ? ready : ready.with(Tags.CORES, cores);
    }

    /** The public keys of a master's ssh server, each as {@code ssh-ed25519 AAAA...}; none before it has said them. */
    static Set<String> hostKeys(String text) {
        return HOST_KEY.matcher(text).results().map(key -> key.group(1)).collect(Collectors.toSet());
    }

    /** The checksum of the manifest that a master waits for; empty where it waits for none. */
    static String wantedRuntime(String text) {
        Matcher waiting = WAITING.matcher(text);
        return waiting.find() && !text.contains(": has its runtime") ? waiting.group(1) : "";
    }

    /** The text; empty where EC2 has none yet. */
    static String text(Ec2Client client, String id) {
        GetConsoleOutputResponse answer =
                client.getConsoleOutput(request -> request.instanceId(id).latest(true));
        return answer.output() == null
                ? ""
                : new String(Base64.getMimeDecoder().decode(answer.output()), StandardCharsets.UTF_8);
    }
}
