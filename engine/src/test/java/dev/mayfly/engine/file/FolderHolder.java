package dev.mayfly.engine.file;

import java.nio.file.Files;
import java.nio.file.Path;

/** A process that holds temporary files until it is killed. */
final class FolderHolder {
    private FolderHolder() {}

    public static void main(String[] args) throws Exception {
        JobFolder job = TemporaryFolders.below(Path.of(args[0])).newJob();
        Files.createDirectories(job.path().resolve("a/b"));
        Files.writeString(job.path().resolve("a/b/values"), "left behind");
        System.out.println(job.path());
        // Until the end of the input, which is that of the test if this process survived it.
        System.in.read();
    }
}
