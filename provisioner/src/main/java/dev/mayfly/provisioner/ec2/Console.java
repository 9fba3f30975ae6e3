package dev.mayfly.provisioner.ec2;

import dev.mayfly.provisioner.Node;
import dev.mayfly.provisioner.NodeState;
import dev.mayfly.provisioner.Tags;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.GetConsoleOutputResponse;

/** What a node wrote to its serial console: all that its bootstrap and its agent said. */
final class Console {
    private static final Pattern LINE = Pattern.compile("mayfly \\w+ \\d+: (is up|FAILED: .*)");

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
                    : node.in(NodeState.READY);
        }
        return judged;
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
