package dev.mayfly.kernel.session;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.tools.JavaFileObject;

/**
 * The classes of a JDK's module by package, for the compiler. The compiler's own manager asks of each name whether it is a
 * folder, and makes two paths of it: of the packages that every session imports, that took a tenth of its start.
 *
 * @param root the module's folder in the file system of the JDK's modules
 */
record JdkClasses(Path root) {
    /** Whether a module is the JDK's. */
    static boolean isJdk(Path root) {
        return root.getFileSystem().provider().getScheme().equals("jrt");
    }

    /** The classes of a package, without those of packages below it. */
    List<JavaFileObject> list(String packageName) throws IOException {
        List<JavaFileObject> all = new ArrayList<>();
        String before = packageName + ".";
        try (DirectoryStream<Path> folder = Files.newDirectoryStream(root.resolve(packageName.replace('.', '/')))) {
            for (Path file : folder) {
                String name = file.getFileName().toString();
                if (name.endsWith(CompiledClass.SUFFIX)) {
                    all.add(new JdkClass(
                            file, before.concat(name.substring(0, name.length() - CompiledClass.SUFFIX.length()))));
                }
            }
        } catch (NoSuchFileException | NotDirectoryException e) {
            return List.of();
        }
        return all;
    }
}
