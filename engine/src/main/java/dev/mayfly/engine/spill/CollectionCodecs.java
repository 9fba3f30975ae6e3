package dev.mayfly.engine.spill;

import java.util.AbstractMap;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/**
 * Encodings of the JDK's lists, sets, maps and entries. As values they come back as the same class, unmodifiable ones as
 * unmodifiable ones. As keys all lists are one type, since a list is equal to any other of the same elements, and so are
 * all sets and all maps, whose elements are put in the order of their bytes.
 */
final class CollectionCodecs {
    private static final Set<String> UNMODIFIABLE = Set.of(
            "java.util.Collections$UnmodifiableList",
            "java.util.Collections$UnmodifiableRandomAccessList",
            "java.util.Collections$UnmodifiableSet",
            "java.util.Collections$UnmodifiableMap");

    private final TypeTable types;
    private final Map<Class<?>, Codec<Object>> exact;
    private final Codec<Object> lists;
    private final Codec<Object> sets;
    private final Codec<Object> maps;
    private final Codec<Object> entries;

    CollectionCodecs(TypeTable types) {
        this.types = types;
        boolean keys = types.use() == TypeTable.Use.KEYS;
        this.lists = collection(ArrayList::new, all -> Collections.unmodifiableList((List<?>) all), false);
        this.sets = collection(LinkedHashSet::new, all -> Collections.unmodifiableSet((Set<?>) all), keys);
        this.maps = map(LinkedHashMap::new, Collections::unmodifiableMap, keys);
        this.entries = entry();
        this.exact = Map.of(
                ArrayList.class, collection(ArrayList::new, all -> all, false),
                HashSet.class, collection(HashSet::new, all -> all, false),
                LinkedHashSet.class, collection(LinkedHashSet::new, all -> all, false),
                HashMap.class, map(HashMap::new, all -> all, false),
                LinkedHashMap.class, map(LinkedHashMap::new, all -> all, false));
    }

    @Nullable
    Codec<Object> of(Class<?> type) {
        if (types.use() == TypeTable.Use.VALUES) {
            Codec<Object> same = exact.get(type);
            // What else the JDK makes, but for views and sorted sets, whose comparator only serialization keeps.
            return same != null || !isPlain(type) ? same : general(type);
        }
        return general(type);
    }

    /** The interface that a codec of all its implementations is for; null for any other codec. */
    @Nullable
    Class<?> general(Codec<Object> codec) {
        if (codec == lists) {
            return List.class;
        }
        if (codec == sets) {
            return Set.class;
        }
        if (codec == maps) {
            return Map.class;
        }
        return codec == entries ? Map.Entry.class : null;
    }

    @Nullable
    Codec<Object> general(Class<?> type) {
        if (List.class.isAssignableFrom(type)) {
            return lists;
        }
        if (Set.class.isAssignableFrom(type)) {
            return sets;
        }
        if (Map.class.isAssignableFrom(type)) {
            return maps;
        }
        return Map.Entry.class.isAssignableFrom(type) ? entries : null;
    }

    private static boolean isPlain(Class<?> type) {
        String name = type.getName();
        return name.startsWith("java.util.ImmutableCollections$")
                || UNMODIFIABLE.contains(name)
                || name.startsWith("java.util.Collections$Empty")
                || name.startsWith("java.util.Collections$Singleton")
                || name.startsWith("java.util.Arrays$ArrayList")
                || name.startsWith("java.util.ArrayList$SubList")
                || name.equals("java.util.KeyValueHolder")
                || type == AbstractMap.SimpleImmutableEntry.class;
    }

    private Codec<Object> collection(
            IntFunction<Collection<@Nullable Object>> empty,
            Function<Collection<@Nullable Object>, Object> finish,
            boolean unordered) {
        return TimeCodecs.of(
                (value, out) -> {
                    if (unordered) {
                        writeSorted(((Collection<?>) value), out);
                    } else {
                        types.writeElements((Collection<?>) value, out);
                    }
                },
                in -> {
                    int count = in.readSize();
                    Collection<@Nullable Object> all = empty.apply(count);
                    if (unordered) {
                        for (int i = 0; i < count; i++) {
                            all.add(types.readAny(in));
                        }
                    } else {
                        types.readElements(in, count, all);
                    }
                    return finish.apply(all);
                });
    }

    private void writeSorted(Collection<?> elements, PackedOutput out) {
        out.writeVarint(elements.size());
        List<byte[]> encoded = new ArrayList<>(elements.size());
        for (Object element : elements) {
            PackedOutput one = new PackedOutput();
            types.writeAny(element, one);
            encoded.add(one.toByteArray());
        }
        append(encoded, out);
    }

    private Codec<Object> map(
            IntFunction<Map<@Nullable Object, @Nullable Object>> empty,
            Function<Map<@Nullable Object, @Nullable Object>, Object> finish,
            boolean unordered) {
        return TimeCodecs.of(
                (value, out) -> {
                    Map<?, ?> map = (Map<?, ?>) value;
                    out.writeVarint(map.size());
                    List<byte[]> encoded = new ArrayList<>();
                    for (Map.Entry<?, ?> entry : map.entrySet()) {
                        PackedOutput one = unordered ? new PackedOutput() : out;
                        types.writeAny(entry.getKey(), one);
                        types.writeAny(entry.getValue(), one);
                        if (unordered) {
                            encoded.add(one.toByteArray());
                        }
                    }
                    append(encoded, out);
                },
                in -> {
                    int count = in.readSize();
                    Map<@Nullable Object, @Nullable Object> map = empty.apply(count);
                    for (int i = 0; i < count; i++) {
                        Object key = types.readAny(in);
                        map.put(key, types.readAny(in));
                    }
                    return finish.apply(map);
                });
    }

    private Codec<Object> entry() {
        return TimeCodecs.of(
                (value, out) -> {
                    Map.Entry<?, ?> entry = (Map.Entry<?, ?>) value;
                    types.writeAny(entry.getKey(), out);
                    types.writeAny(entry.getValue(), out);
                },
                in -> {
                    Object key = types.readAny(in);
                    return new AbstractMap.SimpleImmutableEntry<>(key, types.readAny(in));
                });
    }

    private static void append(List<byte[]> encoded, PackedOutput out) {
        encoded.sort(Arrays::compareUnsigned);
        for (byte[] one : encoded) {
            out.writeBytes(one, 0, one.length);
        }
    }
}
