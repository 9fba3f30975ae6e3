package dev.mayfly.provisioner.ec2;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.GetConsoleOutputResponse;

/** What a node wrote to its serial console: all that its bootstrap and its agent said. */
final class Console {
    private Console() {}

    /** The text; empty where EC2 has none yet. */
    static String text(Ec2Client client, String id) {
        GetConsoleOutputResponse answer =
                client.getConsoleOutput(request -> request.instanceId(id).latest(true));
        return answer.output() == null
                ? ""
                : new String(Base64.getMimeDecoder().decode(answer.output()), StandardCharsets.UTF_8);
    }
}
