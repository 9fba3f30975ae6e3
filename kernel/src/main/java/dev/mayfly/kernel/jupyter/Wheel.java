package dev.mayfly.kernel.jupyter;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mayfly.engine.file.AtomicFile;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * The kernel as a Python wheel, so that {@code pip install} brings it: "Binary distribution format" of the Python Packaging
 * User Guide. It holds the jars, a start in Python that finds a JDK, and the kernelspec, which Jupyter then sees in the same
 * environment. The same build gives the same file, byte for byte.
 */
public final class Wheel {
    private static final long EPOCH = 315_619_200_000L; // 1980-01-02, the first whole day that a zip file can hold
    private static final String PACKAGE = KernelSpec.PYTHON_MODULE + "/";
    private static final List<String> MODULES = List.of("launcher.py", "papermill_java.py");
    private static final List<String> LOGOS = List.of("logo-svg.svg", "logo-32x32.png", "logo-64x64.png");

    private final ZipOutputStream zip;
    private final StringBuilder record = new StringBuilder();

    private Wheel(ZipOutputStream zip) {
        this.zip = zip;
    }

    /**
     * Writes the wheel of a build.
     *
     * @param command the build's jars and flags
     * @param version as Maven has it: {@code 0.1.0-SNAPSHOT}
     * @param folder gets the file
     * @return the file
     * @throws IOException if the build is not there, or the file cannot be written
     */
    public static Path write(KernelSpec.Command command, String version, Path folder) throws IOException {
        if (!Files.isDirectory(command.libraries())) {
            throw new IOException(command.libraries() + " is not there: build first");
        }
        String python = pythonVersion(version);
        Path file = folder.resolve("mayfly-" + python + "-py3-none-any.whl");
        AtomicFile.write(file, out -> {
            try (ZipOutputStream zip = new ZipOutputStream(out)) {
                new Wheel(zip).write(command, python);
            }
        });
        return file;
    }

    /** A version as PEP 440 has it: a snapshot is a development release. */
    static String pythonVersion(String maven) {
        return maven.replace("-SNAPSHOT", ".dev0").replace("-", "+");
    }

    private void write(KernelSpec.Command command, String version) throws IOException {
        add(PACKAGE + "__init__.py", "\"\"\"Mayfly: a Java kernel for Jupyter.\"\"\"\n");
        add(PACKAGE + "__main__.py", "from .launcher import main\n\nmain()\n");
        for (String module : MODULES) {
            try (InputStream in = resource("wheel/" + module)) {
                add(PACKAGE + module, in::transferTo);
            }
        }
        add(PACKAGE + "jvm.flags", out -> Files.copy(command.flags(), out));
        add(PACKAGE + "heap.flags", out -> Files.copy(command.heap(), out));
        try (Stream<Path> jars = Files.list(command.libraries())) {
            for (Path jar : jars.filter(path -> path.toString().endsWith(".jar"))
                    .sorted()
                    .toList()) {
                add(PACKAGE + "lib/" + jar.getFileName(), out -> Files.copy(jar, out));
            }
        }
        String spec = "mayfly-" + version + ".data/data/share/jupyter/kernels/" + KernelSpec.DEFAULT_NAME + "/";
        add(spec + KernelSpec.FILE, new String(Json.write(kernelJson()), StandardCharsets.UTF_8) + "\n");
        for (String logo : LOGOS) {
            try (InputStream in = resource(logo)) {
                add(spec + logo, in::transferTo);
            }
        }
        String info = "mayfly-" + version + ".dist-info/";
        add(info + "METADATA", """
                Metadata-Version: 2.1
                Name: mayfly
                Version: %s
                Summary: A Java notebook: Jupyter kernel and terminal, with mapreduce over files and S3. Needs a JDK 17+.
                License: Apache-2.0
                Requires-Python: >=3.8
                """.formatted(version));
        add(info + "WHEEL", """
                Wheel-Version: 1.0
                Generator: mayfly
                Root-Is-Purelib: true
                Tag: py3-none-any
                """);
        add(info + "entry_points.txt", """
                [console_scripts]
                mayfly = mayfly_kernel.launcher:main

                [papermill.engine]
                mayfly = mayfly_kernel.papermill_java:MayflyEngine
                """);
        record.append(info).append("RECORD,,\n");
        entry(info + "RECORD");
        zip.write(record.toString().getBytes(StandardCharsets.UTF_8));
        zip.closeEntry();
    }

    /** The client puts its own Python in the place of the first word. */
    private static ObjectNode kernelJson() {
        return KernelSpec.json(
                KernelSpec.DEFAULT_NAME,
                List.of("python", "-m", KernelSpec.PYTHON_MODULE, "kernel", "{connection_file}"));
    }

    private interface Content {
        void writeTo(OutputStream out) throws IOException;
    }

    private void add(String name, String text) throws IOException {
        add(name, out -> out.write(text.getBytes(StandardCharsets.UTF_8)));
    }

    private void add(String name, Content content) throws IOException {
        entry(name);
        MessageDigest digest = sha256();
        CountedOutput counted = new CountedOutput(new DigestOutputStream(zip, digest));
        content.writeTo(counted);
        zip.closeEntry();
        String hash = Base64.getUrlEncoder().withoutPadding().encodeToString(digest.digest());
        record.append(name)
                .append(",sha256=")
                .append(hash)
                .append(',')
                .append(counted.bytes)
                .append('\n');
    }

    private void entry(String name) throws IOException {
        ZipEntry entry = new ZipEntry(name);
        entry.setTime(EPOCH);
        zip.putNextEntry(entry);
    }

    private static InputStream resource(String name) {
        return Objects.requireNonNull(Wheel.class.getResourceAsStream(name), name);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    /** Counts what goes through, and leaves the stream below open. */
    private static final class CountedOutput extends OutputStream {
        private final OutputStream below;
        private long bytes;

        CountedOutput(OutputStream below) {
            this.below = below;
        }

        @Override
        public void write(int b) throws IOException {
            below.write(b);
            bytes++;
        }

        @Override
        public void write(byte[] from, int offset, int count) throws IOException {
            below.write(from, offset, count);
            bytes += count;
        }
    }
}
