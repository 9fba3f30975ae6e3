package dev.mayfly.provisioner.ssh;

import dev.mayfly.provisioner.NodeRuntime;
import dev.mayfly.provisioner.bootstrap.Manifest;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Puts what nodes run onto a master, file by file, by checksum: what is there already is not sent again, a file has its name
 * only when the machine found it whole, and two senders at once do no harm.
 */
public final class RuntimeSender {
    private static final String FOLDER = "/var/lib/mayfly/runtime";
    private static final Duration LIMIT = Duration.ofMinutes(15);

    /**
     * What was done.
     *
     * @param files how many were sent
     * @param bytes of those
     */
    public record Sent(int files, long bytes) {}

    /**
     * Takes files as they come, each behind a line {@code length checksum name}. Names are plain and sums hexadecimal, so
     * that neither means anything to the shell.
     */
    private static final String TAKE = "cd " + FOLDER + " || exit; part=.PART; trap 'rm -f $part' EXIT; "
            + "while read -r length sum name; do "
            + "head -c \"$length\" > $part && echo \"$sum  $part\" | sha256sum --check --quiet && chmod 644 $part "
            + "&& mv $part \"$name\" || exit; done";

    private RuntimeSender() {}

    /** A file that is missing there. */
    private record Missing(String name, String sha256, long bytes, Content content) {}

    @FunctionalInterface
    private interface Content {
        InputStream open() throws IOException;
    }

    /**
     * Sends what is missing.
     *
     * @throws IOException if the machine does not take a file, or the connection breaks: to be called again
     */
    public static Sent send(Tunnel tunnel, NodeRuntime runtime) throws IOException {
        List<Missing> missing = missing(runtime, there(tunnel));
        if (!missing.isEmpty()) {
            try (InputStream all = new Parcel(missing.iterator())) {
                tunnel.run(TAKE.replace("PART", UUID.randomUUID().toString()), all, LIMIT);
            }
        }
        return new Sent(
                missing.size(), missing.stream().mapToLong(Missing::bytes).sum());
    }

    /** The manifest first: those who wait for the rest learn from it what to wait for. */
    private static List<Missing> missing(NodeRuntime runtime, Map<String, String> there) {
        Manifest manifest = Manifest.of(runtime);
        byte[] list = manifest.text().getBytes(StandardCharsets.UTF_8);
        List<Missing> all = new ArrayList<>();
        all.add(new Missing("manifest", manifest.sha256(), list.length, () -> new ByteArrayInputStream(list)));
        runtime.all().forEach(jar -> all.add(new Missing(jar.name(), jar.sha256(), jar.bytes(), jar::open)));
        all.removeIf(file -> file.sha256().equals(there.get(file.name())));
        return all;
    }

    private static Map<String, String> there(Tunnel tunnel) throws IOException {
        return tunnel.run("cd " + FOLDER + " && for f in *; do [ -f \"$f\" ] && sha256sum \"$f\"; done; true")
                .lines()
                .filter(line -> line.matches("[0-9a-f]{64}  \\S+"))
                .collect(Collectors.toMap(line -> line.substring(66), line -> line.substring(0, 64)));
    }

    /** Each file behind its line, opened when its turn comes. */
    private static final class Parcel extends InputStream {
        private final Iterator<Missing> files;
        private InputStream now = InputStream.nullInputStream();
        private @Nullable Missing said;

        Parcel(Iterator<Missing> files) {
            this.files = files;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            int n = now.read(buffer, offset, length);
            while (n < 0 && next()) {
                n = now.read(buffer, offset, length);
            }
            return n;
        }

        private boolean next() throws IOException {
            now.close();
            Missing behind = said;
            if (behind != null) {
                said = null;
                now = behind.content().open();
                return true;
            }
            if (!files.hasNext()) {
                return false;
            }
            Missing file = files.next();
            said = file;
            String line = file.bytes() + " " + file.sha256() + " " + file.name() + "\n";
            now = new ByteArrayInputStream(line.getBytes(StandardCharsets.UTF_8));
            return true;
        }

        @Override
        public void close() throws IOException {
            now.close();
        }
    }
}
