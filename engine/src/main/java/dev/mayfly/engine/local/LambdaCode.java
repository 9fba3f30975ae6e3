package dev.mayfly.engine.local;

import java.io.IOException;
import java.io.InputStream;
import java.io.Serializable;
import java.lang.invoke.MethodHandleInfo;
import java.lang.invoke.SerializedLambda;
import java.lang.reflect.Method;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Where the byte code of a function of the user lies: of lambdas without captured values, of classes whose loader keeps their
 * code, as that of cells does.
 *
 * @param loader of the class
 * @param code of the class
 * @param method a static one of that class
 * @param descriptor of that method
 */
@SuppressWarnings("ArrayRecordComponent") // of one owner, and never compared
record LambdaCode(ClassLoader loader, String owner, byte[] code, String method, String descriptor) {
    /** Tells something from code. */
    interface Reader<T> {
        Optional<T> read(LambdaCode lambda) throws IOException, ReflectiveOperationException;
    }

    /**
     * What a reader tells from the code, where that can be seen and the function is called by one of some interfaces; nothing
     * where it fails.
     */
    static <T> Optional<T> read(Serializable function, Set<Class<?>> interfaces, Reader<T> reader) {
        try {
            Optional<LambdaCode> lambda = find(function, interfaces);
            return lambda.isEmpty() ? Optional.empty() : reader.read(lambda.get());
        } catch (IOException | ReflectiveOperationException | RuntimeException | LinkageError e) {
            // It is called, then, as it is.
            return Optional.empty();
        }
    }

    private static Optional<LambdaCode> find(Serializable function, Set<Class<?>> interfaces)
            throws IOException, ReflectiveOperationException {
        // Another interface might do something else with what the lambda gives.
        if (!function.getClass().isSynthetic()
                || !interfaces.containsAll(List.of(function.getClass().getInterfaces()))) {
            return Optional.empty();
        }
        Method replace = function.getClass().getDeclaredMethod("writeReplace");
        replace.setAccessible(true);
        if (!(replace.invoke(function) instanceof SerializedLambda lambda)
                || lambda.getImplMethodKind() != MethodHandleInfo.REF_invokeStatic
                || !lambda.getImplMethodName().startsWith("lambda$")
                || lambda.getCapturedArgCount() > 0) {
            return Optional.empty();
        }
        ClassLoader loader = function.getClass().getClassLoader();
        byte[] code = loader == null ? null : ofClass(loader, lambda.getImplClass());
        return code == null
                ? Optional.empty()
                : Optional.of(new LambdaCode(
                        loader,
                        lambda.getImplClass(),
                        code,
                        lambda.getImplMethodName(),
                        lambda.getImplMethodSignature()));
    }

    /**
     * The code of a class as it was loaded: a loader that keeps it gives it, as that of a session does and that of a bundle. Null
     * where it lies in a file, which may be another since.
     *
     * @param name with slashes
     */
    static byte @Nullable [] ofClass(ClassLoader loader, String name) throws IOException {
        String file = name + ".class";
        if (loader.getResource(file) != null) {
            return null;
        }
        try (InputStream in = loader.getResourceAsStream(file)) {
            return in == null ? null : in.readAllBytes();
        }
    }
}
