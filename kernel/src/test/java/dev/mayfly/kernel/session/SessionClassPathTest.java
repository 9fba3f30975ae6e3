package dev.mayfly.kernel.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.objectweb.asm.Opcodes;

/** Jars of a session, as files come and go. */
final class SessionClassPathTest {
    private static final String PACKAGE = "org.objectweb.asm";
    private static final String CODE = PACKAGE + ".Opcodes.ASM9";

    private final Path folder;

    SessionClassPathTest(@TempDir Path folder) {
        this.folder = folder;
    }

    private static Session open(Archive... classPath) {
        return Session.open(new SessionOptions(List.of(classPath), Session.class.getClassLoader()));
    }

    private Path copy(String name) throws IOException {
        return Files.copy(Archive.of(Opcodes.class, PACKAGE).path(), folder.resolve(name));
    }

    private static void assertValue(Session session, String code, Object value) {
        assertThat(session.evaluate("In [1]", code))
                .isInstanceOfSatisfying(Outcome.Value.class, outcome -> assertThat(outcome.value())
                        .isEqualTo(value));
    }

    @Test
    void aFileThatIsNoJarIsNotAddedAndCellsGoOn() throws IOException {
        Path broken = Files.writeString(folder.resolve("broken.jar"), "<html>not found</html>");
        Path good = copy("good.jar");
        try (Session session = open()) {
            assertValue(session, "1 + 1", 2);
            assertThatThrownBy(() -> session.addJars(List.of(good, broken)))
                    .isInstanceOf(UncheckedIOException.class)
                    .hasMessageContaining("cannot read " + broken + " as a jar: ");
            assertValue(session, "1 + 2", 3);
            assertThat(session.evaluate("In [1]", CODE)).isInstanceOf(Outcome.Rejected.class);
            session.addJars(List.of(good));
            assertValue(session, CODE, Opcodes.ASM9);
        }
    }

    @Test
    void aJarThatWasAddedIsAsItWasThen() throws IOException {
        Path jar = copy("added.jar");
        try (Session session = open()) {
            session.addJars(List.of(jar));
            Files.delete(jar);
            assertValue(session, "1 + 1", 2);
            assertValue(session, CODE, Opcodes.ASM9);
        }
    }

    @Test
    void aJarOfTheStartIsKeptOnceAllAreOpen() throws IOException {
        Path jar = copy("start.jar");
        try (Session session = open(new Archive(jar, PACKAGE))) {
            assertValue(session, "1 + 1", 2);
            session.openJars();
            Files.delete(jar);
            assertValue(session, CODE, Opcodes.ASM9);
        }
    }
}
