package dev.mayfly.kernel.cell;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mayfly.kernel.cell.Workspace.Reply;
import dev.mayfly.kernel.display.MimeBundle;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.dflib.DataFrame;
import org.dflib.jupyter.DFLibJupyter;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** What notebooks and libraries for IJava and JJava rely on. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class JJavaNotebooksTest {
    private Notebook notebook;

    @BeforeAll
    void open(@TempDir Path temporary) {
        notebook = new Notebook(temporary);
    }

    @AfterAll
    void close() {
        notebook.close();
    }

    private RecordingFrontEnd done(String code) {
        RecordingFrontEnd out = new RecordingFrontEnd();
        Reply reply = notebook.run(code, out);
        assertThat(reply).as(code).isInstanceOf(Reply.Done.class);
        return out;
    }

    private static String jarOf(Class<?> type) {
        return Path.of(type.getProtectionDomain().getCodeSource().getLocation().getPath())
                .toString();
    }

    @Test
    void aDisplayGivesItsIdWhichIsNoResult() {
        RecordingFrontEnd out = new RecordingFrontEnd();
        Reply reply =
                notebook.run("String id = display(\"one\");\nupdateDisplay(id, \"two\");\ndisplay(\"three\")", out);

        assertThat(((Reply.Done) reply).result()).isEmpty();
        assertThat(out.events()).hasSize(3);
        assertThat(out.events().get(1)).matches("update:[0-9a-f-]{36}=two");
    }

    @Test
    void textIsShownAndRenderedInTheTypeThatIsAskedFor() {
        MimeBundle shown =
                done("display(\"<b>bold</b>\", \"text/html\");").displays().get(0);
        assertThat(shown.data()).containsEntry(MimeBundle.HTML, "<b>bold</b>");

        assertThat(notebook.value("render(\"# Title\", \"text/markdown\")").data())
                .containsEntry("text/markdown", "# Title");
        assertThat(done("printf(\"%d of %s%n\", 1, \"two\");").out()).isEqualTo("1 of two" + System.lineSeparator());
    }

    @Test
    void evalIsAPartOfTheCell() {
        done("int base = 40;");
        assertThat(notebook.value("(int) eval(\"base + 2\") + 1").plain()).isEqualTo("43");
        done("eval(\"int made = 7;\");");
        assertThat(notebook.value("made").plain()).isEqualTo("7");
        assertThat(notebook.failure("eval(\"1 +\")").message()).contains("not Java");
    }

    @Test
    void aValueThatRendersItselfIsAsked() {
        done("""
                import org.dflib.jjava.jupyter.kernel.display.*;
                class Badge implements DisplayDataRenderable {
                    public void render(RenderContext context) {
                        context.getOutputContainer().putHTML("<i>badge</i>");
                    }
                }""");
        assertThat(notebook.value("new Badge()").data()).containsEntry(MimeBundle.HTML, "<i>badge</i>");
    }

    @Test
    void whatACellRegistersIsShownByIt() {
        done("""
                record Grade(int points) {}
                getKernelInstance().getRenderer().createRegistration(Grade.class)
                    .preferring("text/html").register((grade, context) ->
                        context.getOutputContainer().putHTML("<b>" + grade.points() + "</b>"));""");
        MimeBundle shown = notebook.value("new Grade(12)");
        assertThat(shown.data()).containsEntry(MimeBundle.HTML, "<b>12</b>");
        assertThat(shown.plain()).isEqualTo("Grade[points=12]");

        done("record Level(int n) {} displayAs(Level.class, level -> \"<u>\" + level.n() + \"</u>\");");
        assertThat(notebook.value("new Level(3)").data()).containsEntry(MimeBundle.HTML, "<u>3</u>");
    }

    @Test
    void aMagicThatALibraryRegistersRuns() {
        done("""
                getKernelInstance().getMagicsRegistry()
                    .registerLineMagic("shout", (kernel, words) -> String.join(" ", words).toUpperCase())
                    .registerCellMagic("count", (kernel, words, body) -> body.lines().count());""");
        assertThat(notebook.value("%shout hello you").plain()).isEqualTo("HELLO YOU");
        assertThat(notebook.value("%%count\na\nb\nc").plain()).isEqualTo("3");
    }

    /** An extension of JJava that somebody else wrote: its frames as it shows them, not as we would. */
    @Test
    void dflibsExtensionShowsItsDataFrames() {
        done("%jars " + jarOf(DataFrame.class) + " " + jarOf(DFLibJupyter.class));

        MimeBundle shown = notebook.value("DataFrame.foldByRow(\"name\", \"n\").of(\"a\", 1, \"b\", 2)");

        assertThat(shown.plain()).contains("name", "a", "b").endsWith("2 rows x 2 columns");
        assertThat(shown.data()).doesNotContainKey("application/vnd.dataresource+json");
    }

    @Test
    void withoutAnExtensionAFrameIsATableOfOurs() {
        List<String> types = List.of("application/vnd.dataresource+json", MimeBundle.HTML);
        MimeBundle shown = dev.mayfly.kernel.display.Renderer.standard()
                .render(DataFrame.foldByRow("name", "n").of("a", 1, "b", 2));

        assertThat(shown.data()).containsKeys(types.toArray(String[]::new));
        assertThat(Optional.of(shown.plain()).get()).contains("name", "a", "2 rows");
    }
}
