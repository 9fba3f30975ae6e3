package dev.mayfly.engine.source;

import java.io.IOException;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.nio.Buffer;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The native libdeflate, which decodes a whole member at a time, about three times as fast as {@link
 * java.util.zip.Inflater}. aircompressor-v3 brings it, in byte code of Java 25 that calls it by the foreign function
 * API; both are bound by name, so that this class compiles and loads on Java 17, where there is none. Used by one
 * thread.
 */
final class Libdeflate {
    private static final String COPY_FOLDER = "aircompressor.tmpdir";
    private static final Optional<Binding> BINDING = bind();

    /** Erased to types that every supported JDK has, so that the calls compile. */
    private record Binding(MethodHandle create, MethodHandle segment, MethodHandle decompress) {}

    private final Binding binding;
    private final Object decompressor;

    private Libdeflate(Binding binding, Object decompressor) {
        this.binding = binding;
        this.decompressor = decompressor;
    }

    /** A decoder, where this JDK and machine have one. */
    static Optional<Libdeflate> create() {
        return BINDING.map(binding -> {
            try {
                return new Libdeflate(binding, (Object) binding.create.invokeExact());
            } catch (Throwable e) {
                throw unexpected(e);
            }
        });
    }

    /**
     * Decodes a raw deflate stream.
     *
     * @param in direct; the stream starts at its position and may be followed by other bytes
     * @param out direct; filled from its position
     * @return bytes decoded; -1 where the stream is invalid or {@code out} too small for it
     */
    int decode(ByteBuffer in, ByteBuffer out) {
        try {
            Object from = (Object) binding.segment.invokeExact((Buffer) in);
            Object to = (Object) binding.segment.invokeExact((Buffer) out);
            return (int) binding.decompress.invokeExact(decompressor, from, to);
        } catch (IllegalArgumentException e) {
            return -1;
        } catch (Throwable e) {
            if (e.getClass().getSimpleName().equals("MalformedInputException")) {
                return -1;
            }
            throw unexpected(e);
        }
    }

    private static Optional<Binding> bind() {
        if (Runtime.version().feature() < 22) {
            return Optional.empty();
        }
        try {
            return bindFrom(Files.createTempDirectory("mayfly-libdeflate-"));
        } catch (IOException e) {
            // No room for the library: java.util.zip needs none.
            return Optional.empty();
        }
    }

    /**
     * Binds the library, which aircompressor copies to a folder to load it from there. The copy is deleted at once: what
     * is loaded stays, and a process that is killed leaves no file.
     */
    private static Optional<Binding> bindFrom(Path folder) throws IOException {
        String before = System.getProperty(COPY_FOLDER);
        System.setProperty(COPY_FOLDER, folder.toString());
        try {
            return bindCopied();
        } finally {
            if (before == null) {
                System.clearProperty(COPY_FOLDER);
            } else {
                System.setProperty(COPY_FOLDER, before);
            }
            try (Stream<Path> copies = Files.list(folder)) {
                for (Path copy : copies.toList()) {
                    Files.deleteIfExists(copy);
                }
            }
            Files.deleteIfExists(folder);
        }
    }

    private static Optional<Binding> bindCopied() {
        try {
            MethodHandles.Lookup lookup = MethodHandles.publicLookup();
            Class<?> decoder = Class.forName("io.airlift.compress.v3.deflate.DeflateNativeDecompressor");
            Class<?> segment = Class.forName("java.lang.foreign.MemorySegment");
            MethodHandle enabled = lookup.findStatic(decoder, "isEnabled", MethodType.methodType(boolean.class));
            if (!(boolean) enabled.invokeExact()) {
                return Optional.empty();
            }
            return Optional.of(new Binding(
                    lookup.findConstructor(decoder, MethodType.methodType(void.class))
                            .asType(MethodType.methodType(Object.class)),
                    lookup.findStatic(segment, "ofBuffer", MethodType.methodType(segment, Buffer.class))
                            .asType(MethodType.methodType(Object.class, Buffer.class)),
                    lookup.findVirtual(decoder, "decompress", MethodType.methodType(int.class, segment, segment))
                            .asType(MethodType.methodType(int.class, Object.class, Object.class, Object.class))));
        } catch (Throwable e) {
            // Whatever is missing here, java.util.zip reads the same bytes, only slower.
            return Optional.empty();
        }
    }

    private static IllegalStateException unexpected(Throwable e) {
        return new IllegalStateException("libdeflate cannot be called: " + e, e);
    }
}
