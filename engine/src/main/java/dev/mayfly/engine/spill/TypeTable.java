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
    private volatile Type[] byId = new Type[0];

    TypeTable(Use use) {
        this.use = use;
        this.choice = new CodecChoice(this);
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
        synchronized (this) {
            Type type = byCodec.computeIfAbsent(codec, this::number);
            Type first = byClass.putIfAbsent(valueClass, type);
            return first != null ? first : type;
        }
    }

    @SuppressWarnings("unchecked") // the codecs come from the choice, as codecs of objects
    private Type number(Codec<?> codec) {
        Type type = new Type(byId.length + 1, (Codec<Object>) codec);
        Type[] longer = Arrays.copyOf(byId, byId.length + 1);
        longer[byId.length] = type;
        byId = longer;
        return type;
    }

    private Type withId(long id) {
        if (id < 1 || id > byId.length) {
            throw new SpillException("packed data is damaged: type " + id + " of " + byId.length);
        }
        return byId[(int) id - 1];
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
