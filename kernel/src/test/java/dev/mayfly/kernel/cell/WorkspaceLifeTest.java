package dev.mayfly.kernel.cell;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mayfly.kernel.cell.Workspace.Reply;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a workspace takes from its process, and gives back. */
final class WorkspaceLifeTest {
    private static boolean isOurs(Thread thread) {
        return thread.getName().equals("cell")
                || thread.getName().startsWith("job-")
                || thread.getName().startsWith("mayfly");
    }

    @Test
    void twoWorkspacesShareTheStreamsAndTheLastGivesThemBack(@TempDir Path folder) throws Exception {
        PrintStream out = System.out;
        PrintStream err = System.err;
        InputStream in = System.in;
        Set<Thread> before = Thread.getAllStackTraces().keySet();
        SampleLogs.gzip(folder.resolve("log.gz"), List.of("a", "b", "a"));
        Path temporary = Files.createDirectory(folder.resolve("temporary"));
        RecordingFrontEnd first = new RecordingFrontEnd();
        RecordingFrontEnd second = new RecordingFrontEnd();

        Notebook one = new Notebook(temporary);
        try (Notebook other = new Notebook(temporary)) {
            one.run(
                    "System.out.println(1); var held = mapreduce(files(\"" + folder + "/log.gz\")); held.count()",
                    first);
            other.run("System.out.println(2);", second);
            one.close();
            other.run("System.out.println(3);", second);
        }

        assertThat(first.out()).isEqualTo("1\n");
        assertThat(second.out()).isEqualTo("2\n3\n");
        assertThat(System.out).isSameAs(out);
        assertThat(System.err).isSameAs(err);
        assertThat(System.in).isSameAs(in);
        assertThat(one.run("1 + 1", first)).isInstanceOf(Reply.Failed.class);
        for (Thread thread : Thread.getAllStackTraces().keySet()) {
            if (isOurs(thread) && !before.contains(thread)) {
                thread.join(TimeUnit.SECONDS.toMillis(10));
                assertThat(thread.isAlive()).as(thread.getName()).isFalse();
            }
        }
        assertThatNothingIsIn(temporary);
    }

    private static void assertThatNothingIsIn(Path folder) throws IOException {
        try (Stream<Path> left = Files.walk(folder)) {
            assertThat(left.filter(Files::isRegularFile)).isEmpty();
        }
    }
}
