package dev.mayfly.engine.file;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(120)
class TemporaryFoldersTest {
    @Test
    void aJobsFolderIsMadeWhenItIsNeededAndDeletedWithTheJob(@TempDir Path base) throws Exception {
        try (TemporaryFolders folders = TemporaryFolders.below(base)) {
            try (JobFolder unused = folders.newJob()) {
                assertThat(folders.path()).isEmptyDirectory();
                assertThat(unused.toString()).startsWith(folders.path().toString());
            }
            JobFolder job = folders.newJob();
            Files.createDirectories(job.path().resolve("deep/er"));
            Files.writeString(job.path().resolve("deep/er/file"), "content");
            job.close();
            job.close();
            assertThat(folders.path()).isEmptyDirectory();
            assertThatThrownBy(job::path)
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("has ended");
        }
        assertThat(own(base)).isEmptyDirectory();
    }

    @Test
    void onlyTheOwnerMayLook(@TempDir Path base) throws Exception {
        try (TemporaryFolders folders = TemporaryFolders.below(base);
                JobFolder job = folders.newJob()) {
            for (Path folder : new Path[] {own(base), folders.path(), job.path()}) {
                assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder)))
                        .isEqualTo("rwx------");
            }
        }
    }

    @Test
    void aLinkIsDeletedAndNotFollowed(@TempDir Path base, @TempDir Path elsewhere) throws Exception {
        Path precious = Files.writeString(elsewhere.resolve("precious"), "mine");
        try (TemporaryFolders folders = TemporaryFolders.below(base);
                JobFolder job = folders.newJob()) {
            Files.createSymbolicLink(job.path().resolve("link"), elsewhere);
        }
        assertThat(precious).hasContent("mine");
        assertThat(own(base)).isEmptyDirectory();
    }

    @Test
    void aLinkInPlaceOfTheUsersFolderIsRefused(@TempDir Path base, @TempDir Path elsewhere) throws Exception {
        Files.createSymbolicLink(own(base), elsewhere);
        assertThatThrownBy(() -> TemporaryFolders.below(base))
                .isInstanceOf(IOException.class)
                .hasMessageContaining(own(base) + " is not a folder of yours")
                .hasMessageContaining("java.io.tmpdir");
    }

    @Test
    void twoInOneProcessDoNotDisturbEachOther(@TempDir Path base) throws Exception {
        try (TemporaryFolders one = TemporaryFolders.below(base)) {
            try (TemporaryFolders other = TemporaryFolders.below(base)) {
                assertThat(other.path()).isNotEqualTo(one.path());
            }
            assertThat(one.path()).isDirectory();
            assertThat(one.newJob().path()).isDirectory();
        }
    }

    @Test
    void whatAKilledProcessLeftIsDeletedByTheNextAndALivingOneIsLeftAlone(@TempDir Path base) throws Exception {
        Process living = start(base);
        Process killed = start(base);
        try {
            Path kept = firstLine(living);
            Path left = firstLine(killed);
            killed.destroyForcibly().waitFor();
            assertThat(left.resolve("a/b/values")).exists();
            try (TemporaryFolders next = TemporaryFolders.below(base)) {
                assertThat(left.getParent()).doesNotExist();
                assertThat(kept.resolve("a/b/values")).exists();
                assertThat(next.path()).isDirectory();
            }
        } finally {
            living.destroy();
            killed.destroyForcibly();
        }
        living.waitFor();
        assertThat(own(base)).isEmptyDirectory();
    }

    @ParameterizedTest
    @ValueSource(strings = {"TERM", "INT"})
    void aProcessThatIsStoppedLeavesNothing(String signal, @TempDir Path base) throws Exception {
        assumeFalse(
                signal.equals("INT") && isInterruptIgnored(),
                "SIGINT is ignored by whatever is started here, as by what a script starts behind its back");
        Process process = start(base);
        try {
            assertThat(firstLine(process)).isDirectory();
            new ProcessBuilder("kill", "-" + signal, String.valueOf(process.pid()))
                    .start()
                    .waitFor();
            process.waitFor();
        } finally {
            process.destroyForcibly();
        }
        assertThat(own(base)).isEmptyDirectory();
    }

    /** Whether this process, and so its children, ignore SIGINT; false where the system does not tell. */
    private static boolean isInterruptIgnored() throws IOException {
        Path status = Path.of("/proc/self/status");
        if (!Files.exists(status)) {
            return false;
        }
        try (Stream<String> lines = Files.lines(status)) {
            return lines.filter(line -> line.startsWith("SigIgn:"))
                    .anyMatch(line -> (Long.parseUnsignedLong(line.substring(7).trim(), 16) & 2) != 0);
        }
    }

    private static Path own(Path base) {
        return base.resolve("mayfly-" + System.getProperty("user.name"));
    }

    private static Process start(Path base) throws IOException {
        return new ProcessBuilder(
                        ProcessHandle.current().info().command().orElse("java"),
                        "-Xmx32m",
                        "-Xshare:auto",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        FolderHolder.class.getName(),
                        base.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    private static Path firstLine(Process process) throws IOException {
        BufferedReader lines = new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8));
        return Path.of(lines.readLine());
    }

    @Test
    void concurrentStartsAllSucceed(@TempDir Path base) {
        Stream.iterate(0, i -> i + 1).limit(16).parallel().forEach(i -> {
            try (TemporaryFolders folders = TemporaryFolders.below(base)) {
                assertThat(folders.newJob().path()).isDirectory();
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        });
        assertThat(own(base)).isEmptyDirectory();
    }
}
