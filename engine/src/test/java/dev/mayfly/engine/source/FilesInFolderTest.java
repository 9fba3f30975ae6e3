package dev.mayfly.engine.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class FilesInFolderTest {
    private final Path folder;

    FilesInFolderTest(@TempDir Path root) throws IOException {
        // A folder may be called anything; its name is no part of the pattern.
        folder = Files.createDirectories(root.resolve("a [1]*{x}"));
        Files.createDirectories(folder.resolve("logs/deep"));
        for (String name : List.of("top.gz", "logs/b.gz", "logs/a.gz", "logs/deep/c.gz", "logs/d.txt")) {
            Files.writeString(folder.resolve(name), "");
        }
    }

    @Test
    void relativeNamesStartFromTheFolder() {
        assertThat(found("top.gz")).containsExactly("top.gz");
        assertThat(found("logs")).containsExactly("logs/a.gz", "logs/b.gz", "logs/d.txt");
        assertThat(found("*.gz")).containsExactly("top.gz");
        assertThat(found("./*.gz")).containsExactly("top.gz");
        assertThat(found("./logs/*.gz")).containsExactly("logs/a.gz", "logs/b.gz");
        assertThat(found("logs/**.gz")).containsExactly("logs/a.gz", "logs/b.gz", "logs/deep/c.gz");
        assertThat(found("l*/*.txt")).containsExactly("logs/d.txt");
    }

    @Test
    void anAbsoluteNameIsTakenAsItIs() {
        String absolute = folder.resolve("logs").toAbsolutePath().toString();
        assertThat(Inputs.filesIn(Path.of("/nowhere"), absolute).list()).hasSize(3);
    }

    @Test
    void whatIsNotThereIsSaidWithTheFolder() {
        assertThatThrownBy(() -> Inputs.filesIn(folder, "none.gz")).hasMessageContaining(folder.toString());
        assertThatThrownBy(() -> Inputs.filesIn(folder, "*.none")).hasMessageContaining(folder.toString());
    }

    private List<String> found(String name) {
        return StreamSupport.stream(Inputs.filesIn(folder, name).spliterator(), false)
                .map(input ->
                        folder.relativize(Path.of(input.name())).normalize().toString())
                .toList();
    }
}
