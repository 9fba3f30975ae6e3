package dev.mayfly.kernel.jupyter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class KernelSpecTest {
    private static final KernelSpec.Place USER = new KernelSpec.Place.User();

    private Path home;

    private KernelSpec.Command command;
    private JupyterFolders folders;

    @BeforeEach
    void aBuiltSourceFolder(@TempDir Path folder) throws IOException {
        home = folder;
        Path root = home.resolve("mayfly");
        command = KernelSpec.Command.of(root);
        Files.createDirectories(command.libraries());
        Files.createFile(command.libraries().resolve("mayfly-kernel-1.jar"));
        Files.createDirectories(command.flags().resolve(".."));
        Files.createFile(command.flags());
        Files.createFile(command.heap());
        folders = new JupyterFolders(Map.of(), home, "Linux");
    }

    @Test
    void anInstalledKernelspecStartsThisBuild() throws IOException {
        Path folder = KernelSpec.install(USER, "mayfly", command, folders);
        assertThat(folder).isEqualTo(home.resolve(".local/share/jupyter/kernels/mayfly"));
        ObjectNode json = Json.read(Files.readAllBytes(folder.resolve("kernel.json")));
        assertThat(json.path("argv").toString())
                .isEqualTo(Json.tree(List.of(
                                Path.of(System.getProperty("java.home"), "bin", "java")
                                        .toString(),
                                "@" + home.resolve("mayfly/engine/src/main/resources/dev/mayfly/engine/jvm.flags"),
                                "@" + home.resolve("mayfly/engine/src/main/resources/dev/mayfly/engine/heap.flags"),
                                "@{resource_dir}/jvm.args",
                                "dev.mayfly.kernel.cli.Main",
                                "kernel",
                                "{connection_file}"))
                        .toString());
        assertThat(json.path("language").asText()).isEqualTo("java");
        assertThat(json.path("interrupt_mode").asText()).isEqualTo("message");
        assertThat(folder.resolve("jvm.args"))
                .hasContent("-Xlog:disable\n-cp \"" + home.resolve("mayfly/kernel/target/mayfly/lib") + "/*\"\n");
        try (var files = Files.list(folder)) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .containsExactlyInAnyOrder(
                            "kernel.json", "jvm.args", "logo-32x32.png", "logo-64x64.png", "logo-svg.svg");
        }
    }

    @Test
    void anArchiveIsUsedWithTheClassPathThatItIsBoundTo() {
        KernelSpec.Command archived = new KernelSpec.Command(
                command.java(),
                command.flags(),
                command.libraries(),
                "/a b/one.jar:/two.jar",
                Optional.of(Path.of("/archives/1.jsa")));
        assertThat(archived.options())
                .contains("-XX:SharedArchiveFile=\"/archives/1.jsa\"\n")
                .endsWith("-cp \"/a b/one.jar:/two.jar\"\n");
        assertThat(new KernelSpec.Command(
                                command.java(),
                                command.flags(),
                                command.libraries(),
                                "/a.jar",
                                Optional.of(Path.of("/archives/1.aot")))
                        .options())
                .contains("-XX:AOTCache=\"/archives/1.aot\"\n");
    }

    @Test
    void installingAgainReplacesAndUninstallingLeavesNothing() throws IOException {
        KernelSpec.install(USER, "mayfly", command, folders);
        Path folder = KernelSpec.install(USER, "mayfly", command, folders);
        assertThat(KernelSpec.uninstall(USER, "mayfly", folders)).contains(folder);
        assertThat(folder).doesNotExist();
        assertThat(KernelSpec.uninstall(USER, "mayfly", folders)).isEmpty();
    }

    @Test
    void aPrefixAndTheActiveEnvironmentHaveTheirOwnFolders() throws IOException {
        Path prefix = home.resolve("prefix");
        assertThat(KernelSpec.install(new KernelSpec.Place.Prefix(prefix), "m2", command, folders))
                .isEqualTo(prefix.resolve("share/jupyter/kernels/m2"));
        JupyterFolders active = new JupyterFolders(Map.of("VIRTUAL_ENV", prefix.toString()), home, "Linux");
        assertThat(KernelSpec.uninstall(new KernelSpec.Place.SysPrefix(), "m2", active))
                .contains(prefix.resolve("share/jupyter/kernels/m2"));
        assertThatIOException()
                .isThrownBy(() -> KernelSpec.install(new KernelSpec.Place.SysPrefix(), "m2", command, folders))
                .withMessageContaining("--prefix");
    }

    @Test
    void theFolderFollowsSystemAndEnvironment() {
        assertThat(new JupyterFolders(Map.of(), home, "Mac OS X").user()).isEqualTo(home.resolve("Library/Jupyter"));
        assertThat(new JupyterFolders(Map.of("XDG_DATA_HOME", "/x"), home, "Linux").user())
                .isEqualTo(Path.of("/x/jupyter"));
        assertThat(new JupyterFolders(Map.of("JUPYTER_DATA_DIR", "/j"), home, "Windows 11").user())
                .isEqualTo(Path.of("/j"));
    }

    @Test
    void aNameThatIsAPathIsRefused() {
        assertThatIOException()
                .isThrownBy(() -> KernelSpec.install(USER, "../evil", command, folders))
                .withMessageContaining("../evil");
    }

    @Test
    void whatIsNotBuiltIsNotInstalled() throws IOException {
        Files.delete(command.flags());
        assertThatIOException()
                .isThrownBy(() -> KernelSpec.install(USER, "mayfly", command, folders))
                .withMessageContaining(command.flags().toString());
        assertThat(home.resolve(".local")).doesNotExist();
    }

    @Test
    void anotherKernelIsNotUninstalled() throws IOException {
        Path file = home.resolve(".local/share/jupyter/kernels/python3/kernel.json");
        Files.createDirectories(file.resolve(".."));
        Files.writeString(file, "{\"argv\":[\"python\"]}");
        assertThatIOException()
                .isThrownBy(() -> KernelSpec.uninstall(USER, "python3", folders))
                .withMessageContaining(file.toString());
        assertThat(file).exists();
    }

    @Test
    void theDoctorFindsAnInstalledKernelGood() throws IOException {
        KernelSpec.install(USER, "mayfly", command, folders);
        assertThat(examine().stream().filter(f -> f.level() == Doctor.Level.PROBLEM))
                .isEmpty();
        assertThat(found("kernelspec").level()).isEqualTo(Doctor.Level.GOOD);
    }

    @Test
    void theDoctorSaysWhatIsMissing() throws IOException {
        assertThat(found("kernelspec").message()).contains("./mayfly install");
        assertThat(found("Jupyter").level()).isEqualTo(Doctor.Level.WARNING);
        Files.delete(command.libraries().resolve("mayfly-kernel-1.jar"));
        assertThat(found("jars").level()).isEqualTo(Doctor.Level.PROBLEM);
    }

    @Test
    void theDoctorSeesAKernelspecWhoseJavaIsGone() throws IOException {
        Path folder = KernelSpec.install(USER, "mayfly", command, folders);
        Path file = folder.resolve("kernel.json");
        Files.writeString(
                file, Files.readString(file).replace(command.java().toString(), home.resolve("gone") + "/java"));
        assertThat(found("kernelspec").level()).isEqualTo(Doctor.Level.PROBLEM);
        assertThat(found("kernelspec").message()).contains("gone/java", file.toString());
    }

    @Test
    void theDoctorTellsAnotherBuildAndFindsJupyterOnThePath() throws IOException {
        KernelSpec.install(USER, "mayfly", command, folders);
        Path jupyter = home.resolve("venv/bin/jupyter");
        Files.createDirectories(jupyter.resolve(".."));
        Files.createFile(jupyter);
        assertThat(jupyter.toFile().setExecutable(true)).isTrue();
        JupyterFolders withPath =
                new JupyterFolders(Map.of("PATH", "/nowhere:" + home.resolve("venv/bin")), home, "Linux");
        List<Doctor.Finding> findings =
                new Doctor(KernelSpec.Command.of(home.resolve("elsewhere")), withPath).examine();
        assertThat(findings)
                .contains(new Doctor.Finding(Doctor.Level.GOOD, "Jupyter", jupyter.toString()))
                .anyMatch(f -> f.subject().equals("kernelspec") && f.level() == Doctor.Level.WARNING)
                .anyMatch(f -> f.subject().equals("jars") && f.level() == Doctor.Level.PROBLEM);
        assertThat(withPath.sysPrefix()).contains(home.resolve("venv"));
    }

    private List<Doctor.Finding> examine() {
        return new Doctor(command, folders).examine();
    }

    private Doctor.Finding found(String subject) {
        return examine().stream()
                .filter(finding -> finding.subject().equals(subject))
                .findFirst()
                .orElseThrow();
    }
}
