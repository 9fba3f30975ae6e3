package dev.mayfly.kernel.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import javax.tools.JavaFileManager.Location;
import javax.tools.JavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.StandardLocation;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;

/** What the compiler sees of the JDK, beside what its own manager shows it. */
final class JdkClassesTest {
    private static final Set<JavaFileObject.Kind> ALL = EnumSet.allOf(JavaFileObject.Kind.class);

    @Test
    void everyPackageHasTheClassesThatTheCompilersOwnManagerFinds() throws IOException {
        try (StandardJavaFileManager theirs = manager();
                CompilerFiles ours = new CompilerFiles(manager(), List.of())) {
            int packages = 0;
            for (String name : List.of("java.base", "java.sql", "jdk.jfr")) {
                Module module = ModuleLayer.boot().findModule(name).orElseThrow();
                Location location = theirs.getLocationForModule(StandardLocation.SYSTEM_MODULES, name);
                for (String packageName : module.getPackages()) {
                    assertEquals(
                            classes(theirs, location, packageName),
                            classes(
                                    ours,
                                    ours.getLocationForModule(StandardLocation.SYSTEM_MODULES, name),
                                    packageName),
                            packageName);
                    packages++;
                }
            }
            assertTrue(packages > 100, () -> "the JDK's modules have packages");
        }
    }

    @Test
    void aClassIsReadAndIsWhereItSays() throws IOException {
        try (CompilerFiles files = new CompilerFiles(manager(), List.of())) {
            Location base = files.getLocationForModule(StandardLocation.SYSTEM_MODULES, "java.base");
            Location sql = files.getLocationForModule(StandardLocation.SYSTEM_MODULES, "java.sql");
            JavaFileObject map = find(files, base, "java.util", "java.util.Map");
            assertEquals("java.util.Map", files.inferBinaryName(base, map));
            assertTrue(map.isNameCompatible("Map", JavaFileObject.Kind.CLASS));
            try (var in = map.openInputStream()) {
                byte[] start = in.readNBytes(4);
                assertEquals(0xCAFEBABE, ByteBuffer.wrap(start).getInt());
            }
            assertTrue(files.contains(base, map));
            assertTrue(!files.contains(sql, map) && !files.contains(StandardLocation.CLASS_PATH, map));
            assertTrue(files.isSameFile(map, find(files, base, "java.util", "java.util.Map")));
            assertTrue(!files.isSameFile(map, find(files, base, "java.util", "java.util.List")));
            assertEquals(Path.of(map.toUri()), files.asPath(map));
            assertEquals(List.of(), List.copyOf((List<?>) files.list(base, "java.no.such", ALL, false)));
        }
    }

    private static JavaFileObject find(CompilerFiles files, Location location, String packageName, String binaryName)
            throws IOException {
        for (JavaFileObject file : files.list(location, packageName, ALL, false)) {
            if (files.inferBinaryName(location, file).equals(binaryName)) {
                return file;
            }
        }
        throw new AssertionError(binaryName + " is missing");
    }

    private static Map<String, Path> classes(StandardJavaFileManager files, Location location, String packageName)
            throws IOException {
        Map<String, Path> found = new TreeMap<>();
        for (JavaFileObject file : files.list(location, packageName, ALL, false)) {
            if (file.getKind() == JavaFileObject.Kind.CLASS) {
                found.put(files.inferBinaryName(location, file), files.asPath(file));
            }
        }
        return found;
    }

    private static StandardJavaFileManager manager() {
        return ToolProvider.getSystemJavaCompiler().getStandardFileManager(null, null, null);
    }
}
