package dev.mayfly.provisioner.local;

import java.net.URISyntaxException;
import java.nio.file.Path;

/** Where the classes of this package are, for processes that run them. */
final class OwnProgram {
    private OwnProgram() {}

    static String path() {
        try {
            return Path.of(Agent.class
                            .getProtectionDomain()
                            .getCodeSource()
                            .getLocation()
                            .toURI())
                    .toString();
        } catch (URISyntaxException e) {
            throw new IllegalStateException("the program has no place", e);
        }
    }
}
