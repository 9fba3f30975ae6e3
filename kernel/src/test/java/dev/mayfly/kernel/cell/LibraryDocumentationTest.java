package dev.mayfly.kernel.cell;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mayfly.kernel.display.MimeBundle;
import dev.mayfly.kernel.session.MavenResolver;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is known of a library that a cell adds, from the jar of its sources. */
final class LibraryDocumentationTest {
    @TempDir
    Path folder = Path.of("");

    private Notebook notebook;

    @BeforeEach
    void open() throws IOException {
        Path settings = Files.writeString(
                folder.resolve("settings.xml"),
                "<settings><mirrors><mirror><id>only</id><mirrorOf>*</mirrorOf><url>"
                        + folder.resolve("published").toUri() + "</url></mirror></mirrors></settings>");
        MavenResolver maven = MavenResolver.of(settings, folder.resolve("local"));
        notebook = new Notebook(folder, new Outside(maven, Outside.standard().clouds(), false));
    }

    @AfterEach
    void close() {
        notebook.close();
    }

    /** Writes a jar with one class, and one of its sources beside it. */
    private void jars(Path jar, Path sources, String name) throws IOException {
        Path file = Files.createDirectories(folder.resolve("src/lib")).resolve(name + ".java");
        Files.writeString(file, """
                package lib;
                /** A %1$s of books. */
                public class %1$s {
                    /**
                     * Counts the books, <em>all</em> of {@code them}.
                     *
                     * @param most where to stop
                     */
                    public static int count(int most) { return 12; }
                }
                """.formatted(name));
        var compiler = ToolProvider.getSystemJavaCompiler();
        assertThat(compiler.run(null, null, null, "--release", "17", file.toString()))
                .isZero();
        jar(jar, "lib/" + name + ".class", file.resolveSibling(name + ".class"));
        jar(sources, "lib/" + name + ".java", file);
    }

    private static void jar(Path jar, String entry, Path content) throws IOException {
        try (OutputStream out = Files.newOutputStream(jar);
                JarOutputStream entries = new JarOutputStream(out)) {
            entries.putNextEntry(new JarEntry(entry));
            Files.copy(content, entries);
        }
    }

    private MimeBundle inspect(String code) {
        return notebook.workspace().inspect(code, code.length(), 0).orElseThrow();
    }

    private void assertDocumented(String type) {
        MimeBundle method = inspect("lib." + type + ".count(");
        assertThat(method.plain()).contains("int lib." + type + ".count(int most)", "Counts the books, all of them.");
        assertThat(String.valueOf(method.data().get(MimeBundle.HTML)))
                .contains(
                        "Counts the books, <em>all</em> of <code>them</code>.", "<dd><code>most</code> where to stop");
        assertThat(inspect("lib." + type).plain()).contains("A " + type + " of books.");
    }

    @Test
    void sourcesBesideAJarAreRead() throws IOException {
        jars(folder.resolve("shelf.jar"), folder.resolve("shelf-sources.jar"), "Shelf");
        notebook.value("%jars " + folder.resolve("shelf.jar"));
        assertDocumented("Shelf");
    }

    @Test
    void sourcesOfAMavenArtifactAreFetchedWhenSomebodyAsks() throws IOException {
        Path home = Files.createDirectories(folder.resolve("published/org/example/rack/1.0"));
        Files.writeString(home.resolve("rack-1.0.pom"), """
                <project><modelVersion>4.0.0</modelVersion><groupId>org.example</groupId>
                <artifactId>rack</artifactId><version>1.0</version></project>""");
        jars(home.resolve("rack-1.0.jar"), home.resolve("rack-1.0-sources.jar"), "Rack");
        Path fetched = folder.resolve("local/org/example/rack/1.0/rack-1.0-sources.jar");
        notebook.value("%maven org.example:rack:1.0");
        assertThat(fetched).doesNotExist();
        assertDocumented("Rack");
        assertThat(fetched).exists();
    }

    @Test
    void anArtifactWithoutSourcesHasItsSignatures() throws IOException {
        Path home = Files.createDirectories(folder.resolve("published/org/example/bare/1.0"));
        Files.writeString(home.resolve("bare-1.0.pom"), """
                <project><modelVersion>4.0.0</modelVersion><groupId>org.example</groupId>
                <artifactId>bare</artifactId><version>1.0</version></project>""");
        jars(home.resolve("bare-1.0.jar"), folder.resolve("elsewhere.jar"), "Bare");
        notebook.value("%maven org.example:bare:1.0");
        assertThat(inspect("lib.Bare.count(").plain())
                .startsWith("int lib.Bare.count(int")
                .doesNotContain("books");
    }
}
