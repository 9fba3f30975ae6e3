package dev.mayfly.engine.closure;

import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.FieldVisitor;
import org.objectweb.asm.Handle;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

/** What the byte code of one class refers to, method by method. */
final class ClassRefs {
    /** What a method uses. Names of classes are binary ones. */
    sealed interface Ref {
        /** The class. */
        String owner();
    }

    /** A class by itself. */
    record TypeRef(String owner) implements Ref {}

    /** A static field. */
    record FieldRef(String owner, String name, boolean written) implements Ref {}

    /** A method. */
    record MethodRef(String owner, String name, String descriptor) implements Ref {}

    /** The refs of the methods, by name and descriptor. */
    private final Map<String, Set<Ref>> methods = new HashMap<>();

    private final Set<Ref> shape = new LinkedHashSet<>();

    private ClassRefs() {}

    /** What a class file refers to. */
    static ClassRefs of(byte[] code) {
        ClassRefs refs = new ClassRefs();
        new ClassReader(code).accept(refs.new Reader(), ClassReader.SKIP_FRAMES);
        return refs;
    }

    static String key(String name, String descriptor) {
        return name + descriptor;
    }

    /** What a method uses; nothing where the class has no such method. */
    Set<Ref> method(String name, String descriptor) {
        return methods.getOrDefault(key(name, descriptor), Set.of());
    }

    /** What the class uses in any method, and the types that it is made of. */
    Set<Ref> all() {
        Set<Ref> all = new LinkedHashSet<>(shape);
        methods.values().forEach(all::addAll);
        return all;
    }

    private static void addType(Set<Ref> to, Type type) {
        switch (type.getSort()) {
            case Type.ARRAY -> addType(to, type.getElementType());
            case Type.OBJECT -> to.add(new TypeRef(type.getClassName()));
            case Type.METHOD -> {
                addType(to, type.getReturnType());
                for (Type argument : type.getArgumentTypes()) {
                    addType(to, argument);
                }
            }
            default -> {}
        }
    }

    private static void addInternal(Set<Ref> to, @Nullable String name) {
        if (name != null) {
            addType(to, Type.getObjectType(name));
        }
    }

    private static String binary(String internal) {
        return Type.getObjectType(internal).getClassName();
    }

    private final class Reader extends ClassVisitor {
        Reader() {
            super(Opcodes.ASM9);
        }

        @Override
        public void visit(
                int version,
                int access,
                String name,
                @Nullable String signature,
                @Nullable String superName,
                String @Nullable [] interfaces) {
            addInternal(shape, superName);
            if (interfaces != null) {
                for (String one : interfaces) {
                    addInternal(shape, one);
                }
            }
        }

        @Override
        public @Nullable FieldVisitor visitField(
                int access, String name, String descriptor, @Nullable String signature, @Nullable Object value) {
            addType(shape, Type.getType(descriptor));
            return null;
        }

        @Override
        public MethodVisitor visitMethod(
                int access,
                String name,
                String descriptor,
                @Nullable String signature,
                String @Nullable [] exceptions) {
            Set<Ref> refs = methods.computeIfAbsent(key(name, descriptor), any -> new LinkedHashSet<>());
            addType(refs, Type.getMethodType(descriptor));
            return new MethodReader(refs);
        }
    }

    private static final class MethodReader extends MethodVisitor {
        private final Set<Ref> refs;

        MethodReader(Set<Ref> refs) {
            super(Opcodes.ASM9);
            this.refs = refs;
        }

        @Override
        public void visitTypeInsn(int opcode, String type) {
            addInternal(refs, type);
        }

        @Override
        public void visitTryCatchBlock(Label start, Label end, Label handler, @Nullable String type) {
            addInternal(refs, type);
        }

        @Override
        public void visitMultiANewArrayInsn(String descriptor, int dimensions) {
            addType(refs, Type.getType(descriptor));
        }

        @Override
        public void visitFieldInsn(int opcode, String owner, String name, String descriptor) {
            if (opcode == Opcodes.GETSTATIC || opcode == Opcodes.PUTSTATIC) {
                refs.add(new FieldRef(binary(owner), name, opcode == Opcodes.PUTSTATIC));
            } else {
                addInternal(refs, owner);
            }
            addType(refs, Type.getType(descriptor));
        }

        @Override
        public void visitMethodInsn(int opcode, String owner, String name, String descriptor, boolean isInterface) {
            addMethod(owner, name, descriptor);
        }

        @Override
        public void visitInvokeDynamicInsn(String name, String descriptor, Handle bootstrap, Object... arguments) {
            addType(refs, Type.getMethodType(descriptor));
            addConstant(bootstrap);
            for (Object argument : arguments) {
                addConstant(argument);
            }
        }

        @Override
        public void visitLdcInsn(Object value) {
            addConstant(value);
        }

        private void addConstant(Object value) {
            if (value instanceof Type type) {
                addType(refs, type);
            } else if (value instanceof Handle handle) {
                switch (handle.getTag()) {
                    case Opcodes.H_GETSTATIC ->
                        refs.add(new FieldRef(binary(handle.getOwner()), handle.getName(), false));
                    case Opcodes.H_PUTSTATIC ->
                        refs.add(new FieldRef(binary(handle.getOwner()), handle.getName(), true));
                    case Opcodes.H_GETFIELD, Opcodes.H_PUTFIELD -> addInternal(refs, handle.getOwner());
                    default -> addMethod(handle.getOwner(), handle.getName(), handle.getDesc());
                }
            }
        }

        private void addMethod(String owner, String name, String descriptor) {
            if (owner.startsWith("[")) {
                addInternal(refs, owner);
            } else {
                refs.add(new MethodRef(binary(owner), name, descriptor));
            }
        }
    }
}
