package dev.mayfly.kernel.jupyter;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Where Jupyter looks for kernels: "Jupyter Paths" of the Jupyter documentation.
 *
 * @param environment the variables of the process
 * @param home the user's home
 * @param system the name of the operating system, as {@code os.name} has it
 */
public record JupyterFolders(Map<String, String> environment, Path home, String system) {
    public JupyterFolders {
        environment = Map.copyOf(environment);
    }

    /** Those of this process. */
    public static JupyterFolders here() {
        return new JupyterFolders(
                System.getenv(), Path.of(System.getProperty("user.home")), System.getProperty("os.name"));
    }

    /** Jupyter's data folder of the user. */
    Path user() {
        String os = system.toLowerCase(Locale.ROOT);
        return variable("JUPYTER_DATA_DIR").map(Path::of).orElseGet(() -> {
            if (os.startsWith("mac")) {
                return home.resolve("Library/Jupyter");
            }
            if (os.startsWith("windows")) {
                return variable("APPDATA")
                        .map(Path::of)
                        .orElse(home.resolve("AppData/Roaming"))
                        .resolve("jupyter");
            }
            return variable("XDG_DATA_HOME")
                    .map(Path::of)
                    .orElse(home.resolve(".local/share"))
                    .resolve("jupyter");
        });
    }

    /** Jupyter's data folder below an installation's prefix. */
    static Path below(Path prefix) {
        return prefix.resolve("share").resolve("jupyter");
    }

    /** The prefix of the Python environment that is active, or else of the {@code jupyter} on the path. */
    Optional<Path> sysPrefix() {
        return variable("VIRTUAL_ENV")
                .or(() -> variable("CONDA_PREFIX"))
                .map(Path::of)
                .or(() -> jupyter().map(program -> program.resolve("../..").normalize()));
    }

    /** The {@code jupyter} program on the path. */
    Optional<Path> jupyter() {
        for (String folder : environment.getOrDefault("PATH", "").split(File.pathSeparator, -1)) {
            for (String name : List.of("jupyter", "jupyter.exe")) {
                Path program = Path.of(folder, name).toAbsolutePath().normalize();
                if (!folder.isBlank() && Files.isExecutable(program) && Files.isRegularFile(program)) {
                    return Optional.of(program);
                }
            }
        }
        return Optional.empty();
    }

    /** Every data folder that Jupyter searches, the first first. */
    List<Path> searched() {
        List<Path> folders = new ArrayList<>();
        variable("JUPYTER_PATH").ifPresent(path -> {
            for (String folder : path.split(File.pathSeparator, -1)) {
                folders.add(Path.of(folder));
            }
        });
        folders.add(user());
        sysPrefix().map(JupyterFolders::below).ifPresent(folders::add);
        folders.add(Path.of("/usr/local/share/jupyter"));
        folders.add(Path.of("/usr/share/jupyter"));
        return List.copyOf(folders);
    }

    /** The connection file that Jupyter wrote last, that of a kernel which most likely runs. */
    public Optional<Path> newestConnection() {
        Path runtime = variable("JUPYTER_RUNTIME_DIR")
                .map(Path::of)
                .or(() -> variable("XDG_RUNTIME_DIR").map(folder -> Path.of(folder, "jupyter")))
                .filter(Files::isDirectory)
                .orElseGet(() -> user().resolve("runtime"));
        if (!Files.isDirectory(runtime)) {
            return Optional.empty();
        }
        try (Stream<Path> files = Files.list(runtime)) {
            return files.filter(file -> file.getFileName().toString().matches("kernel-.*\\.json"))
                    .max(Comparator.comparingLong(file -> file.toFile().lastModified()));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private Optional<String> variable(String name) {
        return Optional.ofNullable(environment.get(name)).filter(value -> !value.isBlank());
    }
}
