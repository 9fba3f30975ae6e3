package dev.mayfly.engine.local;

import dev.mayfly.engine.Condition;
import dev.mayfly.engine.DoubleValue;
import dev.mayfly.engine.LongValue;
import dev.mayfly.engine.Transform;
import java.io.IOException;
import java.io.Serializable;
import java.lang.invoke.MethodHandles;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.WeakHashMap;

/** What a function of the user gives of a line, without a {@code String} of the line. */
@FunctionalInterface
interface TextFunction {
    /**
     * Calls the function.
     *
     * @return what the function gives, boxed; a {@link LineText} where that is the line or a part of it
     * @throws RuntimeException where the function itself must be asked: it fails too, mostly
     */
    Object apply(LineText line);

    /** The same of a function of lines, where its code can be seen and is rewritten: {@link TextCode}. */
    static Optional<TextFunction> of(Serializable function) {
        return Cache.OF_LAMBDAS.computeIfAbsent(
                function.getClass(), type -> LambdaCode.read(function, Cache.INTERFACES, Cache::define));
    }

    /** Functions by the classes of the lambdas. All threads are to have the same, which is compiled once. */
    final class Cache {
        private static final Map<Class<?>, Optional<TextFunction>> OF_LAMBDAS =
                Collections.synchronizedMap(new WeakHashMap<>());
        private static final Set<Class<?>> INTERFACES =
                Set.of(Transform.class, Condition.class, LongValue.class, DoubleValue.class, Serializable.class);

        private Cache() {}

        private static Optional<TextFunction> define(LambdaCode lambda)
                throws IOException, ReflectiveOperationException {
            byte[] code = TextCode.of(lambda);
            if (code == null) {
                return Optional.empty();
            }
            MethodHandles.Lookup lookup = MethodHandles.lookup();
            return Optional.of((TextFunction) lookup.defineHiddenClass(code, true)
                    .lookupClass()
                    .getDeclaredConstructor()
                    .newInstance());
        }
    }
}
