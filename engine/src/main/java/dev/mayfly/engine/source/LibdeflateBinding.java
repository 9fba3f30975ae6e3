package dev.mayfly.engine.source;

import java.io.IOException;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.ref.Cleaner;
import java.lang.reflect.Array;
import java.nio.Buffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The functions of libdeflate that are called, by the foreign function API of Java 22. aircompressor-v3 brings the
 * library and knows which of its builds this machine can load, in byte code of Java 25; but what it offers does not tell
 * where a member ends. So the copy of the library that it loads is looked into here, and all of it by name: this class
 * compiles and loads on Java 17. The handles are erased to types that every JDK has, so that calls compile too.
 *
 * @param allocate {@code () -> decompressor}
 * @param decode {@code (decompressor, in, its length, out, its length, where to put bytes read, and bytes written) ->
 *     result}
 * @param free {@code (decompressor)}
 * @param segment the memory of a direct buffer, as the others take it
 * @param cleaner frees decompressors that are no longer used
 */
record LibdeflateBinding(
        MethodHandle allocate, MethodHandle decode, MethodHandle free, MethodHandle segment, Cleaner cleaner) {
    static final int SUCCESS = 0;
    static final int INSUFFICIENT_SPACE = 3;

    private static final String COPY_FOLDER = "aircompressor.tmpdir";
    private static final String DECODER = "io.airlift.compress.v3.deflate.DeflateNativeDecompressor";

    /** The library, where this JDK and machine have one. */
    static Optional<LibdeflateBinding> find() {
        if (Runtime.version().feature() < 22) {
            return Optional.empty();
        }
        try {
            return findIn(Files.createTempDirectory("mayfly-libdeflate-"));
        } catch (IOException e) {
            // No room for the library: java.util.zip needs none.
            return Optional.empty();
        }
    }

    /**
     * Finds the library, which aircompressor copies to a folder to load it from there. The copy is deleted at once: what
     * is loaded stays, and a process that is killed leaves no file.
     */
    private static Optional<LibdeflateBinding> findIn(Path folder) throws IOException {
        String before = System.getProperty(COPY_FOLDER);
        System.setProperty(COPY_FOLDER, folder.toString());
        try {
            return bind(folder);
        } finally {
            if (before == null) {
                System.clearProperty(COPY_FOLDER);
            } else {
                System.setProperty(COPY_FOLDER, before);
            }
            for (Path copy : filesIn(folder)) {
                Files.deleteIfExists(copy);
            }
            Files.deleteIfExists(folder);
        }
    }

    private static Optional<LibdeflateBinding> bind(Path folder) {
        try {
            MethodHandles.Lookup lookup = MethodHandles.lookup();
            MethodHandle enabled =
                    lookup.findStatic(Class.forName(DECODER), "isEnabled", MethodType.methodType(boolean.class));
            if (!(boolean) enabled.invokeExact()) {
                return Optional.empty();
            }
            Class<?> segment = foreign("MemorySegment");
            MethodHandle ofBuffer = lookup.findStatic(segment, "ofBuffer", MethodType.methodType(segment, Buffer.class))
                    .asType(MethodType.methodType(Object.class, Buffer.class));
            Functions functions = new Functions(lookup, filesIn(folder).get(0));
            return Optional.of(new LibdeflateBinding(
                    functions
                            .of("libdeflate_alloc_decompressor", "ADDRESS")
                            .asType(MethodType.methodType(Object.class)),
                    functions
                            .of(
                                    "libdeflate_gzip_decompress_ex",
                                    "JAVA_INT",
                                    "ADDRESS",
                                    "ADDRESS",
                                    "JAVA_LONG",
                                    "ADDRESS",
                                    "JAVA_LONG",
                                    "ADDRESS",
                                    "ADDRESS")
                            .asType(MethodType.methodType(
                                    int.class,
                                    Object.class,
                                    Object.class,
                                    long.class,
                                    Object.class,
                                    long.class,
                                    Object.class,
                                    Object.class)),
                    functions
                            .of("libdeflate_free_decompressor", "", "ADDRESS")
                            .asType(MethodType.methodType(void.class, Object.class)),
                    ofBuffer,
                    Cleaner.create()));
        } catch (Throwable e) {
            // Whatever is missing here, java.util.zip reads the same bytes, only slower.
            return Optional.empty();
        }
    }

    private static List<Path> filesIn(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.toList();
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
        private final MethodHandle find;
        private final MethodHandle handle;
        private final MethodHandle describe;
        private final MethodHandle describeVoid;

        Functions(MethodHandles.Lookup lookup, Path library) throws Throwable {
            Class<?> symbols = foreign("SymbolLookup");
            Class<?> arena = foreign("Arena");
            Class<?> linker = foreign("Linker");
            Class<?> options = Array.newInstance(foreign("Linker$Option"), 0).getClass();
            Object global = lookup.findStatic(arena, "global", MethodType.methodType(arena))
                    .invoke();
            Object loaded = lookup.findStatic(
                            symbols, "libraryLookup", MethodType.methodType(symbols, Path.class, arena))
                    .invoke(library, global);
            Object platform = lookup.findStatic(linker, "nativeLinker", MethodType.methodType(linker))
                    .invoke();
            this.find = lookup.findVirtual(symbols, "find", MethodType.methodType(Optional.class, String.class))
                    .bindTo(loaded);
            this.handle = lookup.findVirtual(
                            linker,
                            "downcallHandle",
                            MethodType.methodType(MethodHandle.class, foreign("MemorySegment"), descriptor, options))
                    .asFixedArity()
                    .bindTo(platform);
            this.describe = lookup.findStatic(descriptor, "of", MethodType.methodType(descriptor, layout, layouts))
                    .asFixedArity();
            this.describeVoid = lookup.findStatic(descriptor, "ofVoid", MethodType.methodType(descriptor, layouts))
                    .asFixedArity();
        }

        /**
         * @param returned the name of a value's layout; empty where nothing is returned
         */
        MethodHandle of(String name, String returned, String... arguments) throws Throwable {
            Object layouts = Array.newInstance(layout, arguments.length);
            for (int i = 0; i < arguments.length; i++) {
                Array.set(layouts, i, layout(arguments[i]));
            }
            Object described =
                    returned.isEmpty() ? describeVoid.invoke(layouts) : describe.invoke(layout(returned), layouts);
            Optional<?> symbol = (Optional<?>) find.invoke(name);
            Object none = Array.newInstance(foreign("Linker$Option"), 0);
            return (MethodHandle) handle.invoke(symbol.orElseThrow(), described, none);
        }

        private static Object layout(String name) throws ReflectiveOperationException {
            return foreign("ValueLayout").getField(name).get(null);
        }
    }
}
