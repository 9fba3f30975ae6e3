package dev.mayfly.engine.spill;

import java.lang.reflect.Array;
import java.util.Map;

/** Encodings of arrays: a length, then the elements. */
final class ArrayCodecs {
    static final Map<Class<?>, Codec<?>> PRIMITIVE = Map.of(
            byte[].class,
            TimeCodecs.<byte[]>of(ArrayCodecs::writeBytes, ArrayCodecs::readBytes),
            boolean[].class,
            new Elements(boolean.class, NumberCodecs.BOOLEAN),
            short[].class,
            new Elements(short.class, NumberCodecs.SHORT),
            char[].class,
            new Elements(char.class, NumberCodecs.CHARACTER),
            int[].class,
            TimeCodecs.<int[]>of(ArrayCodecs::writeInts, ArrayCodecs::readInts),
            long[].class,
            TimeCodecs.<long[]>of(ArrayCodecs::writeLongs, ArrayCodecs::readLongs),
            float[].class,
            new Elements(float.class, NumberCodecs.FLOAT),
            double[].class,
            TimeCodecs.<double[]>of(ArrayCodecs::writeDoubles, ArrayCodecs::readDoubles));

    private ArrayCodecs() {}

    /** Arrays of objects, each element with its own type. */
    static Codec<Object> objects(Class<?> component, TypeTable types) {
        return new Codec<>() {
            @Override
            public void write(Object array, PackedOutput out) {
                Object[] elements = (Object[]) array;
                out.writeVarint(elements.length);
                for (Object element : elements) {
                    types.writeAny(element, out);
                }
            }

            @Override
            public Object read(PackedInput in) {
                Object[] elements = (Object[]) Array.newInstance(component, in.readSize());
                for (int i = 0; i < elements.length; i++) {
                    Array.set(elements, i, types.readAny(in));
                }
                return elements;
            }
        };
    }

    /** Arrays of a primitive type, element by element. */
    private static final class Elements implements Codec<Object> {
        private final Class<?> component;
        private final Codec<Object> codec;

        @SuppressWarnings("unchecked") // reflection boxes the elements as the codec of the same type expects them
        Elements(Class<?> component, Codec<?> codec) {
            this.component = component;
            this.codec = (Codec<Object>) codec;
        }

        @Override
        public void write(Object array, PackedOutput out) {
            int length = Array.getLength(array);
            out.writeVarint(length);
            for (int i = 0; i < length; i++) {
                codec.write(Array.get(array, i), out);
            }
        }

        @Override
        public Object read(PackedInput in) {
            int length = in.readSize();
            Object array = Array.newInstance(component, length);
            for (int i = 0; i < length; i++) {
                Array.set(array, i, codec.read(in));
            }
            return array;
        }
    }

    private static void writeBytes(byte[] value, PackedOutput out) {
        out.writeVarint(value.length);
        out.writeBytes(value, 0, value.length);
    }

    private static byte[] readBytes(PackedInput in) {
        byte[] value = new byte[in.readSize()];
        in.readBytes(value, 0, value.length);
        return value;
    }

    private static void writeInts(int[] value, PackedOutput out) {
        out.writeVarint(value.length);
        for (int element : value) {
            out.writeZigzag(element);
        }
    }

    private static int[] readInts(PackedInput in) {
        int[] value = new int[in.readSize()];
        for (int i = 0; i < value.length; i++) {
            value[i] = (int) in.readZigzag();
        }
        return value;
    }

    private static void writeLongs(long[] value, PackedOutput out) {
        out.writeVarint(value.length);
        for (long element : value) {
            out.writeZigzag(element);
        }
    }

    private static long[] readLongs(PackedInput in) {
        long[] value = new long[in.readSize()];
        for (int i = 0; i < value.length; i++) {
            value[i] = in.readZigzag();
        }
        return value;
    }

    private static void writeDoubles(double[] value, PackedOutput out) {
        out.writeVarint(value.length);
        for (double element : value) {
            out.writeFixed64(Double.doubleToRawLongBits(element));
        }
    }

    private static double[] readDoubles(PackedInput in) {
        double[] value = new double[in.readSize()];
        for (int i = 0; i < value.length; i++) {
            value[i] = Double.longBitsToDouble(in.readFixed64());
        }
        return value;
    }
}
