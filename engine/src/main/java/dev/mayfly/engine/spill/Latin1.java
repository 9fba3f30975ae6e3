package dev.mayfly.engine.spill;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/**
 * Strings as the JVM holds them: one byte a character where all are Latin-1 (JEP 254). The JVM knows of a string whether
 * it is, but says so to its own classes alone; where it is not opened to others by {@code --add-opens java.base/java.lang},
 * nothing is sure, and one looks at each character.
 */
public final class Latin1 {
    private static final @Nullable MethodHandle IS_LATIN1 = find();
    /** The array of a string; of one that is Latin-1 its characters. */
    private static final @Nullable VarHandle ARRAY = findArray();

    private Latin1() {}

    private static @Nullable MethodHandle find() {
        try {
            return MethodHandles.privateLookupIn(String.class, MethodHandles.lookup())
                    .findVirtual(String.class, "isLatin1", MethodType.methodType(boolean.class));
        } catch (ReflectiveOperationException | RuntimeException e) {
            return null;
        }
    }

    private static @Nullable VarHandle findArray() {
        try {
            return MethodHandles.privateLookupIn(String.class, MethodHandles.lookup())
                    .findVarHandle(String.class, "value", byte[].class);
        } catch (ReflectiveOperationException | RuntimeException e) {
            return null;
        }
    }

    /** The text's own array of its characters, a byte each, where all are Latin-1 for sure; else null. */
    static byte @Nullable [] bytes(String text) {
        VarHandle array = ARRAY;
        return array == null || !isSure(text) ? null : (byte[]) array.get(text);
    }

    /** Whether all characters are Latin-1, for sure. */
    public static boolean isSure(String text) {
        MethodHandle isLatin1 = IS_LATIN1;
        if (isLatin1 == null) {
            return false;
        }
        try {
            return (boolean) isLatin1.invokeExact(text);
        } catch (Throwable e) {
            throw new IllegalStateException("a string cannot be asked for its form: " + e, e);
        }
    }

    /** Copies the characters of a string that is Latin-1. */
    @SuppressWarnings("deprecation") // it drops the upper byte of each character, which here is 0
    public static void copy(String text, byte[] to, int offset) {
        text.getBytes(0, text.length(), to, offset);
    }
}
