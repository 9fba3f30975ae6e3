package dev.mayfly.kernel.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.jar.JarOutputStream;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/** Resolution against a repository of files, which a settings.xml makes the mirror of everything. */
final class MavenResolverTest {
    @TempDir
    static Path published = Path.of("");

    @TempDir
    Path folder = Path.of("");

    @BeforeAll
    static void publish() throws IOException {
        publish(
                "greeter",
                dependency("words", "compile") + dependency("late", "runtime") + dependency("check", "test"));
        publish("words", "");
        publish("late", "");
        publish("broken", dependency("absent", "compile"));
    }

    private static String dependency(String artifact, String scope) {
        return "<dependency><groupId>org.example</groupId><artifactId>" + artifact
                + "</artifactId><version>1.0</version><scope>" + scope + "</scope></dependency>";
    }

    private static void publish(String artifact, String dependencies) throws IOException {
        Path home = Files.createDirectories(published.resolve("org/example/" + artifact + "/1.0"));
        Files.writeString(
                home.resolve(artifact + "-1.0.pom"),
                "<project><modelVersion>4.0.0</modelVersion><groupId>org.example</groupId><artifactId>" + artifact
                        + "</artifactId><version>1.0</version><dependencies>" + dependencies
                        + "</dependencies></project>");
        String name = artifact.substring(0, 1).toUpperCase(Locale.ROOT) + artifact.substring(1);
        try (OutputStream file = Files.newOutputStream(home.resolve(artifact + "-1.0.jar"));
                JarOutputStream jar = new JarOutputStream(file)) {
            jar.putNextEntry(new ZipEntry("org/example/" + name + ".class"));
            jar.write(named("org/example/" + name, artifact));
        }
    }

    /** A class with one method, {@code name}. */
    private static byte[] named(String internalName, String value) {
        ClassWriter writer = new ClassWriter(ClassWriter.COMPUTE_MAXS);
        writer.visit(Opcodes.V17, Opcodes.ACC_PUBLIC, internalName, null, "java/lang/Object", null);
        int access = Opcodes.ACC_PUBLIC | Opcodes.ACC_STATIC;
        MethodVisitor method = writer.visitMethod(access, "name", "()Ljava/lang/String;", null, null);
        method.visitCode();
        method.visitLdcInsn(value);
        method.visitInsn(Opcodes.ARETURN);
        method.visitMaxs(0, 0);
        method.visitEnd();
        writer.visitEnd();
        return writer.toByteArray();
    }

    private MavenResolver resolver(String url, boolean offline) throws IOException {
        Path settings = Files.writeString(
                folder.resolve("settings.xml"),
                "<settings><offline>" + offline + "</offline><mirrors><mirror><id>only</id><mirrorOf>*</mirrorOf><url>"
                        + url + "</url></mirror></mirrors></settings>");
        return MavenResolver.of(settings, folder.resolve("local"));
    }

    private static List<String> names(List<Path> jars) {
        return jars.stream().map(jar -> jar.getFileName().toString()).toList();
    }

    private static List<Path> resolve(MavenResolver resolver, List<String> coordinates) throws IOException {
        return resolver.resolve(MavenRequest.of(coordinates), name -> {}).stream()
                .map(MavenResolver.Resolved::file)
                .toList();
    }

    @Test
    void aLibraryComesWithWhatItNeedsAtRunTime() throws IOException {
        List<Path> jars = resolve(resolver(published.toUri().toString(), false), List.of("org.example:greeter:1.0"));
        assertThat(names(jars)).containsExactly("greeter-1.0.jar", "words-1.0.jar", "late-1.0.jar");
        assertThat(jars).allSatisfy(jar -> assertThat(jar).startsWith(folder.resolve("local")));
    }

    @Test
    void whatWasFetchedOnceIsThereOffline() throws IOException {
        List<String> wanted = List.of("org.example:greeter:1.0");
        List<Path> online = resolve(resolver(published.toUri().toString(), false), wanted);
        assertThat(resolve(resolver("http://127.0.0.1:1/", true), wanted)).isEqualTo(online);
    }

    @Test
    void whatIsNowhereIsNamedWithWhereItWasSought() throws IOException {
        MavenResolver resolver = resolver(published.toUri().toString(), false);
        assertThatThrownBy(() -> resolve(resolver, List.of("org.example:typo:1.0")))
                .isInstanceOf(UnresolvedArtifactException.class)
                .hasMessageContaining("org.example:typo:jar:1.0 is not in only");
        assertThatThrownBy(() -> resolve(resolver, List.of("org.example:broken:1.0")))
                .hasMessageContaining("org.example:absent:jar:1.0");
    }

    @Test
    void anUnreachableRepositoryIsNotAMissingArtifact() throws IOException {
        MavenResolver resolver = resolver("http://127.0.0.1:1/", false);
        assertThatThrownBy(() -> resolve(resolver, List.of("org.example:greeter:1.0")))
                .isInstanceOf(UnresolvedArtifactException.class)
                .hasMessageContainingAll("org.example:greeter", "only", "refused");
    }

    @Test
    void whatIsNotACoordinateIsRefused() {
        MavenResolver resolver = MavenResolver.ofThisUser();
        for (String text : List.of("greeter", "org.example:greeter", "")) {
            assertThatThrownBy(() -> resolve(resolver, List.of(text)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("'" + text + "'");
        }
    }

    @Test
    void aJarAddedToASessionIsThereForItsCompilerAndItsCode() throws IOException {
        List<Path> jars = resolve(resolver(published.toUri().toString(), false), List.of("org.example:greeter:1.0"));
        try (Session session = Session.open(new SessionOptions(List.of(), Session.class.getClassLoader()))) {
            session.define("int before = 1;");
            assertThat(session.evaluate("In [1]", "org.example.Greeter.name()")).isInstanceOf(Outcome.Rejected.class);
            session.addJars(jars);
            assertThat(session.evaluate("In [2]", "import org.example.*;\nGreeter.name() + Late.name() + before"))
                    .isInstanceOfSatisfying(Outcome.Value.class, value -> assertThat(value.value())
                            .isEqualTo("greeterlate1"));
            assertThat(session.evaluate("In [3]", "Check.name()")).isInstanceOf(Outcome.Rejected.class);
        }
    }
}
