package dev.mayfly.provisioner;

import java.util.Arrays;
import java.util.Optional;
import org.junit.jupiter.api.Assumptions;

/** Tests that need more than this JVM, or more time: they run where {@code MAYFLY_RINGS} names them, as in .ci/run. */
public enum Ring {
    HOSTS("root and network namespaces"),
    AWS("Python 3 with moto, and some minutes");

    private final String needs;

    Ring(String needs) {
        this.needs = needs;
    }

    /** Skips the test, and says why, unless this ring is wanted. */
    public void require() {
        String id = name().toLowerCase(java.util.Locale.ROOT);
        boolean wanted = Arrays.asList(Optional.ofNullable(System.getenv("MAYFLY_RINGS"))
                        .orElse("")
                        .split(","))
                .contains(id);
        String reason = "it needs " + needs + ": .ci/run has them and runs it";
        if (!wanted) {
            System.out.println("[skipped] the " + id + " ring: " + reason);
        }
        Assumptions.assumeTrue(wanted, reason);
    }
}
