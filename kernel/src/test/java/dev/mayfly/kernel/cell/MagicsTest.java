package dev.mayfly.kernel.cell;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mayfly.kernel.cell.Workspace.Candidate;
import dev.mayfly.kernel.cell.Workspace.Reply;
import dev.mayfly.kernel.display.MimeBundle;
import dev.mayfly.kernel.session.MavenResolver;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Every magic in a real session. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class MagicsTest {
    private Path folder;
    private Notebook notebook;

    @BeforeAll
    void open(@TempDir Path temporary) throws IOException {
        folder = temporary;
        Path repository = folder.resolve("repository");
        publish(
                repository,
                "greeter",
                jar("greeter", "class Greeter { public static String hello() { return \"Hello\"; } }"),
                """
                <dependencies><dependency>
                  <groupId>test.mayfly</groupId><artifactId>names</artifactId><version>1.0</version>
                </dependency></dependencies>""");
        publish(
                repository,
                "names",
                jar("names", "class Name { public static String name() { return \"Ephemera\"; } }"),
                "");
        publish(repository, "host", jar("host", "class Host { public static int rooms() { return 7; } }"), """
                <dependencies><dependency>
                  <groupId>test.mayfly</groupId><artifactId>names</artifactId><version>1.0</version>
                </dependency></dependencies>""");
        Path settings = folder.resolve("settings.xml");
        Files.writeString(settings, "<settings><offline>true</offline></settings>");
        MavenResolver maven = MavenResolver.of(settings, repository);
        notebook = new Notebook(folder, new Outside(maven, Outside.standard().clouds(), true));
    }

    @AfterAll
    void close() {
        notebook.close();
    }

    private static void publish(Path repository, String name, Path jar, String dependencies) throws IOException {
        Path version = Files.createDirectories(repository.resolve("test/mayfly/" + name + "/1.0"));
        Files.copy(jar, version.resolve(name + "-1.0.jar"));
        Files.writeString(version.resolve(name + "-1.0.pom"), """
                <project><modelVersion>4.0.0</modelVersion>
                <groupId>test.mayfly</groupId><artifactId>%s</artifactId><version>1.0</version>
                %s</project>""".formatted(name, dependencies));
    }

    /** A jar with one class of the package {@code lib}. */
    private Path jar(String name, String source) throws IOException {
        Path sources = Files.createDirectories(folder.resolve("sources/lib"));
        String className = source.split(" ")[1];
        Path file = sources.resolve(className + ".java");
        Files.writeString(file, "package lib; public " + source);
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        assertThat(compiler.run(null, null, null, "--release", "17", file.toString()))
                .isZero();
        Path jar = folder.resolve(name + ".jar");
        try (OutputStream out = Files.newOutputStream(jar);
                JarOutputStream entries = new JarOutputStream(out)) {
            entries.putNextEntry(new JarEntry("lib/" + className + ".class"));
            Files.copy(sources.resolve(className + ".class"), entries);
        }
        return jar;
    }

    private RecordingFrontEnd done(String code) {
        RecordingFrontEnd out = new RecordingFrontEnd();
        assertThat(notebook.run(code, out)).as(code).isInstanceOf(Reply.Done.class);
        return out;
    }

    @Test
    void mavenAddsAnArtifactWithItsDependencies() {
        assertThat(done("%maven test.mayfly:greeter:1.0").out()).isEqualTo("added greeter-1.0.jar, names-1.0.jar\n");

        assertThat(notebook.value("lib.Greeter.hello() + \" \" + lib.Name.name()")
                        .plain())
                .isEqualTo("Hello Ephemera");
    }

    @Test
    void mavenNamesWhatItCannotFind() {
        String shown = notebook.traceback("int before = 1;\n%maven test.mayfly:nothing:1.0");

        assertThat(shown)
                .startsWith("In [1], line 2: test.mayfly:nothing:")
                .doesNotContain("org.eclipse.aether", "  at ");
        assertThat(notebook.failure("%maven guava").message()).contains("'guava'", "group:artifact:version");
    }

    @Test
    void loadFromPomAddsDependenciesWithoutWhatTheyExclude() {
        assertThat(done("""
                %%loadFromPOM
                <properties><v>1.0</v></properties>
                <dependency>
                  <groupId>test.mayfly</groupId><artifactId>host</artifactId><version>${v}</version>
                  <exclusions><exclusion><groupId>test.mayfly</groupId><artifactId>names</artifactId></exclusion></exclusions>
                </dependency>
                <dependency>
                  <groupId>test.mayfly</groupId><artifactId>names</artifactId><version>9</version><scope>test</scope>
                </dependency>""").out()).isEqualTo("added host-1.0.jar\n");
        assertThat(notebook.value("lib.Host.rooms()").plain()).isEqualTo("7");
        assertThat(notebook.failure("%%loadFromPOM\n<dependency><groupId>g</groupId></dependency>")
                        .message())
                .isEqualTo("a <dependency> has no <artifactId>");
        assertThat(notebook.failure("%%loadFromPOM\n<!DOCTYPE a [<!ENTITY e SYSTEM 'file:///etc/passwd'>]><a>&e;</a>")
                        .message())
                .contains("not the XML of a pom");
    }

    @Test
    void whatMayflyItselfRunsOnIsLeftOutAndSaid() throws IOException {
        publish(folder.resolve("repository"), "jackson-core", jar("other", "class Other {}"), "");

        assertThat(done("%maven test.mayfly:jackson-core:1.0").out())
                .startsWith("jackson-core 1.0 is left out: Mayfly itself runs on 2.")
                .contains("nothing to add");
    }

    @Test
    void jarsAddsWhatAPatternStandsFor() throws IOException {
        Path jar = jar("shelf", "class Shelf { public static int books() { return 12; } }");

        assertThat(done("%jars " + folder + "/she*.jar").out()).isEqualTo("added " + jar + "\n");

        assertThat(notebook.value("lib.Shelf.books()").plain()).isEqualTo("12");
        assertThat(done("%classpath").out()).contains(jar.toString());
        assertThat(notebook.failure("%jars " + folder + "/nothere.jar").message())
                .startsWith(folder + "/nothere.jar does not exist");
        Path page = Files.writeString(folder.resolve("page.jar"), "<html>404</html>");
        assertThat(notebook.failure("%jars " + page).message())
                .startsWith("cannot read " + page + " as a jar: ")
                .endsWith("; nothing was added");
        assertThat(notebook.value("lib.Shelf.books()").plain()).isEqualTo("12");
    }

    @Test
    void loadRunsAFileAndNamesItsLines() throws IOException {
        Path good = Files.writeString(folder.resolve("good.jsh"), "int loaded = 20;\n%who\nint more = loaded + 1;\n");
        Path bad = Files.writeString(folder.resolve("bad.jsh"), "int fine = 1;\nint wrong = nothere;\n");

        done("%load " + good);

        assertThat(notebook.value("more").plain()).isEqualTo("21");
        assertThat(notebook.traceback("%load " + bad)).startsWith(bad + ", line 2: cannot find symbol");
        assertThat(notebook.failure("%load nothere.jsh").message()).startsWith("nothere.jsh does not exist");
    }

    @Test
    void aFileThatLoadsItselfIsStopped() throws IOException {
        Path circle = folder.resolve("circle.jsh");
        Files.writeString(circle, "%load " + circle);

        assertThat(notebook.failure("%load " + circle).message()).contains("a file that loads itself");
    }

    @Test
    void timeSaysHowLongAnExpressionTook() {
        RecordingFrontEnd out = new RecordingFrontEnd();
        Reply line = notebook.run("%time 40 + 2", out);
        Reply cell = notebook.run("%%time\nint slow = 6;\nslow * 7", out);

        assertThat(((Reply.Done) line).result().map(MimeBundle::plain)).contains("42");
        assertThat(((Reply.Done) cell).result().map(MimeBundle::plain)).contains("42");
        assertThat(out.out()).matches("(took \\d+\\.\\d{3} s\n){2}");
    }

    @Test
    void timeitRunsExpressionsAndStatementsManyTimes() {
        done("int timed = 0;");
        assertThat(done("%timeit Math.sqrt(2)").out())
                .matches("[\\d.]+ \\S+ a run, .* to .* \\(7 rounds of [\\d,]+\\)\n");
        assertThat(done("%timeit timed++;").out()).contains("a run");
        assertThat(done("%timeit System.currentTimeMillis(); Math.abs(timed);").out())
                .contains("a run");
        assertThat(notebook.value("timed > 1000").plain()).isEqualTo("true");
        assertThat(notebook.traceback("%timeit nothere + 1")).contains("cannot find symbol");
    }

    @Test
    void aNotebookIsLoadedCellByCell() throws IOException {
        Path other = Files.writeString(folder.resolve("other.ipynb"), """
                {"cells": [{"cell_type": "markdown", "source": "int no = 1;"},
                           {"cell_type": "code", "source": ["int rows = 3;\\n", "int columns = 4;"]},
                           {"cell_type": "code", "source": "int area = rows * columns;"},
                           {"cell_type": "code", "source": "area / 0"}]}""");

        assertThat(notebook.traceback("%load " + other)).contains("  at " + other + " cell 3, line 1");
        assertThat(notebook.value("area").plain()).isEqualTo("12");
    }

    @Test
    void bashRunsWhereItIsAllowedAndShowsBothStreamsAndTheExitCode() {
        assertThat(done("%%bash\necho one; echo two >&2").out()).isEqualTo("one\n");
        assertThat(notebook.failure("%%bash\nexit 3").message()).contains("exit code 3");
    }

    @Test
    void bashIsOffUnlessTheEnvironmentAllowsIt(@TempDir Path other) {
        Outside closed =
                new Outside(MavenResolver.ofThisUser(), Outside.standard().clouds(), false);
        try (Notebook strict = new Notebook(other, closed)) {
            assertThat(strict.failure("%%bash\ntouch " + other + "/made").message())
                    .contains("MAYFLY_ALLOW_SHELL=1");
            assertThat(other.resolve("made")).doesNotExist();
        }
        assertThat(ShellMagic.isAllowed(java.util.Map.of())).isFalse();
        assertThat(ShellMagic.isAllowed(java.util.Map.of("MAYFLY_ALLOW_SHELL", "1")))
                .isTrue();
    }

    @Test
    void whoShowsTheVariablesOfTheUserAlone() {
        notebook.value("String mayfly = \"Ephemera <b>\";");

        MimeBundle shown = done("%who").displays().get(0);

        assertThat(shown.plain())
                .contains("mayfly")
                .contains("Ephemera <b>")
                .doesNotContain("$mayfly", "LocalFiles", "S3");
        assertThat((String) shown.data().get(MimeBundle.HTML)).contains("Ephemera &lt;b&gt;");
    }

    @Test
    void envShowsTheEnvironmentWithoutSecrets() {
        assertThat(done("%env PATH").out()).isEqualTo(System.getenv("PATH") + "\n");
        assertThat(done("%env").displays().get(0).plain()).contains("PATH");
        assertThat(notebook.failure("%env NOT_THERE_AT_ALL").message()).contains("has no NOT_THERE_AT_ALL");
        assertThat(notebook.failure("%env A=b").message()).contains("cannot change its environment");
        assertThat(StandardMagics.shown("AWS_SECRET_ACCESS_KEY", "x")).isEqualTo("(hidden)");
        assertThat(StandardMagics.shown("github_token", "x")).isEqualTo("(hidden)");
        assertThat(StandardMagics.shown("PGPASSFILE", "x")).isEqualTo("(hidden)");
        assertThat(StandardMagics.shown("https_proxy", "http://me:word@proxy:3128/"))
                .isEqualTo("http://(hidden)@proxy:3128/");
        assertThat(StandardMagics.shown("PWD", "/home/me@work")).isEqualTo("/home/me@work");
    }

    @Test
    void htmlAndMarkdownShowTheCell() {
        MimeBundle html = done("%%html\n<b>bold</b>\n").displays().get(0);
        MimeBundle markdown = done("%%markdown\n# Title\n").displays().get(0);

        assertThat(html.data()).containsEntry(MimeBundle.HTML, "<b>bold</b>\n");
        assertThat(markdown.data()).containsEntry("text/markdown", "# Title\n");
    }

    @Test
    void lsmagicShowsEveryMagic() {
        assertThat(done("%lsmagic").displays().get(0).plain())
                .contains("%maven", "%jars", "%classpath", "%load", "%time", "%who", "%env", "%%html", "%%markdown")
                .contains("%%time", "%lsmagic");
    }

    @Test
    void anUnknownMagicNamesTheNearest() {
        assertThat(notebook.traceback("int a = 1;\n  %tiem a")).isEqualTo("""
                In [1], line 2: %tiem is no magic; the nearest is %time. %lsmagic shows all of them
                      %tiem a
                      ^^^^^""");
        assertThat(notebook.failure("%mavn a:b:c").message()).contains("the nearest is %maven");
        assertThat(notebook.failure("%html").message()).contains("%%html is");
    }

    @Test
    void linesAfterAMagicKeepTheirNumbers() {
        assertThat(notebook.traceback("%env PATH\nint b = 1;\nint c = nothere;"))
                .startsWith("In [1], line 3: ");
        assertThat(notebook.traceback("int d = 1;\n%env PATH\n%who\n\nd / 0")).contains("  at In [1], line 5:  d / 0");
        assertThat(notebook.traceback("%%time\nint e = 1;\ne / 0")).contains("  at In [1], line 3:  e / 0");
        assertThat(notebook.traceback("int f = 1;\n%time f / 0")).contains("  at In [1], line 2:  f / 0");
    }

    @Test
    void aRemainderIsNoMagicAndNeitherIsATextBlock() {
        assertThat(notebook.value("int g = 17;\ng\n%  5").plain()).isEqualTo("2");
        assertThat(notebook.value("String h = \"\"\"\n%who\n\"\"\";\nh.length()")
                        .plain())
                .isEqualTo("5");
    }

    @Test
    void aMagicsNameIsCompleted() {
        assertThat(notebook.workspace().complete("%ma", 3).candidates())
                .extracting(Candidate::text)
                .containsExactly("%maven", "%mavenRepo");
        assertThat(notebook.workspace().complete("%%t", 3).candidates())
                .extracting(Candidate::text)
                .isEqualTo(List.of("%%time", "%%timeit"));
    }
}
