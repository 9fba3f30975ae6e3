package dev.mayfly.kernel.cli;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.file.FileSystems;
import java.nio.file.spi.FileSystemProvider;
import java.util.ArrayList;
import java.util.List;
import java.util.ServiceLoader;

/**
 * Has the JDK take its own services, where it would first look for others in every jar that the process runs on: to open two
 * hundred of them takes longer than all that a session does before its first value. No jar of ours has such services, but
 * for the file systems of an ssh library, which nobody asks for. Where a JDK does not let us, a start takes longer.
 */
final class JdkServices {
    private static final String SELECTORS = "java.nio.channels.spi.SelectorProvider";
    /** Linux has the first of these, macOS the second. */
    private static final List<String> OWN_SELECTORS =
            List.of("sun.nio.ch.EPollSelectorProvider", "sun.nio.ch.KQueueSelectorProvider");

    /** By these the JDK's loggers are configured. */
    private static final List<String> LOGGING =
            List.of("java.util.logging.config.file", "java.util.logging.config.class", "java.util.logging.manager");

    private JdkServices() {}

    /** To be called before anything else asks for a service. */
    static void settle() {
        if (System.getProperty(SELECTORS) == null) {
            OWN_SELECTORS.stream()
                    .filter(JdkServices::exists)
                    .findFirst()
                    .ifPresent(name -> System.setProperty(SELECTORS, name));
        }
        List<FileSystemProvider> all = new ArrayList<>();
        all.add(FileSystems.getDefault().provider());
        ServiceLoader.load(ModuleLayer.boot(), FileSystemProvider.class).forEach(all::add);
        try {
            Class<FileSystemProvider> type = FileSystemProvider.class;
            MethodHandles.privateLookupIn(type, MethodHandles.lookup())
                    .findStaticVarHandle(type, "installedProviders", List.class)
                    .set(List.copyOf(all));
        } catch (ReflectiveOperationException | RuntimeException notTheJdkThatWeKnow) {
            // As the class comment says.
        }
        if (LOGGING.stream().allMatch(property -> System.getProperty(property) == null)) {
            settleLoggers();
        }
    }

    /**
     * A process that ends asks for a logger, as a terminal does that begins. The loggers are looked for by what the system
     * class loader sees: while they are, that is the JDK. What somebody has configured may name classes of a jar.
     */
    private static void settleLoggers() {
        ClassLoader whole = ClassLoader.getSystemClassLoader();
        try {
            VarHandle loader = MethodHandles.privateLookupIn(ClassLoader.class, MethodHandles.lookup())
                    .findStaticVarHandle(ClassLoader.class, "scl", ClassLoader.class);
            loader.set(ClassLoader.getPlatformClassLoader());
            try {
                System.LoggerFinder.getLoggerFinder();
                System.getLogger(JdkServices.class.getName());
            } finally {
                loader.set(whole);
            }
        } catch (ReflectiveOperationException | RuntimeException notTheJdkThatWeKnow) {
            // As the class comment says.
        }
    }

    private static boolean exists(String className) {
        try {
            Class.forName(className, false, null);
            return true;
        } catch (ClassNotFoundException e) {
            return false;
        }
    }
}
