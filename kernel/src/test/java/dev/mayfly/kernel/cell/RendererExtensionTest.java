package dev.mayfly.kernel.cell;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mayfly.kernel.display.MimeBundle;
import dev.mayfly.kernel.display.RendererExtension;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A library of somebody else that brings forms of its values along, as a jar that a cell adds. */
final class RendererExtensionTest {
    private static final String SERVICE = "META-INF/services/" + RendererExtension.class.getName();
    private static final String LIBRARY = """
            package theirs;

            import dev.mayfly.kernel.display.*;

            public final class Colour {
                public final String name;
                public Colour(String name) { this.name = name; }

                public static final class Forms implements RendererExtension {
                    @Override
                    public Renderer addTo(Renderer renderer) {
                        return renderer.with(Colour.class, (colour, r) ->
                                MimeBundle.text("colour " + colour.name)
                                        .with(MimeBundle.HTML, "<b>" + colour.name + "</b>"));
                    }
                }

                public static final class Broken implements RendererExtension {
                    @Override
                    public Renderer addTo(Renderer renderer) {
                        throw new IllegalStateException("not today");
                    }
                }
            }
            """;

    private static Path jar(Path folder, String... extensions) throws IOException {
        Path source = Files.writeString(folder.resolve("Colour.java"), LIBRARY);
        Path classes = Files.createDirectories(folder.resolve("classes"));
        String classPath = System.getProperty("java.class.path");
        int failed = ToolProvider.getSystemJavaCompiler()
                .run(null, null, null, "-d", classes.toString(), "-cp", classPath, source.toString());
        assertThat(failed).isZero();
        Path jar = folder.resolve("colours.jar");
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(jar))) {
            for (String name : new String[] {"Colour", "Colour$Forms", "Colour$Broken"}) {
                String entry = "theirs/" + name + ".class";
                put(zip, entry, Files.readAllBytes(classes.resolve(entry)));
            }
            put(zip, SERVICE, String.join("\n", extensions).getBytes(StandardCharsets.UTF_8));
        }
        return jar;
    }

    private static void put(ZipOutputStream zip, String name, byte[] content) throws IOException {
        zip.putNextEntry(new ZipEntry(name));
        zip.write(content);
        zip.closeEntry();
    }

    @Test
    void itsFormsAreUsedOnceItsJarIsThereAndABrokenOneIsToldAndHarmless(@TempDir Path temporary, @TempDir Path folder)
            throws IOException {
        Path jar = jar(folder, "theirs.Colour$Broken", "theirs.Colour$Forms");
        try (Notebook notebook = new Notebook(temporary)) {
            RecordingFrontEnd out = new RecordingFrontEnd();
            assertThat(notebook.run("%jars " + jar, out)).isInstanceOf(Workspace.Reply.Done.class);
            assertThat(out.out()).contains("theirs.Colour$Broken", "not today");
            MimeBundle shown = notebook.value("new theirs.Colour(\"red\")");
            assertThat(shown.plain()).isEqualTo("colour red");
            assertThat(shown.data()).containsEntry(MimeBundle.HTML, "<b>red</b>");
        }
    }
}
