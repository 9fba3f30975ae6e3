package dev.mayfly.kernel.session;

import java.io.IOException;
import java.io.InputStream;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Handle;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/**
 * Makes a snippet's byte code stoppable and harmless before it is loaded.
 *
 * <p>A JVM from 20 on has no way to stop a thread, so each method of a cell asks at its start, and before each backward
 * branch, whether its cell was interrupted. The question is a static call without operands: it changes neither frames nor
 * stack sizes, and costs the read of a volatile field. And each call that would end the process, also by a method
 * reference, is led to {@link ExitRefusedError}.
 *
 * <p>What a cell declares is made serializable where all that it inherits is: so its objects can go wherever a function
 * that uses them goes.
 */
final class Weaver {
    private static final String EXIT = "dev/mayfly/kernel/session/ExitRefusedError";

    private Weaver() {}

    /** Loads what weaving takes, on a thread of its own. */
    static void beginLoading() {
        Thread thread = new Thread(
                () -> {
                    try (InputStream in = Weaver.class.getResourceAsStream("StopCheck.class")) {
                        weave(Objects.requireNonNull(in, "StopCheck.class").readAllBytes());
                    } catch (IOException e) {
                        // Whoever weaves will hear of it.
                    }
                },
                "mayfly-weaver");
        thread.setDaemon(true);
        thread.start();
    }

    /** The byte code to load for a class that the compiler made. */
    static byte[] weave(byte[] original) {
        ClassReader reader = new ClassReader(original);
        ClassWriter writer = new ClassWriter(reader, 0);
        reader.accept(
                new ClassVisitor(Opcodes.ASM9, writer) {
                    @Override
                    public void visit(
                            int version,
                            int access,
                            String name,
                            String signature,
                            String superName,
                            String[] interfaces) {
                        boolean whole = (access & Opcodes.ACC_INTERFACE) == 0 && isDeclared(name) && isWhole(superName);
                        super.visit(
                                version,
                                access,
                                name,
                                signature,
                                superName,
                                whole ? withSerializable(interfaces) : interfaces);
                    }

                    @Override
                    public MethodVisitor visitMethod(
                            int access, String name, String descriptor, String signature, String[] exceptions) {
                        return new Stoppable(super.visitMethod(access, name, descriptor, signature, exceptions));
                    }
                },
                0);
        return writer.toByteArray();
    }

    private static boolean isDeclared(String internalName) {
        String name = internalName.replace('/', '.');
        return !SnippetNames.asWritten(name).isEmpty() && SnippetNames.isSnippet(name);
    }

    /** Whether what a class inherits from another needs nothing to be serialized. */
    private static boolean isWhole(String superName) {
        return superName.equals("java/lang/Object")
                || superName.equals("java/lang/Record")
                || SnippetNames.isSnippet(superName.replace('/', '.'));
    }

    private static String[] withSerializable(String[] interfaces) {
        Set<String> all = new LinkedHashSet<>(List.of(interfaces));
        all.add("java/io/Serializable");
        return all.toArray(String[]::new);
    }

    private static final class Stoppable extends MethodVisitor {
        private final Set<Label> behind = new HashSet<>();

        Stoppable(MethodVisitor next) {
            super(Opcodes.ASM9, next);
        }

        @Override
        public void visitCode() {
            super.visitCode();
            ask();
        }

        @Override
        public void visitLabel(Label label) {
            behind.add(label);
            super.visitLabel(label);
        }

        @Override
        public void visitJumpInsn(int opcode, Label label) {
            if (behind.contains(label)) {
                ask();
            }
            super.visitJumpInsn(opcode, label);
        }

        @Override
        public void visitMethodInsn(int opcode, String owner, String name, String descriptor, boolean isInterface) {
            if (endsTheProcess(owner, name, descriptor)) {
                super.visitMethodInsn(Opcodes.INVOKESTATIC, EXIT, name, standIn(owner), false);
            } else {
                super.visitMethodInsn(opcode, owner, name, descriptor, isInterface);
            }
        }

        @Override
        public void visitInvokeDynamicInsn(String name, String descriptor, Handle bootstrap, Object... arguments) {
            Object[] safe = new Object[arguments.length];
            for (int i = 0; i < arguments.length; i++) {
                safe[i] = arguments[i] instanceof Handle handle
                                && endsTheProcess(handle.getOwner(), handle.getName(), handle.getDesc())
                        ? new Handle(Opcodes.H_INVOKESTATIC, EXIT, handle.getName(), standIn(handle.getOwner()), false)
                        : arguments[i];
            }
            super.visitInvokeDynamicInsn(name, descriptor, bootstrap, safe);
        }

        private void ask() {
            super.visitMethodInsn(Opcodes.INVOKESTATIC, StopFlag.INTERNAL_NAME, StopFlag.ASK, "()V", false);
        }

        private static boolean endsTheProcess(String owner, String name, String descriptor) {
            return switch (owner) {
                case "java/lang/System" -> name.equals("exit") && descriptor.equals("(I)V");
                case "java/lang/Runtime" -> (name.equals("exit") || name.equals("halt")) && descriptor.equals("(I)V");
                default -> false;
            };
        }

        private static String standIn(String owner) {
            return owner.equals("java/lang/System") ? "(I)V" : "(Ljava/lang/Runtime;I)V";
        }
    }
}
