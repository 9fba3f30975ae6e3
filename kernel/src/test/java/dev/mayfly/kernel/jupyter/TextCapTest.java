package dev.mayfly.kernel.jupyter;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mayfly.engine.file.TemporaryFolders;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

final class TextCapTest {
    private final StringBuilder shown = new StringBuilder();
    private final StringBuilder notes = new StringBuilder();

    private void print(TextCap cap, String... texts) {
        for (String text : texts) {
            cap.accept(text, shown::append, notes::append);
        }
    }

    @Test
    void textUpToTheLimitIsShownWholeAndNoFileIsMade() {
        TextCap cap = new TextCap(
                6,
                () -> {
                    throw new AssertionError("no folder is needed");
                },
                "output-1.txt");
        print(cap, "abc", "def");
        cap.end();
        assertThat(shown).hasToString("abcdef");
        assertThat(notes).isEmpty();
    }

    @Test
    void theRestGoesToAFileThatTheCellNamesOnce() throws IOException {
        try (TemporaryFolders folders = TemporaryFolders.standard()) {
            TextCap cap = new TextCap(4, () -> folders, "output-1.txt");
            print(cap, "abc", "def", "ghi");
            cap.flush();
            assertThat(shown).hasToString("abcd");
            Matcher named = Pattern.compile("goes to (\\S+),").matcher(notes);
            assertThat(named.find()).isTrue();
            Path file = Path.of(named.group(1));
            assertThat(file).hasContent("efghi");
            assertThat(named.find()).isFalse();
            cap.end();
            print(cap, "late");
            assertThat(Files.readString(file)).isEqualTo("efghi");
        }
    }

    @Test
    void whereNoFileCanBeMadeTheCellSaysThatTheRestIsLost() {
        TextCap cap = new TextCap(
                1,
                () -> {
                    throw new UncheckedIOException(new IOException("disk full"));
                },
                "output-1.txt");
        print(cap, "ab", "c");
        assertThat(shown).hasToString("a");
        assertThat(notes).containsOnlyOnce("lost").contains("disk full");
    }

    @Test
    void theEnvironmentSaysHowManyMegabytesAndNonsenseIsIgnored() {
        assertThat(TextCap.limit(Map.of("MAYFLY_MAX_OUTPUT_MB", "2"))).isEqualTo(2 << 20);
        assertThat(TextCap.limit(Map.of("MAYFLY_MAX_OUTPUT_MB", "-2"))).isEqualTo(TextCap.STANDARD);
        assertThat(TextCap.limit(Map.of())).isEqualTo(TextCap.STANDARD);
    }
}
