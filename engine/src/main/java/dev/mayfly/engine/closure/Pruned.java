package dev.mayfly.engine.closure;

import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.FieldVisitor;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/** The form in which a session's classes travel. */
final class Pruned {
    private Pruned() {}

    /** The class that wraps a snippet, with some of its methods and fields: the rest may need what no node has. */
    static byte[] wrapper(byte[] code, Set<String> methods, Set<String> fields) {
        ClassWriter writer = new ClassWriter(0);
        new ClassReader(code)
                .accept(
                        new ClassVisitor(Opcodes.ASM9, writer) {
                            @Override
                            public @Nullable FieldVisitor visitField(
                                    int access,
                                    String name,
                                    String descriptor,
                                    @Nullable String signature,
                                    @Nullable Object value) {
                                return fields.contains(name)
                                        ? super.visitField(access, name, descriptor, signature, value)
                                        : null;
                            }

                            @Override
                            public @Nullable MethodVisitor visitMethod(
                                    int access,
                                    String name,
                                    String descriptor,
                                    @Nullable String signature,
                                    String @Nullable [] exceptions) {
                                return methods.contains(ClassRefs.key(name, descriptor))
                                        ? super.visitMethod(access, name, descriptor, signature, exceptions)
                                        : null;
                            }
                        },
                        0);
        return writer.toByteArray();
    }

    /** A class that a cell declares: serializable, and with static fields that can be given the session's values. */
    static byte[] declared(byte[] code) {
        ClassWriter writer = new ClassWriter(0);
        new ClassReader(code)
                .accept(
                        new ClassVisitor(Opcodes.ASM9, writer) {
                            private boolean isInterface;

                            @Override
                            public void visit(
                                    int version,
                                    int access,
                                    String name,
                                    @Nullable String signature,
                                    @Nullable String superName,
                                    String @Nullable [] interfaces) {
                                isInterface = (access & Opcodes.ACC_INTERFACE) != 0;
                                super.visit(version, access, name, signature, superName, serializable(interfaces));
                            }

                            @Override
                            public FieldVisitor visitField(
                                    int access,
                                    String name,
                                    String descriptor,
                                    @Nullable String signature,
                                    @Nullable Object value) {
                                boolean settable = !isInterface
                                        && value == null
                                        && (access & Opcodes.ACC_STATIC) != 0
                                        && (access & (Opcodes.ACC_ENUM | Opcodes.ACC_SYNTHETIC)) == 0;
                                int as = settable ? access & ~Opcodes.ACC_FINAL : access;
                                return super.visitField(as, name, descriptor, signature, value);
                            }

                            private String @Nullable [] serializable(String @Nullable [] interfaces) {
                                if (isInterface) {
                                    return interfaces;
                                }
                                String[] all = interfaces == null ? new String[0] : interfaces;
                                for (String one : all) {
                                    if (one.equals("java/io/Serializable")) {
                                        return all;
                                    }
                                }
                                String[] more = java.util.Arrays.copyOf(all, all.length + 1);
                                more[all.length] = "java/io/Serializable";
                                return more;
                            }
                        },
                        0);
        return writer.toByteArray();
    }
}
