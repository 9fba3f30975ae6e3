package dev.mayfly.notebooks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The rings beyond this JVM: the built programs under a real Jupyter client, a real terminal and a real browser. They run
 * where the environment variable {@code MAYFLY_RINGS} names them, as {@code .ci/run} does after installing what they
 * need; elsewhere each is skipped with a printed reason.
 */
final class RingTest {
    private static final Path ROOT = Path.of(System.getProperty("mayfly.root", ".."));

    enum Ring {
        JUPYTER("Python 3 with the packages of .ci/jupyter/requirements.txt"),
        TERMINAL("tmux"),
        BROWSER("Chromium"),
        LAB("Chromium, and Python 3 with the packages of .ci/jupyter and .ci/lab");

        private final String needs;

        Ring(String needs) {
            this.needs = needs;
        }

        String id() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }
    }

    @ParameterizedTest
    @EnumSource
    void theRingPasses(Ring ring) throws Exception {
        boolean wanted = Arrays.asList(Optional.ofNullable(System.getenv("MAYFLY_RINGS"))
                        .orElse("")
                        .split(","))
                .contains(ring.id());
        String reason = "it needs " + ring.needs + ": .ci/run installs that and runs it";
        if (!wanted) {
            System.out.println("[skipped] the " + ring.id() + " ring: " + reason);
        }
        assumeTrue(wanted, reason);
        Process process = new ProcessBuilder("bash", ".ci/" + ring.id() + "/run")
                .directory(ROOT.toFile())
                .inheritIO()
                // Not that of this process, by which Maven speaks to it.
                .redirectInput(Redirect.PIPE)
                .start();
        process.getOutputStream().close();
        assertThat(process.waitFor()).as("exit code of .ci/%s/run", ring.id()).isZero();
    }
}
