package dev.mayfly.kernel.jupyter;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Where a kernel binds its five sockets, and the key that signs its messages: the "connection file" of the Jupyter
 * documentation, "Making kernels for Jupyter".
 *
 * @param ip an address of this machine, loopback unless whoever wrote the file chose otherwise
 * @param ports the port of every channel
 * @param key signs and verifies; empty where messages go unsigned, which is allowed on loopback alone
 */
record ConnectionFile(String ip, Map<Channel, Integer> ports, String key) {
    private static final Pattern LOOPBACK = Pattern.compile("localhost|127(\\.\\d{1,3}){3}|::1|\\[::1]");
    private static final Set<String> ANYWHERE = Set.of("*", "0.0.0.0", "::", "[::]");

    ConnectionFile {
        ports = Map.copyOf(ports);
    }

    /**
     * Reads a connection file.
     *
     * @throws IOException if it cannot be read, or lacks a field, or asks for what this kernel refuses; the message
     *     names the file and the field
     */
    static ConnectionFile read(Path file) throws IOException {
        if (!Files.isRegularFile(file)) {
            throw new IOException("no connection file " + file + ": Jupyter writes one when it starts a kernel");
        }
        try {
            return parse(Files.readAllBytes(file));
        } catch (IllegalArgumentException e) {
            throw new IOException("connection file " + file + ": " + e.getMessage(), e);
        }
    }

    /** Reads the content of a connection file; an {@link IllegalArgumentException} names the field that is wrong. */
    static ConnectionFile parse(byte[] json) {
        JsonNode fields;
        try {
            fields = Json.read(json);
        } catch (IOException e) {
            throw new IllegalArgumentException("not JSON: " + e.getMessage(), e);
        }
        expect(fields, "transport", "tcp");
        expect(fields, "signature_scheme", "hmac-sha256");
        String ip = text(fields, "ip");
        String key = text(fields, "key");
        if (key.isEmpty() && !isLoopback(ip)) {
            throw new IllegalArgumentException("\"key\" is empty and \"ip\" is " + ip
                    + ", which other machines reach: give a key, or bind to 127.0.0.1");
        }
        return new ConnectionFile(
                ip,
                Arrays.stream(Channel.values())
                        .collect(Collectors.toMap(Function.identity(), channel -> port(fields, portField(channel)))),
                key);
    }

    /** The ZeroMQ end point that a channel binds to. */
    String endpoint(Channel channel) {
        String host = ANYWHERE.contains(ip) ? "*" : ip.indexOf(':') >= 0 && !ip.startsWith("[") ? "[" + ip + "]" : ip;
        return "tcp://" + host + ":" + ports.get(channel);
    }

    /** What a connection file calls the port of a channel. */
    static String portField(Channel channel) {
        return switch (channel) {
            case SHELL -> "shell_port";
            case CONTROL -> "control_port";
            case IOPUB -> "iopub_port";
            case STDIN -> "stdin_port";
            case HEARTBEAT -> "hb_port";
        };
    }

    /** Says where, never the key. */
    @Override
    public String toString() {
        return "ConnectionFile[" + ip + ", " + ports + "]";
    }

    private static boolean isLoopback(String ip) {
        return LOOPBACK.matcher(ip).matches();
    }

    private static void expect(JsonNode fields, String name, String only) {
        String value = text(fields, name);
        if (!value.equals(only)) {
            throw new IllegalArgumentException("\"" + name + "\" must be \"" + only + "\"; got \"" + value + "\"");
        }
    }

    private static String text(JsonNode fields, String name) {
        JsonNode value = field(fields, name);
        if (!value.isTextual()) {
            throw new IllegalArgumentException("\"" + name + "\" must be a string");
        }
        return value.textValue();
    }

    private static int port(JsonNode fields, String name) {
        JsonNode value = field(fields, name);
        if (!value.isInt() || value.intValue() < 1 || value.intValue() > 65_535) {
            throw new IllegalArgumentException("\"" + name + "\" must be a port, 1 to 65535; got " + value);
        }
        return value.intValue();
    }

    private static JsonNode field(JsonNode fields, String name) {
        JsonNode value = fields.get(name);
        if (value == null) {
            throw new IllegalArgumentException("\"" + name + "\" is missing");
        }
        return value;
    }
}
