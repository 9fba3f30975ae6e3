package dev.mayfly.kernel.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mayfly.kernel.session.MavenResolver;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A Spark of one jar, in a Maven repository that is a folder. */
class SparkHomeTest {
    private static final String POM = "<project><modelVersion>4.0.0</modelVersion><groupId>org.example</groupId>"
            + "<artifactId>spark</artifactId><version>1</version></project>";
    private static final String RIGHT = "a jar of Spark";

    @TempDir
    private Path folder = Path.of("");

    private Path cache = Path.of("");

    @BeforeEach
    void makeFolders() {
        cache = folder.resolve("cache");
    }

    /** A repository that has this as the jar. */
    private MavenResolver repository(String content) throws Exception {
        Path artifact = Files.createDirectories(folder.resolve("remote/org/example/spark/1"));
        write(artifact.resolve("spark-1.jar"), content);
        write(artifact.resolve("spark-1.pom"), POM);
        Path settings = Files.writeString(
                folder.resolve("settings.xml"),
                "<settings><mirrors><mirror><id>here</id><mirrorOf>*</mirrorOf><url>"
                        + folder.resolve("remote").toUri() + "</url></mirror></mirrors></settings>");
        return MavenResolver.of(settings, folder.resolve("local"));
    }

    /** With the checksum that repositories have beside each file. */
    private static void write(Path file, String content) throws IOException, NoSuchAlgorithmException {
        Files.writeString(file, content);
        Files.writeString(file.resolveSibling(file.getFileName() + ".sha1"), digest("SHA-1", content));
    }

    private static String digest(String algorithm, String content) throws NoSuchAlgorithmException {
        return HexFormat.of()
                .formatHex(MessageDigest.getInstance(algorithm).digest(content.getBytes(StandardCharsets.UTF_8)));
    }

    private SparkHome home() throws Exception {
        return SparkHome.of(
                List.of(new PinnedJar("org.example:spark:1", RIGHT.length(), digest("SHA-256", RIGHT))), "1", cache);
    }

    @Test
    void aJarIsPutInPlaceOnceItIsRight() throws Exception {
        Path made = home().make(repository(RIGHT), bytes -> {});
        assertThat(made.resolve("jars/spark-1.jar")).hasContent(RIGHT);
        assertThat(home().isThere()).isTrue();
    }

    @Test
    void aDownloadWithAnotherChecksumIsNamedAndLeavesNothing() throws Exception {
        MavenResolver wrong = repository("a jar of spite");
        SparkHome home = home();
        assertThatThrownBy(() -> home.make(wrong, bytes -> {}))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("spark-1.jar is not org.example:spark:1 as Mayfly knows it")
                .hasMessageContaining("14 bytes, SHA-256 ")
                .hasMessageContaining("delete it, and check the repository or mirror");
        assertThat(home.isThere()).isFalse();
        try (Stream<Path> left = Files.list(cache)) {
            assertThat(left).isEmpty();
        }
    }
}
