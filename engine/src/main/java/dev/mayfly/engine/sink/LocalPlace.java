package dev.mayfly.engine.sink;

import dev.mayfly.engine.file.AtomicFile;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;

/** A file on this machine. */
record LocalPlace(Path file) implements Place {
    @Override
    public String name() {
        return file.toString();
    }

    @Override
    public long store(Packing packing, AtomicFile.Content content) throws IOException {
        boolean packedByName = Packing.of(false, file.toString()) == packing;
        return AtomicFile.write(
                file,
                packedByName
                        ? content
                        : out -> {
                            try (OutputStream packed = packing.over(out)) {
                                content.writeTo(packed);
                            }
                        });
    }
}
