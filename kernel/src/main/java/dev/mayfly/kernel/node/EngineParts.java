package dev.mayfly.kernel.node;

import dev.mayfly.engine.MapReduce;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Finds the parts of this process's own engine that executors load: its classes but those that only a session needs, and
 * the libraries that they use and Spark does not have. A resource of the engine lists both.
 */
final class EngineParts {
    private static final String LIST = "/dev/mayfly/engine/node/parts";
    private static final String ROOT = "dev/mayfly/engine";

    private final List<String> left;
    private final List<String> libraryFiles;

    private EngineParts(List<String> left, List<String> libraryFiles) {
        this.left = left;
        this.libraryFiles = libraryFiles;
    }

    /** As the engine's list says: {@code - prefix} leaves out, {@code + file} names a library by one of its files. */
    static EngineParts listed() throws IOException {
        List<String> left = new ArrayList<>();
        List<String> files = new ArrayList<>();
        try (InputStream in = Objects.requireNonNull(MapReduce.class.getResourceAsStream(LIST), LIST)) {
            for (String line : new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .toList()) {
                if (line.startsWith("- ")) {
                    left.add(line.substring(2).strip());
                } else if (line.startsWith("+ ")) {
                    files.add(line.substring(2).strip());
                }
            }
        }
        return new EngineParts(left, files);
    }

    /** The engine's own files that executors load, by their names in a jar. */
    Map<String, byte[]> classes() throws IOException {
        Path origin = origin(MapReduce.class.getName().replace('.', '/') + ".class");
        if (Files.isDirectory(origin)) {
            return read(origin);
        }
        try (FileSystem jar = FileSystems.newFileSystem(origin)) {
            return read(jar.getPath("/"));
        }
    }

    private Map<String, byte[]> read(Path root) throws IOException {
        Map<String, byte[]> files = new TreeMap<>();
        try (Stream<Path> tree = Files.walk(root.resolve(ROOT))) {
            for (Path file : tree.filter(Files::isRegularFile).toList()) {
                String name = root.relativize(file).toString().replace('\\', '/');
                if (left.stream().noneMatch(name::startsWith)) {
                    files.put(name, Files.readAllBytes(file));
                }
            }
        }
        return files;
    }

    /** The libraries, each once. */
    List<Path> libraries() throws IOException {
        List<Path> jars = new ArrayList<>();
        for (String name : libraryFiles) {
            Path origin = origin(name);
            if (!jars.contains(origin)) {
                jars.add(origin);
            }
        }
        return jars;
    }

    /** Where a file of the class path is; no class is loaded, since its byte code may be newer than this Java. */
    private static Path origin(String resource) throws IOException {
        URL url = MapReduce.class.getClassLoader().getResource(resource);
        if (url == null) {
            throw new IOException("the engine's list of parts names " + resource + ", which is not on the class path");
        }
        String text = url.toString();
        String file = text.startsWith("jar:")
                ? text.substring("jar:".length(), text.indexOf("!/"))
                : text.substring(0, text.length() - resource.length());
        try {
            return Path.of(new URI(file));
        } catch (URISyntaxException e) {
            throw new IOException(resource + " comes from " + url + ", which is no file", e);
        }
    }
}
