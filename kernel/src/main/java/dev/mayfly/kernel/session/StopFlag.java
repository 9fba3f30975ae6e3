package dev.mayfly.kernel.session;

import java.lang.reflect.Field;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/**
 * What woven code asks. The flag is a static field of a class made for this session alone, in its class loader, so that
 * two sessions in one process do not stop each other:
 *
 * <pre>{@code
 * public final class $Stop$ {
 *     public static volatile boolean raised;
 *     public static Runnable check;
 *     public static void ask() { if (raised) check.run(); }
 * }
 * }</pre>
 */
final class StopFlag {
    static final String NAME = "REPL.$Stop$";
    static final String INTERNAL_NAME = "REPL/$Stop$";
    static final String ASK = "ask";
    private static final String RAISED = "raised";
    private static final String CHECK = "check";
    private static final String RUNNABLE = "Ljava/lang/Runnable;";

    private final Field raised;

    /** @param check called by code in cells while the flag is raised; throws where that code must stop */
    StopFlag(SnippetLoader loader, Runnable check) {
        try {
            Class<?> flag = loader.declare(NAME, byteCode());
            raised = flag.getField(RAISED);
            flag.getField(CHECK).set(null, check);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("cannot make the class by which cells are stopped", e);
        }
    }

    void raise(boolean up) {
        try {
            raised.set(null, up);
        } catch (IllegalAccessException e) {
            throw new IllegalStateException("cannot reach the flag by which cells are stopped", e);
        }
    }

    private static byte[] byteCode() {
        ClassWriter writer = new ClassWriter(ClassWriter.COMPUTE_MAXS);
        writer.visit(
                Opcodes.V17,
                Opcodes.ACC_PUBLIC | Opcodes.ACC_FINAL | Opcodes.ACC_SUPER,
                INTERNAL_NAME,
                null,
                "java/lang/Object",
                null);
        int field = Opcodes.ACC_PUBLIC | Opcodes.ACC_STATIC | Opcodes.ACC_VOLATILE;
        writer.visitField(field, RAISED, "Z", null, null).visitEnd();
        writer.visitField(field, CHECK, RUNNABLE, null, null).visitEnd();
        MethodVisitor ask = writer.visitMethod(Opcodes.ACC_PUBLIC | Opcodes.ACC_STATIC, ASK, "()V", null, null);
        ask.visitCode();
        Label end = new Label();
        ask.visitFieldInsn(Opcodes.GETSTATIC, INTERNAL_NAME, RAISED, "Z");
        ask.visitJumpInsn(Opcodes.IFEQ, end);
        ask.visitFieldInsn(Opcodes.GETSTATIC, INTERNAL_NAME, CHECK, RUNNABLE);
        ask.visitMethodInsn(Opcodes.INVOKEINTERFACE, "java/lang/Runnable", "run", "()V", true);
        ask.visitLabel(end);
        ask.visitFrame(Opcodes.F_SAME, 0, null, 0, null);
        ask.visitInsn(Opcodes.RETURN);
        ask.visitMaxs(0, 0);
        ask.visitEnd();
        writer.visitEnd();
        return writer.toByteArray();
    }
}
