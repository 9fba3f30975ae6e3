package dev.mayfly.kernel.cell;

import dev.mayfly.engine.Transform;
import dev.mayfly.engine.closure.Bundle;
import dev.mayfly.engine.closure.OpenBundle;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Opens a bundle of a function in a process that has the runtime of nodes alone, and calls it with a line of text. */
final class OpenElsewhere {
    private OpenElsewhere() {}

    /** Takes the file of the bundle, the folder of what it needs, and the line; prints the answer. */
    @SuppressWarnings("unchecked") // the test packs such a function
    public static void main(String[] args) throws Exception {
        System.out.println(call(Files.readAllBytes(Path.of(args[0])), Path.of(args[1]), args[2]));
    }

    @SuppressWarnings("unchecked") // the test packs such a function
    static Object call(byte[] bundle, Path files, String line) throws Exception {
        try (OpenBundle open = OpenBundle.open(Bundle.read(bundle), Transform.class.getClassLoader(), files)) {
            return ((Transform<String, Object>) open.value()).apply(line);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
