package dev.mayfly.engine.spill;

import java.util.Arrays;
import java.util.Collection;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;

/**
 * The types met by one job, numbered in the order of their first encounter. A tag in the data is such a number, never a
 * class name: two classes of one name, from two cells of a notebook, stay two types. Safe for use by many threads.
 */
final class TypeTable {
    /** What the encodings are for. Keys need more: equal keys, and only those, have equal bytes. */
    enum Use {
        KEYS,
        VALUES
    }

    /** A type that is encoded in one way; several classes can share it, such as all lists among keys. */
    record Type(int id, Codec<Object> codec) {}

    private static final int NULL = 0;

    private final Use use;
    private final ConcurrentMap<Class<?>, Type> byClass = new ConcurrentHashMap<>();
    private final ConcurrentMap<Codec<?>, Type> byCodec = new ConcurrentHashMap<>();
    private final CodecChoice choice;
    private volatile @Nullable Type[] byId = new Type[0];

    private final @Nullable SharedTypes shared;

    /** @param shared null where this process alone reads what is written */
    TypeTable(Use use, @Nullable SharedTypes shared) {
        this.use = use;
        this.shared = shared;
        this.choice = new CodecChoice(this);
    }

    /** What other processes know of the types, if they do. */
    @Nullable
    SharedTypes shared() {
        return shared;
    }

    Use use() {
        return use;
    }

    /**
     * The type of a class of values.
     *
     * @throws SpillException if it has no encoding
     */
    Type of(Class<?> valueClass) {
        Type known = byClass.get(valueClass);
        return known != null ? known : add(valueClass);
    }

    private Type add(Class<?> valueClass) {
        Codec<Object> codec = choice.of(valueClass);
        int agreed = shared == null ? 0 : shared.agreement().number(use.name(), choice.name(valueClass, codec));
        synchronized (this) {
            Type type = byCodec.computeIfAbsent(codec, added -> number(added, agreed));
            Type first = byClass.putIfAbsent(valueClass, type);
            return first != null ? first : type;
        }
    }

    @SuppressWarnings("unchecked") // the codecs come from the choice, as codecs of objects
    private Type number(Codec<?> codec, int agreed) {
        int id = agreed == 0 ? byId.length + 1 : agreed;
        Type type = new Type(id, (Codec<Object>) codec);
        @Nullable Type[] longer = Arrays.copyOf(byId, Math.max(byId.length, id));
        longer[id - 1] = type;
        byId = longer;
        return type;
    }

    private Type withId(long id) {
        Type known = id < 1 || id > byId.length ? null : byId[(int) id - 1];
        if (known != null) {
            return known;
        }
        if (shared == null || id < 1 || id > Integer.MAX_VALUE) {
            throw new SpillException("packed data is damaged: type " + id + " of " + byId.length);
        }
        return named(shared.agreement().type(use.name(), (int) id), shared);
    }

    /** The name of the type of a class of values, which other processes know it by. */
    String name(Class<?> valueClass) {
        return choice.name(valueClass, of(valueClass).codec());
    }

    /** The type of a name. */
    Type named(String name, SharedTypes from) {
        Codec<Object> codec = choice.named(name, from);
        int agreed = from.agreement().number(use.name(), name);
        synchronized (this) {
            return byCodec.computeIfAbsent(codec, added -> number(added, agreed));
        }
    }

    /** Writes a value with its type before it, or null. */
    void writeAny(@Nullable Object value, PackedOutput out) {
        if (value == null) {
            out.writeVarint(NULL);
            return;
        }
        Type type = of(value.getClass());
        out.writeVarint(type.id());
        type.codec().write(value, out);
    }

    @Nullable
    Object readAny(PackedInput in) {
        long id = in.readVarint();
        return id == NULL ? null : withId(id).codec().read(in);
    }

    /** Writes how many elements there are, then the elements, with one tag where they are of one type. */
    void writeElements(Collection<?> elements, PackedOutput out) {
        out.writeVarint(elements.size());
        Type common = commonType(elements);
        if (!elements.isEmpty()) {
            out.writeVarint(common == null ? NULL : common.id());
        }
        for (Object element : elements) {
            if (common == null) {
                writeAny(element, out);
            } else {
                common.codec().write(element, out);
            }
        }
    }

    /** Reads what {@link #writeElements} wrote into a collection. */
    void readElements(PackedInput in, int count, Collection<? super @Nullable Object> into) {
        if (count == 0) {
            return;
        }
        long id = in.readVarint();
        Codec<Object> common = id == NULL ? null : withId(id).codec();
        for (int i = 0; i < count; i++) {
            into.add(common == null ? readAny(in) : common.read(in));
        }
    }

    private @Nullable Type commonType(Collection<?> elements) {
        Type common = null;
        for (Object element : elements) {
            if (element == null) {
                return null;
            }
            Type type = of(element.getClass());
            if (common != null && common.id() != type.id()) {
                return null;
            }
            common = type;
        }
        return common;
    }
}
