package dev.mayfly.kernel.jupyter;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mayfly.engine.file.AtomicFile;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Tells Jupyter of this kernel: "Kernel specs" of the Jupyter documentation. A kernelspec is a folder with
 * {@code kernel.json}, the command line, and logos. Its {@code kernel.json} is written last and whole, so that Jupyter
 * sees a kernel that can be started or none.
 */
public final class KernelSpec {
    /** What a kernel is called unless somebody says otherwise. */
    public static final String DEFAULT_NAME = "mayfly";

    static final String MAIN_CLASS = "dev.mayfly.kernel.cli.Main";
    static final String FILE = "kernel.json";
    static final String PYTHON_MODULE = "mayfly_kernel";
    /** The file of JVM options beside it. */
    static final String OPTIONS = "jvm.args";

    private static final List<String> LOGOS = List.of("logo-svg.svg", "logo-32x32.png", "logo-64x64.png");
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._-]+");

    private KernelSpec() {}

    /** Where a kernelspec goes. */
    public sealed interface Place {
        /** For this user alone. */
        record User() implements Place {}

        /** For everybody who uses an installation. */
        record Prefix(Path prefix) implements Place {}

        /** For the Python environment that is active. */
        record SysPrefix() implements Place {}
    }

    /**
     * What Jupyter starts.
     *
     * @param java the {@code java} program of a JDK
     * @param flags the file of JVM flags; beside it are those of the heap
     * @param libraries the folder of jars
     * @param classPath the jars in their order, which the archive is bound to; or the folder with an asterisk
     * @param archive what a start loads and links, kept from a start before. Where the file is not there, or of another
     *     JDK or build, Java starts without it
     */
    public record Command(Path java, Path flags, Path libraries, String classPath, Optional<Path> archive) {
        public Command {
            java = java.toAbsolutePath().normalize();
            flags = flags.toAbsolutePath().normalize();
            libraries = libraries.toAbsolutePath().normalize();
        }

        /**
         * The kernel as it is built in its source folder, or as pip put it into one, on the JDK that runs this, with the
         * launcher's archive.
         */
        public static Command of(Path root) {
            boolean ofPip = Files.isDirectory(root.resolve("lib"));
            Path libraries = root.toAbsolutePath().normalize().resolve(ofPip ? "lib" : "kernel/target/mayfly/lib");
            String running = System.getProperty("java.class.path", "");
            Optional<Path> archive =
                    Optional.ofNullable(System.getProperty("mayfly.archive")).map(Path::of);
            boolean ofThisBuild = archive.isPresent() && running.startsWith(libraries.toString());
            return new Command(
                    Path.of(System.getProperty("java.home"), "bin", "java"),
                    root.resolve(ofPip ? "jvm.flags" : "engine/src/main/resources/dev/mayfly/engine/jvm.flags"),
                    libraries,
                    ofThisBuild ? running : libraries.resolve("*").toString(),
                    ofThisBuild ? archive : Optional.empty());
        }

        /** The file of flags that size the heap, which hold with every collector: the client's environment may choose one. */
        Path heap() {
            return flags.resolveSibling("heap.flags");
        }

        List<String> arguments() {
            return List.of(
                    java.toString(),
                    "@" + flags,
                    "@" + heap(),
                    "@{resource_dir}/" + OPTIONS,
                    MAIN_CLASS,
                    "kernel",
                    "{connection_file}");
        }

        /** The options beside the flags, a line each, as {@code java} reads them from a file. */
        String options() {
            StringBuilder options = new StringBuilder("-Xlog:disable\n");
            archive.ifPresent(file -> options.append(
                            file.toString().endsWith(".aot") ? "-XX:AOTCache=" : "-XX:SharedArchiveFile=")
                    .append(quoted(file.toString()))
                    .append("\n-XX:+UnlockDiagnosticVMOptions\n-XX:-AOTReplayTraining\n-XX:ArchiveRelocationMode=0\n"));
            return options.append("-cp ").append(quoted(classPath)).append('\n').toString();
        }

        private static String quoted(String text) {
            return '"' + text.replace("\\", "\\\\") + '"';
        }
    }

    /**
     * Installs a kernelspec, in place of one of the same name.
     *
     * @return its folder
     * @throws IOException if the command does not exist, the name is none, or the folder cannot be written
     */
    public static Path install(Place place, String name, Command command, JupyterFolders folders) throws IOException {
        Path folder = folder(place, name, folders);
        require(Files.isExecutable(command.java()), command.java(), "a java program");
        require(Files.isRegularFile(command.flags()), command.flags(), "the list of JVM flags");
        require(Files.isRegularFile(command.heap()), command.heap(), "the list of the heap's flags");
        require(Files.isDirectory(command.libraries()), command.libraries(), "the folder of jars: build first");
        for (String logo : LOGOS) {
            try (InputStream in = Objects.requireNonNull(KernelSpec.class.getResourceAsStream(logo), logo)) {
                AtomicFile.write(folder.resolve(logo), in::transferTo);
            }
        }
        byte[] options = command.options().getBytes(StandardCharsets.UTF_8);
        AtomicFile.write(folder.resolve(OPTIONS), out -> out.write(options));
        byte[] json = Json.write(json(name, command.arguments()));
        AtomicFile.write(folder.resolve(FILE), out -> out.write(json));
        return folder;
    }

    /**
     * Removes a kernelspec.
     *
     * @return its folder, or nothing where there was none
     * @throws IOException if what has that name is not this kernel, or cannot be removed
     */
    public static Optional<Path> uninstall(Place place, String name, JupyterFolders folders) throws IOException {
        Path folder = folder(place, name, folders);
        Path file = folder.resolve(FILE);
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        if (!isOurs(Files.readAllBytes(file))) {
            throw new IOException(file + " starts another kernel: remove it by its own tools");
        }
        Files.delete(file);
        Files.deleteIfExists(folder.resolve(OPTIONS));
        for (String logo : LOGOS) {
            Files.deleteIfExists(folder.resolve(logo));
        }
        if (isEmpty(folder)) {
            Files.delete(folder);
        }
        return Optional.of(folder);
    }

    /** The folder of a kernelspec, which need not exist. */
    static Path folder(Place place, String name, JupyterFolders folders) throws IOException {
        if (!NAME.matcher(name).matches()) {
            throw new IOException(
                    "a kernel's name has letters, digits, dots, dashes and underscores only; got \"" + name + "\"");
        }
        Path data;
        if (place instanceof Place.Prefix below) {
            data = JupyterFolders.below(below.prefix().toAbsolutePath().normalize());
        } else if (place instanceof Place.SysPrefix) {
            data = JupyterFolders.below(folders.sysPrefix()
                    .orElseThrow(() -> new IOException("no Python environment is active and no jupyter is on the path:"
                            + " activate one, or say where by --prefix")));
        } else {
            data = folders.user();
        }
        return data.resolve("kernels").resolve(name);
    }

    /** Whether a kernel.json starts this kernel, as installed by this program or by pip. */
    static boolean isOurs(byte[] json) throws IOException {
        for (var argument : Json.read(json).path("argv")) {
            if (argument.asText().equals(MAIN_CLASS) || argument.asText().equals(PYTHON_MODULE)) {
                return true;
            }
        }
        return false;
    }

    /** The content of a kernel.json that starts a command line. */
    static ObjectNode json(String name, List<String> commandLine) {
        ObjectNode json = Json.object();
        ArrayNode arguments = json.putArray("argv");
        commandLine.forEach(arguments::add);
        json.put("display_name", name.equals(DEFAULT_NAME) ? "Mayfly (Java)" : "Mayfly (Java, " + name + ")");
        json.put("language", "java");
        json.put("interrupt_mode", "message");
        json.put("kernel_protocol_version", Author.PROTOCOL);
        json.putObject("metadata").put("debugger", false);
        return json;
    }

    private static void require(boolean holds, Path path, String what) throws IOException {
        if (!holds) {
            throw new IOException(path + " is not " + what);
        }
    }

    private static boolean isEmpty(Path folder) throws IOException {
        try (DirectoryStream<Path> content = Files.newDirectoryStream(folder)) {
            return !content.iterator().hasNext();
        }
    }
}
