package dev.mayfly.kernel.node;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** Where this user's programs keep what they can fetch or make again: {@code XDG_CACHE_HOME}, else {@code ~/.cache}. */
final class CacheFolder {
    private CacheFolder() {}

    static Path of(Map<String, String> environment, String home) {
        return Optional.ofNullable(environment.get("XDG_CACHE_HOME"))
                .map(Path::of)
                .filter(Path::isAbsolute)
                .orElseGet(() -> Path.of(home, ".cache"))
                .resolve("mayfly");
    }
}
