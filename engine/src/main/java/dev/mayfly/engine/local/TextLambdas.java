package dev.mayfly.engine.local;

import dev.mayfly.engine.Condition;
import dev.mayfly.engine.DoubleValue;
import dev.mayfly.engine.LongValue;
import dev.mayfly.engine.Mapper;
import dev.mayfly.engine.Transform;
import java.io.Serializable;
import java.lang.invoke.MethodHandles;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.WeakHashMap;
import org.jspecify.annotations.Nullable;

/** Functions of texts by the classes of the lambdas. All threads are to have the same, which is compiled once. */
final class TextLambdas {
    private static final Set<Class<?>> FUNCTIONS =
            Set.of(Transform.class, Condition.class, LongValue.class, DoubleValue.class, Serializable.class);
    private static final Set<Class<?>> MAPPERS = Set.of(Mapper.class, Serializable.class);

    private static final Map<Class<?>, Optional<TextFunction>> OF_FUNCTIONS =
            Collections.synchronizedMap(new WeakHashMap<>());
    private static final Map<Class<?>, Optional<TextMapper>> OF_MAPPERS =
            Collections.synchronizedMap(new WeakHashMap<>());

    private TextLambdas() {}

    static Optional<TextFunction> function(Serializable function) {
        return OF_FUNCTIONS.computeIfAbsent(
                function.getClass(),
                type -> LambdaCode.read(
                        function, FUNCTIONS, lambda -> made(TextCode.ofFunction(lambda), TextFunction.class)));
    }

    static Optional<TextMapper> mapper(Mapper<?, ?, ?> mapper) {
        return OF_MAPPERS.computeIfAbsent(
                mapper.getClass(),
                type -> LambdaCode.read(mapper, MAPPERS, lambda -> made(TextCode.ofMapper(lambda), TextMapper.class)));
    }

    private static <T> Optional<T> made(byte @Nullable [] code, Class<T> type) throws ReflectiveOperationException {
        if (code == null) {
            return Optional.empty();
        }
        Class<?> made = MethodHandles.lookup().defineHiddenClass(code, true).lookupClass();
        return Optional.of(type.cast(made.getDeclaredConstructor().newInstance()));
    }
}
