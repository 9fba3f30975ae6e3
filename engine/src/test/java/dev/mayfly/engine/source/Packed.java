package dev.mayfly.engine.source;

import com.github.luben.zstd.ZstdOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorOutputStream;
import org.tukaani.xz.LZMA2Options;
import org.tukaani.xz.XZOutputStream;

/** The compressions whose inputs are read, as the tests make them: each with checksums. */
enum Packed {
    GZIP,
    ZSTD,
    XZ,
    BZIP2;

    /** One member, frame or stream. */
    byte[] pack(byte[] text) {
        ByteArrayOutputStream stored = new ByteArrayOutputStream();
        try (OutputStream out = over(stored)) {
            out.write(text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return stored.toByteArray();
    }

    private OutputStream over(OutputStream stored) throws IOException {
        return switch (this) {
            case GZIP -> new GZIPOutputStream(stored);
            case ZSTD -> new ZstdOutputStream(stored).setChecksum(true);
            case XZ -> new XZOutputStream(stored, new LZMA2Options());
            case BZIP2 -> new BZip2CompressorOutputStream(stored, 1);
        };
    }
}
