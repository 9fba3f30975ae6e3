package dev.mayfly.engine.local;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Handle;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

/**
 * The byte code of a function of strings, rewritten to one of {@link LineText}: where it had a string that is the line or a part of
 * it, it has a text, and calls the methods of that name. What does anything else than to compute with numbers and constants,
 * to look at the line and to take parts of it is not rewritten: so it may be called once more, and reads nothing that
 * changes. A mapper emits pairs besides. Static methods that it calls are rewritten too, where their code can be seen.
 *
 * <p>In one pass: for each instruction it is known what lies on the operand stack and in the local variables, as in the type
 * checker of the Java Virtual Machine Specification, section 4.10.1.
 */
final class TextCode {
    /** The name of the class that is made; as it is a hidden one, there may be many. */
    static final String NAME = "dev/mayfly/engine/local/TextFunction$OfCode";

    private static final String STRING = "java/lang/String";
    private static final String TEXT = "dev/mayfly/engine/local/LineText";
    private static final String TEXT_TYPE = "L" + TEXT + ";";
    private static final String FUNCTION = "dev/mayfly/engine/local/TextFunction";
    private static final String MAPPER = "dev/mayfly/engine/local/TextMapper";
    private static final String EMITTER = "dev/mayfly/engine/Emitter";
    private static final String TEXT_EMITTER = "dev/mayfly/engine/local/TextEmitter";
    private static final String EMIT = "(Ljava/lang/Object;Ljava/lang/Object;)V";
    private static final Set<String> CALLS = LineText.calls();
    /** Their methods that take primitive values alone, and at least one, depend on nothing else. */
    private static final Set<String> NUMBERS = Set.of(
            "java/lang/Math",
            "java/lang/Integer",
            "java/lang/Long",
            "java/lang/Double",
            "java/lang/Character",
            "java/lang/Boolean");

    private static final int DEEPEST = 8;

    private final ClassLoader loader;
    /** Of the lambda. */
    private final String owner;

    private final ClassWriter writer = new ClassWriter(0);
    /** Methods that were written, by what they were. */
    private final Map<String, Written> known = new HashMap<>();

    private int methods;
    private int depth;

    private TextCode(LambdaCode lambda) {
        this.loader = lambda.loader();
        this.owner = lambda.owner();
    }

    /** Something that is not rewritten. */
    private static final class OtherCode extends RuntimeException {
        private static final long serialVersionUID = 1;

        OtherCode(String what) {
            super(what, null, false, false);
        }
    }

    /** What a value is, as far as it matters here. */
    private enum Kind {
        /** A primitive value of one word. */
        ONE,
        /** Of two words; of the second word of a local variable, nothing. */
        TWO,
        /** A reference to what is no part of a line, and never changes. */
        OTHER,
        /** A part of the line. */
        TEXT,
        /** Takes pairs: the second argument of a mapper. */
        EMITTER,
        NONE
    }

    /**
     * A method that was written.
     *
     * @param gives what it gives: {@link Kind#NONE} where it is now a text, and now another reference
     */
    private record Written(String name, String descriptor, Kind gives) {}

    /**
     * The code of a hidden class of this package that implements {@link TextFunction} by what a lambda does.
     *
     * @return null where it is not rewritten
     */
    static byte @Nullable [] ofFunction(LambdaCode lambda) {
        return lambda.descriptor().startsWith("(L" + STRING + ";)") ? new TextCode(lambda).of(lambda, FUNCTION) : null;
    }

    /** The same, of a class that implements {@link TextMapper}. */
    static byte @Nullable [] ofMapper(LambdaCode lambda) {
        return lambda.descriptor().equals("(L" + STRING + ";L" + EMITTER + ";)V")
                ? new TextCode(lambda).of(lambda, MAPPER)
                : null;
    }

    private byte @Nullable [] of(LambdaCode lambda, String type) {
        writer.visit(
                Opcodes.V17, Opcodes.ACC_FINAL | Opcodes.ACC_SUPER, NAME, null, "java/lang/Object", new String[] {type
                });
        try {
            constructor();
            entry(lambda, type.equals(MAPPER));
        } catch (OtherCode e) {
            return null;
        }
        writer.visitEnd();
        return writer.toByteArray();
    }

    private void constructor() {
        MethodVisitor method = writer.visitMethod(0, "<init>", "()V", null, null);
        method.visitCode();
        method.visitVarInsn(Opcodes.ALOAD, 0);
        method.visitMethodInsn(Opcodes.INVOKESPECIAL, "java/lang/Object", "<init>", "()V", false);
        method.visitInsn(Opcodes.RETURN);
        method.visitMaxs(1, 1);
        method.visitEnd();
    }

    /** The method of the interface. */
    private void entry(LambdaCode lambda, boolean isMapper) {
        new Finder(
                        lambda.method(),
                        lambda.descriptor(),
                        true,
                        () -> isMapper
                                ? new Rewriter(
                                        writer.visitMethod(
                                                Opcodes.ACC_PUBLIC,
                                                "map",
                                                "(" + TEXT_TYPE + "L" + TEXT_EMITTER + ";)V",
                                                null,
                                                null),
                                        List.of(Kind.TEXT, Kind.EMITTER),
                                        1,
                                        "")
                                : new Rewriter(
                                        writer.visitMethod(
                                                Opcodes.ACC_PUBLIC,
                                                "apply",
                                                "(" + TEXT_TYPE + ")Ljava/lang/Object;",
                                                null,
                                                null),
                                        List.of(Kind.TEXT),
                                        1,
                                        box(Type.getReturnType(lambda.descriptor()))))
                .find(lambda.code());
    }

    /** The class whose {@code valueOf} makes an object of what a function gives; empty where it gives one. */
    private static String box(Type given) {
        return switch (given.getSort()) {
            case Type.OBJECT -> "";
            case Type.LONG -> "java/lang/Long";
            case Type.DOUBLE -> "java/lang/Double";
            case Type.BOOLEAN -> "java/lang/Boolean";
            default -> throw new OtherCode("gives " + given);
        };
    }

    /** Writes a static method anew, for arguments of these kinds. */
    private Written method(byte[] code, String method, String descriptor, List<Kind> arguments) {
        if (depth == DEEPEST) {
            throw new OtherCode("calls that deep");
        }
        depth++;
        StringBuilder types = new StringBuilder("(");
        Type[] before = Type.getArgumentTypes(descriptor);
        for (int i = 0; i < before.length; i++) {
            types.append(arguments.get(i) == Kind.TEXT ? TEXT_TYPE : before[i].getDescriptor());
        }
        Type given = Type.getReturnType(descriptor);
        types.append(')').append(given.getSort() == Type.OBJECT ? "Ljava/lang/Object;" : given.getDescriptor());
        String name = "of" + methods++;
        Rewriter written = new Finder(
                        method,
                        descriptor,
                        false,
                        () -> new Rewriter(
                                writer.visitMethod(Opcodes.ACC_STATIC, name, types.toString(), null, null),
                                arguments,
                                0,
                                ""))
                .find(code);
        depth--;
        return new Written(name, types.toString(), written.gives());
    }

    /** Finds a method, and has it written anew. */
    private final class Finder extends ClassVisitor {
        private final String method;
        private final String descriptor;
        private final boolean isLambda;
        private final Supplier<Rewriter> rewriters;
        private boolean isOfLambda;
        private @Nullable Rewriter found;

        /** @param isLambda whether it is the method that a compiler made of a lambda */
        Finder(String method, String descriptor, boolean isLambda, Supplier<Rewriter> rewriters) {
            super(Opcodes.ASM9);
            this.method = method;
            this.descriptor = descriptor;
            this.isLambda = isLambda;
            this.rewriters = rewriters;
        }

        Rewriter find(byte[] code) {
            new ClassReader(code).accept(this, ClassReader.EXPAND_FRAMES | ClassReader.SKIP_DEBUG);
            if (found == null || !found.ended) {
                throw new OtherCode("no code of " + method);
            }
            return found;
        }

        @Override
        public void visit(
                int version,
                int access,
                String name,
                @Nullable String signature,
                @Nullable String above,
                String @Nullable [] interfaces) {
            isOfLambda = name.equals(owner);
            // To call a method is to initialise its class, and those above it, where that was not done yet.
            if (!isOfLambda && (!"java/lang/Object".equals(above) || (interfaces != null && interfaces.length > 0))) {
                throw new OtherCode("a class that is more than one");
            }
        }

        @Override
        public @Nullable MethodVisitor visitMethod(
                int access, String name, String type, @Nullable String signature, String @Nullable [] exceptions) {
            if (name.equals("<clinit>") && !isOfLambda) {
                throw new OtherCode("a class that does something when it is first used");
            }
            if (!name.equals(method) || !type.equals(descriptor)) {
                return null;
            }
            if (isLambda && (access & Opcodes.ACC_SYNTHETIC) == 0) {
                throw new OtherCode("no lambda, but a method that is called like one");
            }
            if ((access & Opcodes.ACC_STATIC) == 0 || (access & Opcodes.ACC_SYNCHRONIZED) != 0) {
                throw new OtherCode("a method that is not static, or locks");
            }
            found = rewriters.get();
            return found;
        }
    }

    /** What lies where at an instruction. */
    private record State(List<Kind> locals, List<Kind> stack) {
        State copy() {
            return new State(new ArrayList<>(locals), new ArrayList<>(stack));
        }

        Kind local(int index) {
            return index < locals.size() ? locals.get(index) : Kind.NONE;
        }

        void set(int index, Kind kind) {
            while (locals.size() <= index) {
                locals.add(Kind.NONE);
            }
            locals.set(index, kind);
        }

        /** Whether code that expects another state may be entered with this one. */
        boolean fits(State expected) {
            for (int i = 0; i < expected.locals.size(); i++) {
                if (expected.locals.get(i) != Kind.NONE && expected.locals.get(i) != local(i)) {
                    return false;
                }
            }
            return stack.equals(expected.stack);
        }
    }

    private final class Rewriter extends MethodVisitor {
        private State state = new State(new ArrayList<>(), new ArrayList<>());
        /** Whether the instruction before leads to the next. */
        private boolean isReached = true;
        /** Labels before the next instruction. */
        private final List<Label> labels = new ArrayList<>();

        /** How labels are reached that come later. */
        private final Map<Label, List<State>> jumps = new HashMap<>();

        private final Map<Label, State> passed = new HashMap<>();
        private final Set<Kind> given = EnumSet.noneOf(Kind.class);
        private boolean ended;

        /** So many words of local variables come before those that there were. */
        private final int shift;
        /** What is made of what the method gives, where that is not empty. */
        private final String box;

        /**
         * @param shift 1 where the method is to be one of an object, else 0
         * @param box the class of the object that is to be made of what it gives; empty where it is given as it is
         */
        Rewriter(MethodVisitor to, List<Kind> arguments, int shift, String box) {
            super(Opcodes.ASM9, to);
            this.shift = shift;
            this.box = box;
            for (Kind argument : arguments) {
                state.locals.add(argument);
                if (argument == Kind.TWO) {
                    state.locals.add(Kind.NONE);
                }
            }
        }

        Kind gives() {
            return given.size() == 1 ? given.iterator().next() : Kind.NONE;
        }

        @Override
        public void visitEnd() {
            ended = true;
            super.visitEnd();
        }

        private void push(Kind kind) {
            state.stack.add(kind);
        }

        private Kind pop() {
            return state.stack.remove(state.stack.size() - 1);
        }

        private void pop(Kind kind) {
            if (pop() != kind) {
                throw new OtherCode("another operand");
            }
        }

        private Kind popReference() {
            Kind kind = pop();
            if (kind != Kind.TEXT && kind != Kind.OTHER) {
                throw new OtherCode("no reference");
            }
            return kind;
        }

        /** To be called before each instruction. */
        private void next() {
            if (!isReached) {
                throw new OtherCode("code that is not reached from before");
            }
            labels.clear();
        }

        @Override
        public void visitLabel(Label label) {
            labels.add(label);
            super.visitLabel(label);
        }

        private void jump(Label label) {
            State expected = passed.get(label);
            if (expected == null) {
                jumps.computeIfAbsent(label, same -> new ArrayList<>()).add(state.copy());
            } else if (!state.fits(expected)) {
                throw new OtherCode("a loop that changes what a variable is");
            }
        }

        @Override
        public void visitFrame(int type, int localCount, Object[] locals, int stackCount, Object[] stack) {
            List<State> from = new ArrayList<>();
            if (isReached) {
                from.add(state);
            }
            labels.forEach(label -> from.addAll(jumps.getOrDefault(label, List.of())));
            if (from.isEmpty()) {
                throw new OtherCode("code that is not reached from before");
            }
            State before = from.get(0);
            State merged = new State(new ArrayList<>(), new ArrayList<>());
            Object[] newLocals = new Object[shift + localCount];
            // The object itself is not asked for.
            Arrays.fill(newLocals, 0, shift, Opcodes.TOP);
            for (int i = 0; i < localCount; i++) {
                Kind kind = kind(locals[i], before.local(merged.locals.size()));
                newLocals[shift + i] = typeOf(kind, locals[i]);
                merged.locals.add(kind);
                if (kind == Kind.TWO) {
                    merged.locals.add(Kind.NONE);
                }
            }
            Object[] newStack = new Object[stackCount];
            for (int i = 0; i < stackCount; i++) {
                Kind kind = kind(stack[i], before.stack.get(i));
                newStack[i] = typeOf(kind, stack[i]);
                merged.stack.add(kind);
            }
            if (!from.stream().allMatch(other -> other.fits(merged))) {
                throw new OtherCode("now a text, and now another reference");
            }
            super.visitFrame(Opcodes.F_NEW, newLocals.length, newLocals, stackCount, newStack);
            labels.forEach(label -> passed.put(label, merged));
            state = merged.copy();
            isReached = true;
        }

        private Object typeOf(Kind kind, Object before) {
            return kind == Kind.TEXT ? TEXT : kind == Kind.EMITTER ? TEXT_EMITTER : before;
        }

        /**
         * What a value is.
         *
         * @param type as in a stack map frame
         * @param known what it is where that frame is reached
         */
        private Kind kind(Object type, Kind known) {
            if (type.equals(Opcodes.TOP)) {
                return Kind.NONE;
            }
            if (type.equals(Opcodes.INTEGER) || type.equals(Opcodes.FLOAT)) {
                return Kind.ONE;
            }
            if (type.equals(Opcodes.LONG) || type.equals(Opcodes.DOUBLE)) {
                return Kind.TWO;
            }
            boolean isSame =
                    switch (known) {
                        case OTHER -> type instanceof String;
                        case EMITTER -> type.equals(EMITTER);
                        // Of a choice between two strings, JDK 17's compiler says what is made of it.
                        case TEXT -> type.equals(STRING) || type.equals("java/lang/Object");
                        default -> false;
                    };
            if (isSame) {
                return known;
            }
            throw new OtherCode("a value that is " + type);
        }

        @Override
        public void visitInsn(int opcode) {
            next();
            switch (opcode) {
                case Opcodes.NOP -> {}
                case Opcodes.LCONST_0, Opcodes.LCONST_1, Opcodes.DCONST_0, Opcodes.DCONST_1 -> push(Kind.TWO);
                case Opcodes.LCMP, Opcodes.DCMPL, Opcodes.DCMPG -> replace(Kind.ONE, Kind.TWO, Kind.TWO);
                case Opcodes.FCMPL, Opcodes.FCMPG -> replace(Kind.ONE, Kind.ONE, Kind.ONE);
                case Opcodes.LSHL, Opcodes.LSHR, Opcodes.LUSHR -> replace(Kind.TWO, Kind.TWO, Kind.ONE);
                case Opcodes.I2L, Opcodes.I2D, Opcodes.F2L, Opcodes.F2D -> replace(Kind.TWO, Kind.ONE);
                case Opcodes.L2I, Opcodes.L2F, Opcodes.D2I, Opcodes.D2F -> replace(Kind.ONE, Kind.TWO);
                case Opcodes.L2D, Opcodes.D2L -> replace(Kind.TWO, Kind.TWO);
                case Opcodes.I2F, Opcodes.F2I, Opcodes.I2B, Opcodes.I2C, Opcodes.I2S -> replace(Kind.ONE, Kind.ONE);
                case Opcodes.INEG, Opcodes.FNEG -> replace(Kind.ONE, Kind.ONE);
                case Opcodes.LNEG, Opcodes.DNEG -> replace(Kind.TWO, Kind.TWO);
                case Opcodes.RETURN -> isReached = false;
                case Opcodes.POP -> {
                    if (pop() == Kind.TWO) {
                        throw new OtherCode("half a value");
                    }
                }
                case Opcodes.DUP -> push(state.stack.get(state.stack.size() - 1));
                case Opcodes.IRETURN, Opcodes.LRETURN, Opcodes.FRETURN, Opcodes.DRETURN, Opcodes.ARETURN -> {
                    given.add(pop());
                    giveBack(opcode);
                    return;
                }
                default -> {
                    if (opcode >= Opcodes.ICONST_M1 && opcode <= Opcodes.FCONST_2) {
                        push(Kind.ONE);
                    } else if (opcode >= Opcodes.IADD && opcode <= Opcodes.LXOR) {
                        compute(opcode);
                    } else {
                        throw new OtherCode("instruction " + opcode);
                    }
                }
            }
            super.visitInsn(opcode);
        }

        private void giveBack(int opcode) {
            if (box.isEmpty()) {
                super.visitInsn(opcode);
            } else {
                String type = box.equals("java/lang/Long") ? "J" : box.equals("java/lang/Double") ? "D" : "Z";
                super.visitMethodInsn(Opcodes.INVOKESTATIC, box, "valueOf", "(" + type + ")L" + box + ";", false);
                super.visitInsn(Opcodes.ARETURN);
            }
            isReached = false;
        }

        @Override
        public void visitMaxs(int stack, int locals) {
            super.visitMaxs(stack, locals + shift);
        }

        /** Of two numbers of a type one more: by turns int, long, and where there are such float and double. */
        private void compute(int opcode) {
            Kind kind = (opcode - Opcodes.IADD) % 2 == 0 ? Kind.ONE : Kind.TWO;
            replace(kind, kind, kind);
        }

        private void replace(Kind by, Kind... operands) {
            for (int i = operands.length - 1; i >= 0; i--) {
                pop(operands[i]);
            }
            push(by);
        }

        @Override
        public void visitIntInsn(int opcode, int operand) {
            next();
            if (opcode == Opcodes.NEWARRAY) {
                throw new OtherCode("an array");
            }
            push(Kind.ONE);
            super.visitIntInsn(opcode, operand);
        }

        @Override
        public void visitLdcInsn(Object value) {
            next();
            if (value instanceof String) {
                push(Kind.OTHER);
            } else if (value instanceof Long || value instanceof Double) {
                push(Kind.TWO);
            } else if (value instanceof Integer || value instanceof Float) {
                push(Kind.ONE);
            } else {
                throw new OtherCode("constant " + value);
            }
            super.visitLdcInsn(value);
        }

        @Override
        public void visitVarInsn(int opcode, int index) {
            next();
            switch (opcode) {
                case Opcodes.ILOAD, Opcodes.FLOAD -> push(Kind.ONE);
                case Opcodes.LLOAD, Opcodes.DLOAD -> push(Kind.TWO);
                case Opcodes.ALOAD -> push(state.local(index));
                case Opcodes.ISTORE, Opcodes.FSTORE -> {
                    pop(Kind.ONE);
                    state.set(index, Kind.ONE);
                }
                case Opcodes.LSTORE, Opcodes.DSTORE -> {
                    pop(Kind.TWO);
                    state.set(index, Kind.TWO);
                    state.set(index + 1, Kind.NONE);
                }
                case Opcodes.ASTORE -> state.set(index, popReference());
                default -> throw new OtherCode("instruction " + opcode);
            }
            super.visitVarInsn(opcode, index + shift);
        }

        @Override
        public void visitIincInsn(int index, int increment) {
            next();
            super.visitIincInsn(index + shift, increment);
        }

        @Override
        public void visitJumpInsn(int opcode, Label label) {
            next();
            if (opcode >= Opcodes.IFEQ && opcode <= Opcodes.IFLE) {
                pop(Kind.ONE);
            } else if (opcode >= Opcodes.IF_ICMPEQ && opcode <= Opcodes.IF_ICMPLE) {
                pop(Kind.ONE);
                pop(Kind.ONE);
            } else if (opcode != Opcodes.GOTO) {
                throw new OtherCode("instruction " + opcode);
            }
            jump(label);
            askBefore(label);
            super.visitJumpInsn(opcode, label);
            if (opcode == Opcodes.GOTO) {
                isReached = false;
            }
        }

        @Override
        public void visitTableSwitchInsn(int least, int most, Label otherwise, Label... others) {
            next();
            choose(otherwise, others);
            super.visitTableSwitchInsn(least, most, otherwise, others);
        }

        @Override
        public void visitLookupSwitchInsn(Label otherwise, int[] keys, Label[] others) {
            next();
            choose(otherwise, others);
            super.visitLookupSwitchInsn(otherwise, keys, others);
        }

        private void choose(Label otherwise, Label... others) {
            pop(Kind.ONE);
            jump(otherwise);
            for (Label other : others) {
                jump(other);
            }
            askBefore(otherwise);
            askBefore(others);
            isReached = false;
        }

        /** Has a loop ask whether it is to go on, before it is at its begin again. */
        private void askBefore(Label... labels) {
            if (Arrays.stream(labels).anyMatch(passed::containsKey)) {
                super.visitMethodInsn(Opcodes.INVOKESTATIC, TEXT, "goOn", "()V", false);
            }
        }

        @Override
        public void visitMethodInsn(int opcode, String owner, String method, String descriptor, boolean isInterface) {
            next();
            Type[] types = Type.getArgumentTypes(descriptor);
            Kind[] arguments = new Kind[types.length];
            for (int i = types.length - 1; i >= 0; i--) {
                arguments[i] = pop();
            }
            if (opcode == Opcodes.INVOKEVIRTUAL && owner.equals(STRING)) {
                callOnString(popReference(), method, descriptor, types, arguments);
            } else if (opcode == Opcodes.INVOKESTATIC && NUMBERS.contains(owner)) {
                callOfNumbers(owner, method, descriptor, types, arguments);
            } else if (owner.equals(EMITTER) && method.equals("emit") && descriptor.equals(EMIT)) {
                requireReferences(arguments);
                pop(Kind.EMITTER);
                super.visitMethodInsn(Opcodes.INVOKEVIRTUAL, TEXT_EMITTER, "emit", EMIT, false);
            } else if (opcode == Opcodes.INVOKESTATIC) {
                requireNoEmitter(arguments);
                callOfUser(owner, method, descriptor, arguments);
            } else {
                throw new OtherCode("a call of " + owner + "." + method);
            }
        }

        private void requireReferences(Kind... arguments) {
            for (Kind argument : arguments) {
                if (argument != Kind.TEXT && argument != Kind.OTHER) {
                    throw new OtherCode("no reference");
                }
            }
        }

        private void requireNoEmitter(Kind... arguments) {
            if (List.of(arguments).contains(Kind.EMITTER)) {
                throw new OtherCode("an emitter that others are given");
            }
        }

        private void callOnString(Kind on, String method, String descriptor, Type[] types, Kind... arguments) {
            if (on == Kind.TEXT && method.equals("toString")) {
                push(Kind.TEXT);
            } else {
                callText(
                        method,
                        on == Kind.TEXT ? TEXT_TYPE : "L" + STRING + ";",
                        Type.getReturnType(descriptor),
                        types,
                        arguments);
            }
        }

        private void callOfNumbers(String owner, String method, String descriptor, Type[] types, Kind... arguments) {
            Type gives = Type.getReturnType(descriptor);
            if (List.of(arguments).contains(Kind.TEXT)) {
                callText(method, "", gives, types, arguments);
                return;
            }
            boolean isOfNumbers = arguments.length > 0 && !List.of(arguments).contains(Kind.OTHER);
            boolean isNumber = gives.getSort() == Type.OBJECT
                    ? gives.getInternalName().equals(owner)
                    : gives.getSort() != Type.ARRAY && gives.getSort() != Type.VOID;
            if (!isOfNumbers || !isNumber) {
                throw new OtherCode("a call of " + owner + "." + method);
            }
            super.visitMethodInsn(Opcodes.INVOKESTATIC, owner, method, descriptor, false);
            push(kind(gives));
        }

        /** Calls a method of that name of texts, with one more argument before, maybe. */
        private void callText(String method, String first, Type gives, Type[] types, Kind... arguments) {
            StringBuilder descriptor = new StringBuilder("(").append(first);
            for (int i = 0; i < types.length; i++) {
                descriptor.append(arguments[i] == Kind.TEXT ? TEXT_TYPE : types[i].getDescriptor());
            }
            boolean givesString = gives.getSort() == Type.OBJECT;
            descriptor.append(')').append(givesString ? TEXT_TYPE : gives.getDescriptor());
            if (!CALLS.contains(method + descriptor)) {
                throw new OtherCode("a call of " + method + descriptor);
            }
            super.visitMethodInsn(Opcodes.INVOKESTATIC, TEXT, method, descriptor.toString(), false);
            push(givesString ? Kind.TEXT : kind(gives));
        }

        private void callOfUser(String owner, String method, String descriptor, Kind... arguments) {
            Type gives = Type.getReturnType(descriptor);
            Written written = written(owner, method, descriptor, List.of(arguments));
            super.visitMethodInsn(Opcodes.INVOKESTATIC, NAME, written.name(), written.descriptor(), false);
            if (gives.getSort() == Type.OBJECT) {
                if (written.gives() == Kind.NONE) {
                    throw new OtherCode("a call that gives now a text, and now another reference");
                }
                super.visitTypeInsn(Opcodes.CHECKCAST, written.gives() == Kind.TEXT ? TEXT : gives.getInternalName());
                push(written.gives());
            } else {
                push(kind(gives));
            }
        }

        private Kind kind(Type type) {
            return switch (type.getSort()) {
                case Type.BOOLEAN, Type.CHAR, Type.BYTE, Type.SHORT, Type.INT, Type.FLOAT -> Kind.ONE;
                case Type.LONG, Type.DOUBLE -> Kind.TWO;
                case Type.OBJECT -> Kind.OTHER;
                default -> throw new OtherCode("a value that is " + type);
            };
        }

        @Override
        public void visitTypeInsn(int opcode, String type) {
            next();
            if (opcode != Opcodes.CHECKCAST || !type.equals(STRING)) {
                throw new OtherCode("instruction " + opcode);
            }
            Kind kind = popReference();
            push(kind);
            if (kind == Kind.OTHER) {
                super.visitTypeInsn(opcode, type);
            }
        }

        @Override
        public void visitFieldInsn(int opcode, String owner, String field, String type) {
            throw new OtherCode("a field");
        }

        @Override
        public void visitInvokeDynamicInsn(String method, String type, Handle handle, Object... arguments) {
            throw new OtherCode("a dynamic call");
        }

        @Override
        public void visitMultiANewArrayInsn(String type, int dimensions) {
            throw new OtherCode("an array");
        }

        @Override
        public void visitTryCatchBlock(Label start, Label end, Label handler, @Nullable String type) {
            throw new OtherCode("a handler of exceptions");
        }
    }

    private Written written(String owner, String method, String descriptor, List<Kind> arguments) {
        String key = owner + "." + method + descriptor + arguments;
        Written written = known.get(key);
        if (written == null) {
            try {
                byte[] code = LambdaCode.ofClass(loader, owner);
                if (code == null) {
                    throw new OtherCode("no code of " + owner);
                }
                written = method(code, method, descriptor, arguments);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            known.put(key, written);
        }
        return written;
    }
}
