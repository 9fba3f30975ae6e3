package dev.mayfly.kernel.cell;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mayfly.engine.Backends;
import dev.mayfly.engine.JobListener;
import dev.mayfly.engine.Transform;
import dev.mayfly.engine.closure.Bundle;
import dev.mayfly.engine.closure.Bundler;
import dev.mayfly.engine.closure.CannotTravelException;
import dev.mayfly.engine.closure.OpenBundle;
import dev.mayfly.engine.local.LocalBackend;
import dev.mayfly.engine.s3.S3;
import dev.mayfly.kernel.display.Renderer;
import dev.mayfly.kernel.session.Outcome;
import dev.mayfly.kernel.session.Session;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Functions of cells, packed and run where no session is. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class BundleTest {
    private final List<Path> jars = new ArrayList<>();
    private Path temp;
    private Session session;
    private LocalBackend backend;
    private S3 s3;

    @BeforeAll
    void open(@TempDir Path folder) {
        temp = folder;
        session = Session.open(StartUp.options());
        backend = LocalBackend.create();
        s3 = new S3();
        SessionCluster cluster = new SessionCluster(
                (spec, provider, supplies) -> {
                    throw new IllegalStateException("no cloud");
                },
                new NoCluster(),
                NoCluster::new,
                temp);
        Backends backends = new SessionBackends(backend, cluster, JobListener.NONE);
        StartUp.prepare(
                session,
                new OnHand(backends, new CurrentRenderer(Renderer.standard()), temp, Optional::empty, s3, cluster));
    }

    @AfterAll
    void close() {
        session.close();
        backend.close();
        s3.close();
    }

    private void cell(String code) {
        Outcome outcome = session.evaluate("In [1]", code);
        assertThat(outcome).as(code).isInstanceOfAny(Outcome.Nothing.class, Outcome.Value.class);
    }

    private Bundler.Packed pack(String function) {
        Outcome outcome = session.evaluate("In [1]", "(Transform<String, Object>) (" + function + ")");
        assertThat(outcome).as(function).isInstanceOf(Outcome.Value.class);
        Object value = requireNonNull(((Outcome.Value) outcome).value());
        return Bundler.pack(value, new CellClasses(session, () -> List.copyOf(jars)));
    }

    /** What a function makes of a line where nothing of the session is. */
    private Object elsewhere(String function, String line) throws Exception {
        return OpenElsewhere.call(
                pack(function).bundle().toBytes(), files(pack(function).bundle()), line);
    }

    private Path files(Bundle bundle) throws IOException {
        Path folder = Files.createTempDirectory(temp, "files");
        for (Bundle.NeededFile file : bundle.files()) {
            Files.copy(file.path(), folder.resolve(file.digest()));
        }
        return folder;
    }

    private void refused(String function, String... words) {
        assertThatThrownBy(() -> pack(function))
                .isInstanceOf(CannotTravelException.class)
                .hasMessageContainingAll(words);
    }

    /** For who wants to see what it does. */
    @Test
    void theCodeOfAFunctionIsKeptElsewhere() throws Exception {
        Bundle bundle = pack("line -> line.length()").bundle();
        try (OpenBundle open =
                OpenBundle.open(Bundle.read(bundle.toBytes()), Transform.class.getClassLoader(), files(bundle))) {
            String name = open.value().getClass().getName();
            String owner = name.substring(0, name.indexOf("$$Lambda"));
            String file = owner.replace('.', '/') + ".class";
            assertThat(open.loader().getResource(file)).isNull();
            try (InputStream in = requireNonNull(open.loader().getResourceAsStream(file))) {
                assertThat(in.readAllBytes()).isEqualTo(bundle.classes().get(owner));
            }
        }
    }

    @Test
    void variablesMethodsRecordsEnumsAndNestedFunctionsTravel() throws Exception {
        cell("import static java.lang.Math.max;\n"
                + "record Hit(String path, int status, Optional<String> note) { int twice() { return 2 * status; } }\n"
                + "enum Kind { GOOD, BAD { @Override boolean bad() { return true; } }; boolean bad() { return false; } }\n"
                + "interface Named { String name(); default String loud() { return name().toUpperCase(); } }\n"
                + "class Box<T extends Comparable<T>> implements Named { private T t; Box(T t) { this.t = t; }\n"
                + "  public String name() { return \"box \" + t; } class Inner { T get() { return t; } } }\n"
                + "int depth(int n) { return n == 0 ? 0 : 1 + depth(n - 1); }\n"
                + "String deep(String s) { return s + depth(3); }\n"
                + "var limits = new TreeMap<>(Map.of(\"a\", List.of(new Hit(\"/\", 7, Optional.of(\"x\")))));\n"
                + "var kinds = EnumSet.of(Kind.BAD);\n"
                + "Box<String> box = new Box<>(\"b\");\n"
                + "Transform<Integer, Integer> plus = n -> n + limits.size();\n"
                + "int[] numbers = {1, 2, 3};");

        assertThat(elsewhere(
                        "line -> { Condition<Hit> seven = h -> h.status() == 7 && h.note().isPresent();\n"
                                + "return limits.get(line).stream().filter(h -> { try { return seven.test(h); } catch"
                                + " (Exception e) { return false; } }).map(Hit::twice).toList() + deep(\"d\") + kinds +"
                                + " Kind.BAD.bad() + box.loud() + box.new Inner().get() + plus.apply(max(4, numbers[2])) +"
                                + " new Hit(\"p\", 1, Optional.empty()); }",
                        "a"))
                .isEqualTo("[14]d3[BAD]trueBOX Bb5Hit[path=p, status=1, note=Optional.empty]");
    }

    @Test
    void aVariableThatChangesBetweenTwoRunsIsRightInBoth() throws Exception {
        cell("int limit = 1; String label; long[] counts = {5};");
        String function = "line -> line + limit + label + counts[0]";
        Bundle before = pack(function).bundle();
        assertThat(elsewhere(function, "x")).isEqualTo("x1null5");

        cell("limit = 2; label = \"l\"; counts[0]++;");
        assertThat(elsewhere(function, "x")).isEqualTo("x2l6");

        cell("String limit = \"another type\";");
        assertThat(elsewhere(function, "x")).isEqualTo("xanother typel6");
        assertThat(pack(function).bundle().id()).isNotEqualTo(before.id());
    }

    @Test
    void theSameFunctionAndValuesHaveTheSameId() {
        cell("int same = 1; Transform<String, Object> kept = line -> line + same;");
        assertThat(pack("kept").bundle().id()).isEqualTo(pack("kept").bundle().id());
    }

    @Test
    void staticStateOfDeclaredClassesTravels() throws Exception {
        cell("class Config { static int level = 1; static final Map<String, Integer> TABLE = new HashMap<>();\n"
                + "  static final Object LOCK = new Object(); static final int SIZE = 4; }\n"
                + "Config.level = 9; Config.TABLE.put(\"k\", 3);");
        assertThat(elsewhere(
                        "line -> { synchronized (Config.LOCK) { return Config.level + Config.TABLE.get(line) +"
                                + " Config.SIZE; } }",
                        "k"))
                .isEqualTo(16);
    }

    @Test
    void whatTheRestOfTheCellUsesStaysBehind() throws Exception {
        cell("var sent = new java.net.Socket(); var answer = 41; var files0 = s3;\n"
                + "Transform<String, Object> quiet() { cluster.toString(); sent.isClosed(); return line -> line + answer;"
                + " }\n"
                + "Transform<String, Object> made = quiet();");
        Bundle bundle = pack("made").bundle();
        assertThat(OpenElsewhere.call(bundle.toBytes(), temp, "n")).isEqualTo("n41");
        assertThat(bundle.classes().values())
                .noneMatch(code -> new String(code, java.nio.charset.StandardCharsets.ISO_8859_1).contains("sent"));
    }

    @Test
    void whatCannotTravelIsRefusedByNameTypeAndFix() {
        cell("var socket = new java.net.Socket(); var worker = new Thread(() -> {}); var nested = new"
                + " HashMap<String, Object>();\n"
                + "nested.put(\"k\", new java.net.Socket()); Function<String, String> plain = s -> s;\n"
                + "var job = mapreduce(urls(List.of(\"http://localhost/x\"))); int total = 0;\n"
                + "class Deep { Object held = new Object(); } var deep = new Deep();\n"
                + "class Busy extends Thread {} var busy = new Busy();\n"
                + "int viaMethod() { return socket.getPort(); }");

        refused("l -> socket.getPort()", "variable socket (Socket)", "open the connection inside the function");
        refused("l -> viaMethod()", "variable socket (Socket)");
        refused("l -> worker.getName()", "variable worker (Thread)", "start it inside the function");
        refused("l -> nested", "variable nested (HashMap)", "java.net.Socket");
        refused("l -> plain.apply(l)", "variable plain (Function)", "declare a method");
        refused("l -> deep", "variable deep (Deep)", "java.lang.Object");
        refused("l -> busy", "variable busy (Busy)", "serializable");
        refused("l -> job.count()", "variable job (MapReduce)", "belongs to the session");
        refused("l -> cluster.toString()", "uses cluster", "belongs to the session");
        refused("l -> mapreduce(null).count()", "uses mapreduce(...)", "belongs to the session");
        refused("l -> s3.urls(l)", "uses s3", "belongs to the session");
        refused("l -> total++", "assigns the variable total", "emit");
        refused(
                "new Transform<String, Object>() { Object o = new java.net.Socket(); public Object apply(String l) {"
                        + " return o; } }",
                "Socket");
        cell("Transform<String, Object> capturing() { var local = new Thread(); return l -> local; }");
        refused("capturing()", "holds a Thread", "start it inside");
    }

    @Test
    void manyBytesTravelWithAWarningAndTooManyAreRefused() {
        cell("var bulk = new byte[2_000_000]; var huge = new byte[70_000_000];");
        assertThat(pack("l -> bulk.length").warnings())
                .singleElement()
                .asString()
                .contains("bulk alone takes 2,000,0", "files.side");
        assertThat(pack("l -> l").warnings()).isEmpty();
        refused("l -> huge.length", "huge alone takes 70,000,0", "limit is 67,108,864 bytes", "files.side");
        cell("bulk = null; huge = null;");
    }

    @Test
    void sideFilesTravelByDigest() throws Exception {
        Path side = Files.writeString(temp.resolve("side.txt"), "one\ntwo\n");
        cell("var side = files.side(\"" + side.getFileName() + "\"); var lines = side;");
        Bundle bundle = pack("l -> side.lines().size()").bundle();
        assertThat(bundle.files()).singleElement().satisfies(file -> assertThat(file.isJar())
                .isFalse());
        assertThat(bundle.bytes()).isLessThan(10_000);
        assertThat(elsewhere("l -> side.lines().get(1)", "")).isEqualTo("two");
    }

    @Test
    void jarsOfTheSessionTravelAndAreUsedInAFreshProcess() throws Exception {
        Path jar = jar();
        session.addJars(List.of(jar));
        jars.add(jar);
        cell("import lib.Greeter; record Guest(String name) {} var guest = new Guest(\"Ada\"); var greeter = new"
                + " Greeter(\"Hi\");");
        Bundle bundle = pack("line -> greeter.greet(guest.name()) + line").bundle();
        assertThat(bundle.files()).extracting(Bundle.NeededFile::path).containsExactly(jar);
        assertThat(pack("line -> guest.name()").bundle().files()).isEmpty();

        assertThat(freshProcess(bundle, "!")).isEqualTo("Hi, Ada!");
    }

    private Path jar() throws IOException {
        Path source = Files.writeString(
                Files.createDirectories(temp.resolve("src/lib")).resolve("Greeter.java"),
                "package lib; public class Greeter implements java.io.Serializable { private final String word;"
                        + " public Greeter(String word) { this.word = word; }"
                        + " public String greet(String name) { return Other.join(word, name); } }"
                        + " class Other { static String join(String a, String b) { return a + \", \" + b; } }");
        Path classes = Files.createDirectories(temp.resolve("classes"));
        int failed = ToolProvider.getSystemJavaCompiler()
                .run(null, null, null, "--release", "17", "-d", classes.toString(), source.toString());
        assertThat(failed).isZero();
        Path jar = temp.resolve("greeter.jar");
        try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar))) {
            for (String name : List.of("lib/Greeter.class", "lib/Other.class")) {
                out.putNextEntry(new JarEntry(name));
                Files.copy(classes.resolve(name), out);
            }
        }
        return jar;
    }

    /** The same in a process of its own, with the engine and nothing else of ours. */
    private String freshProcess(Bundle bundle, String line) throws Exception {
        Path file = Files.write(temp.resolve("bundle.bin"), bundle.toBytes());
        Path own = Files.createDirectories(temp.resolve("own"));
        Path main =
                Files.createDirectories(own.resolve("dev/mayfly/kernel/cell")).resolve("OpenElsewhere.class");
        try (InputStream in = requireNonNull(OpenElsewhere.class.getResourceAsStream("OpenElsewhere.class"))) {
            Files.write(main, in.readAllBytes());
        }
        String engine = Path.of(Bundle.class
                        .getProtectionDomain()
                        .getCodeSource()
                        .getLocation()
                        .toURI())
                .toString();
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        own + java.io.File.pathSeparator + engine,
                        OpenElsewhere.class.getName(),
                        file.toString(),
                        files(bundle).toString(),
                        line)
                .redirectErrorStream(true)
                .start();
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        process.getInputStream().transferTo(said);
        assertThat(process.waitFor())
                .as(said.toString(java.nio.charset.StandardCharsets.UTF_8))
                .isZero();
        return said.toString(java.nio.charset.StandardCharsets.UTF_8).strip();
    }
}
