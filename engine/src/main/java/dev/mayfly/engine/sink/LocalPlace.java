package dev.mayfly.engine.sink;

import dev.mayfly.engine.file.AtomicFile;
import java.io.FilterOutputStream;
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
        boolean packed = Packing.of(false, file.toString()) == packing;
        return AtomicFile.write(file, out -> {
            if (packed) {
                content.writeTo(out);
                return;
            }
            OutputStream packer = packing.over(new Unclosed(out));
            content.writeTo(packer);
            packer.close();
        });
    }

    /** Keeps the file open for its owner when the packing around it ends. */
    private static final class Unclosed extends FilterOutputStream {
        Unclosed(OutputStream out) {
            super(out);
        }

        @Override
        public void write(byte[] bytes, int offset, int count) throws IOException {
            out.write(bytes, offset, count);
        }

        @Override
        public void close() throws IOException {
            flush();
        }
    }
}
