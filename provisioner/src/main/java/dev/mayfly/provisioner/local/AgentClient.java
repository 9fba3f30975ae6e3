package dev.mayfly.provisioner.local;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Asks an agent. */
final class AgentClient {
    private AgentClient() {}

    /** The tags of the agent after it did what it was asked; empty if nobody answers. */
    static Optional<Map<String, String>> ask(Path socket, String question) {
        try (SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(socket))) {
            ByteBuffer line = ByteBuffer.wrap((question + "\n").getBytes(StandardCharsets.UTF_8));
            while (line.hasRemaining()) {
                channel.write(line);
            }
            return answer(new BufferedReader(Channels.newReader(channel, StandardCharsets.UTF_8)));
        } catch (IOException e) {
            // Not there, not yet there, or just gone.
            return Optional.empty();
        }
    }

    private static Optional<Map<String, String>> answer(BufferedReader lines) throws IOException {
        Map<String, String> tags = new TreeMap<>();
        for (String tag = lines.readLine(); tag != null; tag = lines.readLine()) {
            if (tag.isEmpty()) {
                return Optional.of(tags);
            }
            int equals = tag.indexOf('=');
            tags.put(tag.substring(0, equals), tag.substring(equals + 1));
        }
        return Optional.empty();
    }
}
