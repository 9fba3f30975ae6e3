package dev.mayfly.engine.spill;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.Constructor;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Classes as a notebook's cells define them: their loader is not ours, and a cell run again makes another of a name. */
class LiveClassesTest {
    private static final String CELL = """
            public class Cell {
                public static record Hit(String path, Kind kind, Object more) {}
                public enum Kind { PAGE, IMAGE }
                public static class Plain implements java.io.Serializable {
                    public final String text;
                    public Plain(String text) { this.text = text; }
                    @Override public boolean equals(Object o) { return o instanceof Plain p && p.text.equals(text); }
                    @Override public int hashCode() { return 1; }
                }
            }
            """;

    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it
    private static Path folder;

    @BeforeAll
    static void compile() throws IOException {
        Path source = Files.writeString(folder.resolve("Cell.java"), CELL);
        int failed = ToolProvider.getSystemJavaCompiler()
                .run(null, null, null, "-proc:none", "-d", folder.toString(), source.toString());
        assertThat(failed).isZero();
    }

    @Test
    void recordsEnumsAndObjectsOfACellComeBackAsTheirOwnClass() throws Exception {
        try (URLClassLoader first = cell();
                URLClassLoader second = cell()) {
            List<Object> values =
                    List.of(hit(first, 0), hit(second, 1), plain(first), plain(second), List.of(plain(first)));
            Codec<Object> codec = new Codecs().values();
            PackedOutput out = new PackedOutput();
            values.forEach(value -> codec.write(value, out));
            PackedInput in = new PackedInput(out.toByteArray());
            for (Object value : values) {
                Object read = codec.read(in);
                assertThat(read).isEqualTo(value);
                assertThat(read.getClass().getClassLoader())
                        .isSameAs(
                                value instanceof List<?>
                                        ? read.getClass().getClassLoader()
                                        : value.getClass().getClassLoader());
            }
        }
    }

    @Test
    void recordsOfTwoRunsOfACellAreDifferentKeys() throws Exception {
        try (URLClassLoader first = cell();
                URLClassLoader second = cell()) {
            Codec<Object> codec = new Codecs().keys();
            PackedOutput one = new PackedOutput();
            PackedOutput other = new PackedOutput();
            PackedOutput same = new PackedOutput();
            codec.write(hit(first, 0), one);
            codec.write(hit(second, 0), other);
            codec.write(hit(first, 0), same);
            assertThat(same.toByteArray()).isEqualTo(one.toByteArray()).isNotEqualTo(other.toByteArray());
        }
    }

    private static URLClassLoader cell() throws IOException {
        return new URLClassLoader(new URL[] {folder.toUri().toURL()}, null);
    }

    private static Object hit(ClassLoader loader, int kind) throws Exception {
        Object constant = Class.forName("Cell$Kind", true, loader).getEnumConstants()[kind];
        Constructor<?> constructor = Class.forName("Cell$Hit", true, loader).getConstructors()[0];
        return constructor.newInstance("/a", constant, Map.of("kind", constant));
    }

    private static Object plain(ClassLoader loader) throws Exception {
        return Class.forName("Cell$Plain", true, loader).getConstructors()[0].newInstance("text");
    }
}
