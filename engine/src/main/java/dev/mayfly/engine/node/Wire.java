package dev.mayfly.engine.node;

import dev.mayfly.engine.JobFacts;
import dev.mayfly.engine.fetch.Remote;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpHeaders;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/** The forms in which session and executors tell each other things. Both have the same version of them. */
public final class Wire {
    private Wire() {}

    /**
     * A split as executors are told of it.
     *
     * @param number its place among the splits of its plan
     * @param input the number of its input in the job
     * @param path where the input is on the session's machine; empty where it is no file
     * @param remote whether it is read by HTTP from where the session says, rather than through the session
     * @param size in bytes; less than 0 where it is not known
     * @param address where a remote input was when this was written
     */
    public record SplitText(
            int number,
            int input,
            String name,
            String path,
            boolean remote,
            long size,
            String entityTag,
            long offset,
            long from,
            long to,
            Optional<Remote.Address> address) {}

    /** Writes something. */
    @FunctionalInterface
    private interface Writing {
        void to(DataOutputStream out) throws IOException;
    }

    /** Reads something. */
    @FunctionalInterface
    private interface Reading<T> {
        T from(DataInputStream in) throws IOException;
    }

    public static byte[] splits(List<SplitText> splits) {
        return bytes(out -> {
            out.writeInt(splits.size());
            for (SplitText split : splits) {
                out.writeInt(split.number());
                out.writeInt(split.input());
                out.writeUTF(split.name());
                out.writeUTF(split.path());
                out.writeBoolean(split.remote());
                out.writeLong(split.size());
                out.writeUTF(split.entityTag());
                out.writeLong(split.offset());
                out.writeLong(split.from());
                out.writeLong(split.to());
                out.writeBoolean(split.address().isPresent());
                if (split.address().isPresent()) {
                    write(split.address().get(), out);
                }
            }
        });
    }

    static List<SplitText> splits(byte[] bytes) {
        return read(bytes, in -> {
            List<SplitText> splits = new ArrayList<>();
            for (int left = in.readInt(); left > 0; left--) {
                splits.add(new SplitText(
                        in.readInt(),
                        in.readInt(),
                        in.readUTF(),
                        in.readUTF(),
                        in.readBoolean(),
                        in.readLong(),
                        in.readUTF(),
                        in.readLong(),
                        in.readLong(),
                        in.readLong(),
                        in.readBoolean() ? Optional.of(readAddress(in)) : Optional.empty()));
            }
            return splits;
        });
    }

    public static byte[] address(Remote.Address address) {
        return bytes(out -> write(address, out));
    }

    static Remote.Address address(byte[] bytes) {
        return read(bytes, Wire::readAddress);
    }

    private static void write(Remote.Address address, DataOutputStream out) throws IOException {
        writeText(out, address.uri().toString());
        writeHeaders(out, address.headers());
    }

    private static Remote.Address readAddress(DataInputStream in) throws IOException {
        return new Remote.Address(URI.create(readText(in)), readHeaders(in));
    }

    static byte[] answer(Remote.Answer answer) {
        return bytes(out -> {
            out.writeInt(answer.status());
            writeHeaders(out, answer.headers().map());
            writeText(out, answer.text());
        });
    }

    public static Remote.Answer answer(byte[] bytes) {
        return read(
                bytes,
                in -> new Remote.Answer(
                        in.readInt(), HttpHeaders.of(readHeaders(in), (name, value) -> true), readText(in)));
    }

    public static byte[] refusal(Remote.Refusal refusal) {
        return bytes(out -> {
            out.writeBoolean(refusal.passing());
            out.writeBoolean(refusal.slower());
            writeText(out, refusal.message());
        });
    }

    static Remote.Refusal refusal(byte[] bytes) {
        return read(bytes, in -> new Remote.Refusal(in.readBoolean(), in.readBoolean(), readText(in)));
    }

    /** What parts have done, by the names of their attempts. */
    static byte[] progress(Map<String, JobFacts> parts) {
        return bytes(out -> {
            out.writeInt(parts.size());
            for (Map.Entry<String, JobFacts> part : parts.entrySet()) {
                out.writeUTF(part.getKey());
                JobFacts facts = part.getValue();
                out.writeInt(facts.inputs());
                out.writeLong(facts.bytesRead());
                out.writeLong(facts.textBytes());
                out.writeLong(facts.lines());
                out.writeLong(facts.emitted());
                out.writeLong(facts.keys());
                out.writeLong(facts.skippedRecords());
                out.writeInt(facts.skippedExamples().size());
                for (String example : facts.skippedExamples()) {
                    writeText(out, example);
                }
                out.writeLong(facts.replacedCharacters());
                out.writeLong(facts.spilledBytes());
                out.writeInt(facts.retries());
            }
        });
    }

    public static Map<String, JobFacts> progress(byte[] bytes) {
        return read(bytes, in -> {
            Map<String, JobFacts> parts = new LinkedHashMap<>();
            for (int left = in.readInt(); left > 0; left--) {
                parts.put(in.readUTF(), readFacts(in));
            }
            return parts;
        });
    }

    private static JobFacts readFacts(DataInputStream in) throws IOException {
        int inputs = in.readInt();
        long bytesRead = in.readLong();
        long textBytes = in.readLong();
        long lines = in.readLong();
        long emitted = in.readLong();
        long keys = in.readLong();
        long skipped = in.readLong();
        List<String> examples = new ArrayList<>();
        for (int left = in.readInt(); left > 0; left--) {
            examples.add(readText(in));
        }
        return new JobFacts(
                "",
                inputs,
                bytesRead,
                textBytes,
                lines,
                emitted,
                keys,
                skipped,
                examples,
                in.readLong(),
                in.readLong(),
                in.readInt(),
                Duration.ZERO,
                OptionalDouble.of(0));
    }

    private static void writeHeaders(DataOutputStream out, Map<String, List<String>> headers) throws IOException {
        out.writeInt(headers.size());
        for (Map.Entry<String, List<String>> header : headers.entrySet()) {
            out.writeUTF(header.getKey());
            out.writeInt(header.getValue().size());
            for (String value : header.getValue()) {
                writeText(out, value);
            }
        }
    }

    private static Map<String, List<String>> readHeaders(DataInputStream in) throws IOException {
        Map<String, List<String>> headers = new LinkedHashMap<>();
        for (int left = in.readInt(); left > 0; left--) {
            String name = in.readUTF();
            List<String> values = new ArrayList<>();
            for (int more = in.readInt(); more > 0; more--) {
                values.add(readText(in));
            }
            headers.put(name, values);
        }
        return headers;
    }

    /** Text of any length. */
    private static void writeText(DataOutputStream out, String text) throws IOException {
        byte[] bytes = text.getBytes(java.nio.charset.StandardCharsets.UTF_8);
        out.writeInt(bytes.length);
        out.write(bytes);
    }

    private static String readText(DataInputStream in) throws IOException {
        byte[] bytes = new byte[in.readInt()];
        in.readFully(bytes);
        return new String(bytes, java.nio.charset.StandardCharsets.UTF_8);
    }

    private static byte[] bytes(Writing writing) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            writing.to(out);
        } catch (IOException e) {
            throw new UncheckedIOException("an array took no bytes", e);
        }
        return bytes.toByteArray();
    }

    private static <T> T read(byte[] bytes, Reading<T> reading) {
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
            return reading.from(in);
        } catch (IOException e) {
            throw new UncheckedIOException("session and node are of different versions: start the cluster anew", e);
        }
    }
}
