package dev.mayfly.kernel.jupyter;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Messages to frames and back: "The wire protocol" of "Messaging in Jupyter". Pure; safe for any thread.
 *
 * <p>Frames: identities, {@code <IDS|MSG>}, signature, header, parent header, metadata, content, buffers.
 */
final class Wire {
    private static final byte[] DELIMITER = "<IDS|MSG>".getBytes(StandardCharsets.US_ASCII);
    private static final int JSON_FRAMES = 4;

    private final Signature signature;

    Wire(Signature signature) {
        this.signature = signature;
    }

    /** What became of a row of frames. */
    sealed interface Decoded {
        /** A message, with the signature that vouched for it. */
        record Accepted(Message message, String signature) implements Decoded {}

        /** Not a message for us. */
        record Refused(Refusal reason) implements Decoded {}
    }

    List<byte[]> encode(Message message) {
        List<byte[]> json = List.of(
                Json.write(message.header().json()),
                Json.write(message.parent()),
                Json.write(message.metadata()),
                Json.write(message.content()));
        List<byte[]> frames = new ArrayList<>(message.identities());
        frames.add(DELIMITER);
        frames.add(signature.of(json));
        frames.addAll(json);
        frames.addAll(message.buffers());
        return frames;
    }

    /** Reads a row of frames from anyone: the signature is checked before any JSON is looked at. */
    Decoded decode(List<byte[]> frames) {
        int delimiter = 0;
        while (delimiter < frames.size() && !Arrays.equals(frames.get(delimiter), DELIMITER)) {
            delimiter++;
        }
        if (delimiter == frames.size()) {
            return new Decoded.Refused(Refusal.NO_DELIMITER);
        }
        int first = delimiter + 2;
        if (frames.size() < first + JSON_FRAMES) {
            return new Decoded.Refused(Refusal.TOO_SHORT);
        }
        List<byte[]> json = frames.subList(first, first + JSON_FRAMES);
        byte[] claimed = frames.get(delimiter + 1);
        if (!signature.matches(claimed, json)) {
            return new Decoded.Refused(Refusal.BAD_SIGNATURE);
        }
        try {
            Message message = new Message(
                    frames.subList(0, delimiter),
                    new Header(Json.read(json.get(0))),
                    Json.read(json.get(1)),
                    Json.read(json.get(2)),
                    Json.read(json.get(3)),
                    frames.subList(first + JSON_FRAMES, frames.size()));
            return new Decoded.Accepted(message, new String(claimed, StandardCharsets.US_ASCII));
        } catch (IOException | IllegalArgumentException e) {
            return new Decoded.Refused(Refusal.MALFORMED);
        }
    }
}
