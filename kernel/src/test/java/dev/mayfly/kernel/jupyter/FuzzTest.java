package dev.mayfly.kernel.jupyter;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mayfly.kernel.display.MimeBundle;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * Broken messages over real ZeroMQ, a hundred thousand where {@code .ci/run} runs all rings: nothing of them runs, each is
 * counted, and the kernel answers the next whole one.
 */
final class FuzzTest {
    private static final int MESSAGES = System.getenv("MAYFLY_RINGS") == null ? 10_000 : 100_000;
    private static final long SEED = 20_261_122;

    @Test
    void noMutatedMessageRunsOrStopsTheKernel() throws IOException {
        FakeWorkspace workspace = new FakeWorkspace();
        ConnectionFile connection = Client.connection(Client.KEY);
        ByteArrayOutputStream log = new ByteArrayOutputStream();
        try (JupyterKernel kernel = JupyterKernel.start(
                        connection,
                        () -> workspace,
                        progress -> MimeBundle.text(""),
                        new PrintStream(log, true, StandardCharsets.UTF_8));
                Client client = new Client(connection)) {
            Random random = new Random(SEED);
            ObjectNode code = Json.object().put("code", "print stolen");
            for (int i = 0; i < MESSAGES; i++) {
                List<byte[]> frames = client.encode(client.request("execute_request", code));
                client.sendFrames(i % 2 == 0 ? Channel.SHELL : Channel.CONTROL, mutated(frames, random));
            }
            Message cell = client.execute("print mine");
            assertThat(client.reply(Channel.SHELL, cell)
                            .content()
                            .path("status")
                            .asText())
                    .isEqualTo("ok");
            assertThat(client.published(cell).toString()).contains("mine");
            Message last = client.send(Channel.CONTROL, "kernel_info_request", Json.object());
            assertThat(client.reply(Channel.CONTROL, last)
                            .content()
                            .path("status")
                            .asText())
                    .isEqualTo("ok");
            long refused = 0;
            for (Refusal reason : Refusal.values()) {
                refused += kernel.refused(reason);
            }
            assertThat(refused).isEqualTo(MESSAGES);
            // A reason is told once, however often it comes.
            assertThat(log.toString(StandardCharsets.UTF_8).lines())
                    .hasSizeLessThanOrEqualTo(2 * Refusal.values().length);
        }
    }

    /** Breaks one of the frames that are signed, the signature, or their order; never leaves the message as it was. */
    private static List<byte[]> mutated(List<byte[]> frames, Random random) {
        List<byte[]> broken = new ArrayList<>(frames);
        int at = 1 + random.nextInt(5);
        byte[] frame = frames.get(at).clone();
        switch (random.nextInt(5)) {
            case 0 -> frame[random.nextInt(frame.length)] ^= (byte) (1 << random.nextInt(8));
            case 1 -> frame = Arrays.copyOf(frame, random.nextInt(frame.length));
            case 2 -> frame = Arrays.copyOf(frame, frame.length + 1 + random.nextInt(40));
            case 3 -> {
                frame = new byte[random.nextInt(200)];
                random.nextBytes(frame);
            }
            default -> {
                broken.remove(random.nextInt(6));
                return broken;
            }
        }
        broken.set(at, frame);
        return broken;
    }
}
