package dev.mayfly.engine.spill;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.ObjectStreamClass;
import java.io.OutputStream;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/**
 * Java serialization, the last resort. Beside each class description stands the number of the live class, since a class
 * defined in a cell cannot be found by its name.
 */
final class SerializedCodec implements Codec<Object> {
    /** Where other processes read what is written: classes are found by their names then. */
    private final @Nullable SharedTypes shared;

    private final ConcurrentMap<Class<?>, Integer> numbers = new ConcurrentHashMap<>();
    private final List<Class<?>> classes = new CopyOnWriteArrayList<>();

    SerializedCodec(@Nullable SharedTypes shared) {
        this.shared = shared;
    }

    @Override
    public void write(Object value, PackedOutput out) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream objects = new Writer(bytes)) {
            objects.writeObject(value);
        } catch (IOException e) {
            throw new SpillException(
                    value.getClass().getTypeName() + " cannot be stored: " + e.getMessage()
                            + " is not serializable or failed to serialize; use a record instead",
                    e);
        }
        byte[] array = bytes.toByteArray();
        out.writeVarint(array.length);
        out.writeBytes(array, 0, array.length);
    }

    @Override
    public Object read(PackedInput in) {
        byte[] array = new byte[in.readSize()];
        in.readBytes(array, 0, array.length);
        try (ObjectInputStream objects = new Reader(new ByteArrayInputStream(array))) {
            return objects.readObject();
        } catch (IOException | ClassNotFoundException e) {
            throw new SpillException("a stored object cannot be read back: " + e.getMessage(), e);
        }
    }

    private synchronized int number(Class<?> type) {
        return numbers.computeIfAbsent(type, added -> {
            classes.add(added);
            return classes.size() - 1;
        });
    }

    private final class Writer extends ObjectOutputStream {
        Writer(OutputStream out) throws IOException {
            super(out);
        }

        @Override
        protected void annotateClass(Class<?> type) throws IOException {
            if (shared == null) {
                writeInt(number(type));
            }
        }

        @Override
        protected void annotateProxyClass(Class<?> type) throws IOException {
            if (shared == null) {
                writeInt(number(type));
            }
        }
    }

    private final class Reader extends ObjectInputStream {
        Reader(InputStream in) throws IOException {
            super(in);
        }

        @Override
        protected Class<?> resolveClass(ObjectStreamClass description) throws IOException, ClassNotFoundException {
            if (shared == null) {
                return classes.get(readInt());
            }
            try {
                return Class.forName(description.getName(), false, shared.loader());
            } catch (ClassNotFoundException e) {
                return super.resolveClass(description); // a primitive's
            }
        }

        /** The version of a class that a cell declares depends on how it came into the process. */
        @Override
        protected ObjectStreamClass readClassDescriptor() throws IOException, ClassNotFoundException {
            ObjectStreamClass sent = super.readClassDescriptor();
            if (shared == null
                    || sent.getName().startsWith("java.")
                    || sent.getName().startsWith("[")) {
                return sent;
            }
            ObjectStreamClass here = ObjectStreamClass.lookup(shared.load(sent.getName()));
            return here == null ? sent : here;
        }

        @Override
        protected Class<?> resolveProxyClass(String[] interfaces) throws IOException, ClassNotFoundException {
            return shared == null ? classes.get(readInt()) : super.resolveProxyClass(interfaces);
        }
    }
}
