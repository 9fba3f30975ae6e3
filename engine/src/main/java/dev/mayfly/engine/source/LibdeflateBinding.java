package dev.mayfly.engine.source;

import java.io.InputStream;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.ref.Cleaner;
import java.lang.ref.Reference;
import java.lang.reflect.Array;
import java.nio.Buffer;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The functions of libdeflate that are called, by the foreign function API of Java 22. aircompressor-v3 brings the
 * library's builds; but its own binding, which is byte code of Java 25, does not tell where a member ends, and binds each
 * function of the library at once, which takes longer than to decode 10 MB. All of this goes by name: this class compiles
 * and loads on Java 17. Addresses are passed as numbers, whose calls are the shortest to bind, and compile on every JDK.
 */
final class LibdeflateBinding {
    static final int SUCCESS = 0;
    static final int INSUFFICIENT_SPACE = 3;

    /** Set to {@code true}, by which aircompressor leaves its native code alone too. */
    private static final String OFF = "io.airlift.compress.v3.disable-native";

    private final Functions functions;
    private final MethodHandle allocate;
    private final MethodHandle decode;
    private final MethodHandle segment;
    private final MethodHandle address;
    private final Cleaner cleaner = Cleaner.create();

    private LibdeflateBinding(MethodHandles.Lookup lookup, Object library) throws Throwable {
        functions = new Functions(library);
        allocate = functions.of("libdeflate_alloc_decompressor", "JAVA_LONG");
        decode = functions.of(
                "libdeflate_gzip_decompress_ex",
                "JAVA_INT",
                "JAVA_LONG",
                "JAVA_LONG",
                "JAVA_LONG",
                "JAVA_LONG",
                "JAVA_LONG",
                "JAVA_LONG",
                "JAVA_LONG");
        Class<?> type = foreign("MemorySegment");
        segment = lookup.findStatic(type, "ofBuffer", MethodType.methodType(type, Buffer.class))
                .asType(MethodType.methodType(Object.class, Buffer.class));
        address = lookup.findVirtual(type, "address", MethodType.methodType(long.class))
                .asType(MethodType.methodType(long.class, Object.class));
    }

    /** The library, where this JDK and machine have one, and nobody has turned it off. */
    static Optional<LibdeflateBinding> find() {
        return find(Path.of(System.getProperty("java.io.tmpdir")));
    }

    /** @param folder where it is copied to, for a moment */
    static Optional<LibdeflateBinding> find(Path folder) {
        if (Runtime.version().feature() < 22 || Boolean.getBoolean(OFF)) {
            return Optional.empty();
        }
        try (InputStream build = build()) {
            return build == null ? Optional.empty() : bind(build, folder);
        } catch (Throwable e) {
            // Whatever is missing here, java.util.zip reads the same bytes, only slower.
            return Optional.empty();
        }
    }

    /** The library's bytes for this machine; null where there are none. */
    private static @Nullable InputStream build() {
        String system =
                System.getProperty("os.name").replace("Mac OS X", "macos").toLowerCase(Locale.ROOT);
        String processor = System.getProperty("os.arch").replace("x86_64", "amd64");
        return LibdeflateBinding.class
                .getClassLoader()
                .getResourceAsStream(
                        "aircompressor/" + system + "-" + processor + "/" + System.mapLibraryName("deflate"));
    }

    /**
     * Loads the library from a copy, which is deleted at once: what is loaded stays, and a process that is killed leaves
     * no file.
     */
    private static Optional<LibdeflateBinding> bind(InputStream build, Path folder) throws Throwable {
        Path copy = Files.createTempFile(folder, "mayfly-libdeflate-", "");
        try {
            Files.copy(build, copy, StandardCopyOption.REPLACE_EXISTING);
            Class<?> arena = foreign("Arena");
            Object library = foreign("SymbolLookup")
                    .getMethod("libraryLookup", Path.class, arena)
                    .invoke(null, copy, arena.getMethod("global").invoke(null));
            return Optional.of(new LibdeflateBinding(MethodHandles.lookup(), library));
        } finally {
            Files.deleteIfExists(copy);
        }
    }

    /** A decompressor of the library's, which is given back when its owner is garbage. */
    long allocate(Object owner) throws Throwable {
        long decompressor = (long) allocate.invokeExact();
        cleaner.register(owner, () -> free(decompressor));
        return decompressor;
    }

    private void free(long decompressor) {
        try {
            // Bound when it is called, which most processes never do.
            MethodHandle free = functions.of("libdeflate_free_decompressor", "", "JAVA_LONG");
            free.invokeExact(decompressor);
        } catch (Throwable e) {
            throw new IllegalStateException("libdeflate cannot be called: " + e, e);
        }
    }

    /** Where a direct buffer's bytes begin, from its position. The buffer must be kept as long as the address is used. */
    long address(ByteBuffer buffer) throws Throwable {
        if (!buffer.isDirect()) {
            throw new IllegalArgumentException("a buffer of the heap has no address");
        }
        Object memory = (Object) segment.invokeExact((Buffer) buffer);
        return (long) address.invokeExact(memory);
    }

    /**
     * Decodes a gzip member.
     *
     * @param counts the address of two words, where it puts how many bytes it read and wrote
     * @return how it ended, as {@link #SUCCESS}
     */
    int decode(long decompressor, ByteBuffer in, ByteBuffer out, long counts) throws Throwable {
        try {
            return (int) decode.invokeExact(
                    decompressor,
                    address(in),
                    (long) in.remaining(),
                    address(out),
                    (long) out.remaining(),
                    counts,
                    counts + Long.BYTES);
        } finally {
            Reference.reachabilityFence(in);
            Reference.reachabilityFence(out);
        }
    }

    private static Class<?> foreign(String name) throws ClassNotFoundException {
        return Class.forName("java.lang.foreign." + name);
    }

    /** Functions of a library, by name. */
    private static final class Functions {
        private final Class<?> layout = foreign("MemoryLayout");
        private final Class<?> layouts = Array.newInstance(layout, 0).getClass();
        private final Class<?> descriptor = foreign("FunctionDescriptor");
        private final Object library;
        private final Object linker;

        Functions(Object library) throws ReflectiveOperationException {
            this.library = library;
            this.linker = foreign("Linker").getMethod("nativeLinker").invoke(null);
        }

        /**
         * @param returned the name of a value's layout; empty where nothing is returned
         */
        MethodHandle of(String name, String returned, String... arguments) throws ReflectiveOperationException {
            Object taken = Array.newInstance(layout, arguments.length);
            for (int i = 0; i < arguments.length; i++) {
                Array.set(taken, i, layout(arguments[i]));
            }
            Object described = returned.isEmpty()
                    ? descriptor.getMethod("ofVoid", layouts).invoke(null, taken)
                    : descriptor.getMethod("of", layout, layouts).invoke(null, layout(returned), taken);
            Object symbol = ((Optional<?>) foreign("SymbolLookup")
                            .getMethod("find", String.class)
                            .invoke(library, name))
                    .orElseThrow();
            Class<?> options = Array.newInstance(foreign("Linker$Option"), 0).getClass();
            return (MethodHandle) foreign("Linker")
                    .getMethod("downcallHandle", foreign("MemorySegment"), descriptor, options)
                    .invoke(linker, symbol, described, Array.newInstance(foreign("Linker$Option"), 0));
        }

        private static Object layout(String name) throws ReflectiveOperationException {
            return foreign("ValueLayout").getField(name).get(null);
        }
    }
}
