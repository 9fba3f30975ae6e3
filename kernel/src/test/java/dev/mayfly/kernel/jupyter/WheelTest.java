package dev.mayfly.kernel.jupyter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class WheelTest {
    private Path folder;
    private KernelSpec.Command command;

    @BeforeEach
    void aBuild(@TempDir Path temporary) throws IOException {
        folder = temporary;
        Path libraries = Files.createDirectories(folder.resolve("lib"));
        Files.writeString(libraries.resolve("mayfly-kernel-1.jar"), "one");
        Files.writeString(libraries.resolve("b.jar"), "two");
        Path flags = Files.writeString(folder.resolve("jvm.flags"), "-Xint\n");
        Files.writeString(folder.resolve("heap.flags"), "-XX:MaxNewSize=1m\n");
        command = new KernelSpec.Command(Path.of("java"), flags, libraries, "*", Optional.empty());
    }

    private static byte[] read(ZipFile zip, ZipEntry entry) throws IOException {
        try (InputStream in = zip.getInputStream(entry)) {
            return in.readAllBytes();
        }
    }

    @Test
    void theRecordHasTheHashAndSizeOfEveryOtherFile() throws Exception {
        Path wheel = Wheel.write(command, "1.2-SNAPSHOT", folder.resolve("dist"));

        assertThat(wheel).hasFileName("mayfly-1.2.dev0-py3-none-any.whl");
        try (ZipFile zip = new ZipFile(wheel.toFile())) {
            String record =
                    new String(read(zip, zip.getEntry("mayfly-1.2.dev0.dist-info/RECORD")), StandardCharsets.UTF_8);
            List<? extends ZipEntry> entries = zip.stream().toList();
            assertThat(record.lines()).hasSize(entries.size());
            for (ZipEntry entry : entries) {
                byte[] content = read(zip, entry);
                byte[] hash = MessageDigest.getInstance("SHA-256").digest(content);
                assertThat(record)
                        .contains(
                                entry.getName().endsWith("RECORD")
                                        ? entry.getName() + ",,\n"
                                        : entry.getName() + ",sha256="
                                                + Base64.getUrlEncoder()
                                                        .withoutPadding()
                                                        .encodeToString(hash)
                                                + "," + content.length + "\n");
            }
        }
    }

    @Test
    void itHoldsJarsFlagsAndAKernelspecThatStartsThePackage() throws IOException {
        Path wheel = Wheel.write(command, "1.2", folder);

        try (ZipFile zip = new ZipFile(wheel.toFile())) {
            assertThat(zip.stream().map(ZipEntry::getName))
                    .contains(
                            "mayfly_kernel/lib/mayfly-kernel-1.jar",
                            "mayfly_kernel/lib/b.jar",
                            "mayfly_kernel/jvm.flags",
                            "mayfly_kernel/heap.flags",
                            "mayfly_kernel/launcher.py",
                            "mayfly-1.2.data/data/share/jupyter/kernels/mayfly/logo-64x64.png");
            byte[] json = read(zip, zip.getEntry("mayfly-1.2.data/data/share/jupyter/kernels/mayfly/kernel.json"));
            assertThat(KernelSpec.isOurs(json)).isTrue();
            assertThat(Json.read(json).path("argv").toString())
                    .isEqualTo("[\"python\",\"-m\",\"mayfly_kernel\",\"kernel\",\"{connection_file}\"]");
        }
    }

    @Test
    void theSameBuildGivesTheSameFile() throws IOException {
        byte[] one = Files.readAllBytes(Wheel.write(command, "1", folder.resolve("one")));
        byte[] two = Files.readAllBytes(Wheel.write(command, "1", folder.resolve("two")));

        assertThat(one).isEqualTo(two);
    }

    @Test
    void withoutABuildItSaysWhatIsMissing() {
        KernelSpec.Command missing =
                new KernelSpec.Command(Path.of("java"), command.flags(), folder.resolve("no"), "*", Optional.empty());
        assertThatIOException()
                .isThrownBy(() -> Wheel.write(missing, "1", folder))
                .withMessageContaining(folder.resolve("no").toString());
    }
}
