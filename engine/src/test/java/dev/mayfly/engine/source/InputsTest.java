package dev.mayfly.engine.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InputsTest {
    private final Path folder;

    InputsTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @BeforeEach
    void makeFiles() throws IOException {
        Files.createDirectories(folder.resolve("logs/old"));
        Files.createDirectories(folder.resolve("none/below"));
        for (String name : List.of("b.gz", "a.gz", "c.txt", ".hidden.gz", "old/z.gz", "we[i]rd.gz")) {
            Files.writeString(folder.resolve("logs/" + name), name);
        }
    }

    @Test
    void aFileIsItself() {
        assertThat(names("logs/a.gz")).containsExactly("a.gz");
        assertThat(names("logs/we[i]rd.gz")).containsExactly("we[i]rd.gz");
    }

    @Test
    void aPatternTakesWhatMatchesSortedAndNothingHidden() {
        assertThat(names("logs/*.gz")).containsExactly("a.gz", "b.gz", "we[i]rd.gz");
        assertThat(names("logs/[ac].*")).containsExactly("a.gz", "c.txt");
        assertThat(names("logs/{b,c}.{gz,txt}")).containsExactly("b.gz", "c.txt");
        assertThat(names("*/*.txt")).containsExactly("c.txt");
        assertThat(names("logs/**.gz")).containsExactly("a.gz", "b.gz", "z.gz", "we[i]rd.gz");
    }

    @Test
    void aFolderTakesItsFiles() {
        assertThat(names("logs")).containsExactly("a.gz", "b.gz", "c.txt", "we[i]rd.gz");
    }

    @Test
    void aFileThatTwoNamesStandForIsReadOnce() {
        assertThat(names("logs/b.gz", "logs/*.gz")).containsExactly("b.gz", "a.gz", "we[i]rd.gz");
    }

    @Test
    void aNameThatStandsForNothingIsAnErrorThatSaysSo() {
        assertThatThrownBy(() -> names("logs/nothing.gz")).hasMessageContaining("logs/nothing.gz does not exist");
        assertThatThrownBy(() -> names("logs/*.zip")).hasMessageContaining("logs/*.zip matches no file");
        assertThatThrownBy(() -> names("nowhere/*.gz")).hasMessageContaining("nowhere/*.gz matches no file");
        assertThatThrownBy(() -> names("none")).hasMessageContaining("none holds no file itself");
        assertThatThrownBy(Inputs::files).hasMessageContaining("at least one");
    }

    @Test
    void aFileThatVanishedIsAnErrorThatNamesIt() {
        Input gone = new FileInput(folder.resolve("gone.gz"));
        assertThatThrownBy(gone::open).isInstanceOf(IOException.class).hasMessageContaining("gone.gz does not exist");
    }

    @Test
    void urlsKeepTheirOrderAndNeverShowWhatIsSecret() {
        Inputs inputs =
                Inputs.urls(List.of("https://user:pw@host:8443/a%20b.gz?X-Amz-Signature=secret#x", "HTTP://h/a"));
        assertThat(inputs.list()).extracting(Input::name).containsExactly("https://host:8443/a%20b.gz", "HTTP://h/a");
        assertThat(inputs.toString()).doesNotContain("secret").doesNotContain("pw");
    }

    @Test
    void aUrlThatIsNoneIsAnErrorWithoutItsSecrets() {
        for (String url :
                List.of("https://user:pw@host/a b?sig=secret", "s3://bucket/key?sig=secret", "a.gz", "http:///x")) {
            assertThatThrownBy(() -> Inputs.urls(List.of(url)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageNotContainingAny("secret", "pw");
        }
        assertThatThrownBy(() -> Inputs.urls(List.of())).hasMessageContaining("at least one");
    }

    private List<String> names(String... globs) {
        String[] absolute = new String[globs.length];
        for (int i = 0; i < globs.length; i++) {
            absolute[i] = folder + "/" + globs[i];
        }
        return StreamSupport.stream(Inputs.files(absolute).spliterator(), false)
                .map(input -> ((FileInput) input).path().getFileName().toString())
                .toList();
    }
}
