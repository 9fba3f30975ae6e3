package dev.mayfly.kernel.jupyter;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Finds what keeps Jupyter from starting this kernel. Reads, and changes nothing. */
public final class Doctor {
    private final KernelSpec.Command command;
    private final JupyterFolders folders;

    /** @param command what an install would tell Jupyter to start */
    public Doctor(KernelSpec.Command command, JupyterFolders folders) {
        this.command = command;
        this.folders = folders;
    }

    /**
     * One thing that was looked at.
     *
     * @param subject what was looked at
     * @param message what was found there, and where it is wrong, the next step
     */
    public record Finding(Level level, String subject, String message) {}

    /** How bad a finding is. */
    public enum Level {
        GOOD,
        /** Works, but perhaps not as meant. */
        WARNING,
        /** Jupyter cannot start the kernel. */
        PROBLEM
    }

    /** Looks at everything, in the order in which one would mend it. */
    public List<Finding> examine() {
        List<Finding> findings = new ArrayList<>();
        findings.add(java());
        findings.add(jars());
        findings.add(archive());
        findings.add(loopback());
        findings.add(jupyter());
        findings.addAll(kernelspecs());
        return List.copyOf(findings);
    }

    private Finding java() {
        Path program = command.java();
        if (!Files.isExecutable(program)) {
            return problem("JDK", program + " is not there: install a JDK 17 or newer and set JAVA_HOME");
        }
        Path home = program.resolve("../..").normalize();
        boolean isJdk = Files.exists(home.resolve("jmods")) || Files.exists(home.resolve("bin/javac"));
        return isJdk
                ? good("JDK", home.toString())
                : problem("JDK", home + " has no compiler: it is a JRE; install a JDK 17 or newer and set JAVA_HOME");
    }

    private Finding jars() {
        Path libraries = command.libraries();
        if (!Files.isDirectory(libraries)) {
            return problem("jars", libraries + " is not there: run ./mayfly once, which builds it");
        }
        try (Stream<Path> files = Files.list(libraries)) {
            boolean hasKernel =
                    files.anyMatch(file -> file.getFileName().toString().matches("mayfly-kernel.*\\.jar"));
            return hasKernel
                    ? good("jars", libraries.toString())
                    : problem("jars", "no mayfly-kernel jar in " + libraries + ": run ./mayfly once, which builds it");
        } catch (IOException | UncheckedIOException e) {
            return problem("jars", "cannot read " + libraries + ": " + e.getMessage());
        }
    }

    private static Finding loopback() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return good(
                    "loopback",
                    "ports can be bound on " + socket.getInetAddress().getHostAddress());
        } catch (IOException e) {
            return problem("loopback", "no port can be bound (" + e.getMessage() + "): look at firewall and sandbox");
        }
    }

    private Finding jupyter() {
        return folders.jupyter()
                .map(program -> good("Jupyter", program.toString()))
                .orElseGet(() -> new Finding(
                        Level.WARNING,
                        "Jupyter",
                        "no jupyter on the path: pip install jupyterlab, or activate its environment"));
    }

    private List<Finding> kernelspecs() {
        List<Finding> findings = new ArrayList<>();
        for (Path data : folders.searched()) {
            for (Path file : kernelFiles(data.resolve("kernels"))) {
                kernelspec(file).ifPresent(findings::add);
            }
        }
        if (findings.isEmpty()) {
            findings.add(problem("kernelspec", "Jupyter finds none: run ./mayfly install"));
        }
        return findings;
    }

    private static List<Path> kernelFiles(Path kernels) {
        if (!Files.isDirectory(kernels)) {
            return List.of();
        }
        try (Stream<Path> found = Files.list(kernels)) {
            return found.map(folder -> folder.resolve(KernelSpec.FILE))
                    .filter(Files::isRegularFile)
                    .sorted()
                    .toList();
        } catch (IOException | UncheckedIOException unreadable) {
            // Jupyter cannot read it either: it holds no kernel.
            return List.of();
        }
    }

    /** What is to say of a kernel.json; nothing where it is another kernel's. */
    private Optional<Finding> kernelspec(Path file) {
        try {
            byte[] json = Files.readAllBytes(file);
            return KernelSpec.isOurs(json) ? Optional.of(judge(file, Json.read(json))) : Optional.empty();
        } catch (IOException e) {
            return Optional.of(new Finding(Level.WARNING, "kernelspec", file + " cannot be read: " + e.getMessage()));
        }
    }

    private Finding judge(Path file, ObjectNode json) {
        List<String> arguments = new ArrayList<>();
        json.path("argv").forEach(argument -> arguments.add(argument.asText()));
        if (arguments.contains(KernelSpec.PYTHON_MODULE)) {
            return good("kernelspec", file + " (of the Python package)");
        }
        if (!Files.isExecutable(Path.of(arguments.get(0)))) {
            return problem(
                    "kernelspec", file + " starts " + arguments.get(0) + ", which is gone: run ./mayfly install");
        }
        if (!json.path("interrupt_mode").asText().equals("message")) {
            return problem("kernelspec", file + " does not interrupt by message: run ./mayfly install");
        }
        return arguments.equals(command.arguments()) && hasOptions(file.resolveSibling(KernelSpec.OPTIONS))
                ? good("kernelspec", file.toString())
                : new Finding(
                        Level.WARNING,
                        "kernelspec",
                        file + " starts another build or JDK than this: run ./mayfly install to change that");
    }

    private boolean hasOptions(Path file) {
        try {
            return Files.readString(file).equals(command.options());
        } catch (IOException e) {
            return false;
        }
    }

    /** Whether starts are fast: they are without an archive too, only later. */
    private Finding archive() {
        return command.archive()
                .map(file -> Files.isRegularFile(file)
                        ? good("start-up archive", file.toString())
                        : new Finding(
                                Level.WARNING,
                                "start-up archive",
                                file
                                        + " is not there yet: starts take about a second longer until ./mayfly, which makes"
                                        + " it on the side, has run for a while"))
                .orElseGet(() -> new Finding(
                        Level.WARNING,
                        "start-up archive",
                        "none is in use: install by ./mayfly install, which makes it"));
    }

    private static Finding good(String subject, String message) {
        return new Finding(Level.GOOD, subject, message);
    }

    private static Finding problem(String subject, String message) {
        return new Finding(Level.PROBLEM, subject, message);
    }
}
