package dev.mayfly.engine.local;

import dev.mayfly.engine.Condition;
import dev.mayfly.engine.DoubleValue;
import dev.mayfly.engine.LongValue;
import dev.mayfly.engine.Transform;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.Handle;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/** What a function of the user does, told from its byte code, where that can be seen. */
final class FunctionBody {
    private static final String SPLIT = "call java/lang/String.split(Ljava/lang/String;)[Ljava/lang/String;";
    private static final String STREAM = "call java/util/Arrays.stream([Ljava/lang/Object;)Ljava/util/stream/Stream;";
    private static final String STREAM_OF =
            "call java/util/stream/Stream.of([Ljava/lang/Object;)Ljava/util/stream/Stream;";
    private static final String ARGUMENT = "argument";
    private static final String TEXT = "text ";
    private static final String NUMBER = "number ";
    private static final String ELEMENT = "element";
    private static final String LENGTH = "length";
    private static final String SUBTRACT = "subtract";
    private static final String RETURN = "return";
    private static final String OTHER = "other";

    private static final Set<Class<?>> INTERFACES =
            Set.of(Transform.class, Condition.class, LongValue.class, DoubleValue.class, Serializable.class);

    private static final FunctionBody UNKNOWN = new FunctionBody(List.of(), null);

    /** More instructions than anybody looks for. */
    private static final int MOST = 8;

    private final List<String> instructions;
    private final @Nullable Set<Integer> read;

    private FunctionBody(List<String> instructions, @Nullable Set<Integer> read) {
        this.instructions = instructions;
        this.read = read;
    }

    /** One field of a text. */
    record Field(String regex, int index) {}

    /** What a function does; nothing that anybody looks for where its code cannot be seen. */
    static FunctionBody of(Serializable function) {
        return LambdaCode.read(function, INTERFACES, FunctionBody::read).orElse(UNKNOWN);
    }

    private static Optional<FunctionBody> read(LambdaCode lambda) {
        Reader reader = new Reader(lambda.method(), lambda.descriptor());
        new ClassReader(lambda.code()).accept(reader, ClassReader.SKIP_FRAMES | ClassReader.SKIP_DEBUG);
        return Optional.ofNullable(reader.found).map(Writer::body);
    }

    /** Whether it gives what it is given. */
    boolean isIdentity() {
        return instructions.equals(List.of(ARGUMENT, RETURN));
    }

    /** The regular expression by which it splits the text that it is given, where it gives the fields. */
    Optional<String> split() {
        return after(List.of(SPLIT, RETURN));
    }

    /** The same, where it gives a stream of the fields. */
    Optional<String> splitStream() {
        return after(List.of(SPLIT, STREAM, RETURN)).or(() -> after(List.of(SPLIT, STREAM_OF, RETURN)));
    }

    /** The field that it gives of the text that it is given. */
    Optional<Field> splitField() {
        int size = instructions.size();
        if (size != 6 || !instructions.get(3).startsWith(NUMBER)) {
            return Optional.empty();
        }
        int index = number(instructions.get(3));
        return after(List.of(SPLIT, instructions.get(3), ELEMENT, RETURN)).map(regex -> new Field(regex, index));
    }

    /**
     * The indices of the elements that it reads of the array that it is given, {@link Fields#LAST} for the last, where it does
     * nothing else with the array but ask for its length.
     */
    Optional<Set<Integer>> elementsRead() {
        return Optional.ofNullable(read);
    }

    /** The index of the element that it gives of the array that it is given. */
    Optional<Integer> element() {
        return instructions.size() == 4
                        && instructions.get(0).equals(ARGUMENT)
                        && instructions.get(1).startsWith(NUMBER)
                        && instructions.subList(2, 4).equals(List.of(ELEMENT, RETURN))
                ? Optional.of(number(instructions.get(1)))
                : Optional.empty();
    }

    private static int number(String instruction) {
        return Integer.parseInt(instruction.substring(NUMBER.length()));
    }

    /** The text that is pushed behind the argument, where these instructions are all that follows. */
    private Optional<String> after(List<String> rest) {
        return instructions.size() == rest.size() + 2
                        && instructions.get(0).equals(ARGUMENT)
                        && instructions.get(1).startsWith(TEXT)
                        && instructions.subList(2, instructions.size()).equals(rest)
                ? Optional.of(instructions.get(1).substring(TEXT.length()))
                : Optional.empty();
    }

    /** Finds a method, and writes its instructions down. */
    private static final class Reader extends ClassVisitor {
        private final String name;
        private final String descriptor;
        private @Nullable Writer found;

        Reader(String name, String descriptor) {
            super(Opcodes.ASM9);
            this.name = name;
            this.descriptor = descriptor;
        }

        @Override
        public @Nullable MethodVisitor visitMethod(
                int access, String method, String type, @Nullable String signature, String @Nullable [] exceptions) {
            if (!method.equals(name) || !type.equals(descriptor)) {
                return null;
            }
            found = new Writer(descriptor.startsWith("([Ljava/lang/String;)"));
            return found;
        }
    }

    /** What has been pushed on the way to an element of the array that is given. */
    private enum Way {
        NONE,
        ARRAY,
        ARRAY_INDEX,
        ARRAY_ARRAY,
        ARRAY_LENGTH,
        ARRAY_LENGTH_ONE
    }

    private static final class Writer extends MethodVisitor {
        private final List<String> instructions = new ArrayList<>();
        private final Set<Integer> read = new TreeSet<>();
        /** Whether elements of the array that is given and its length, and nothing else of it, have been asked for. */
        private boolean readsElements;
        /** How far the way from the array to an element has been gone. */
        private Way gone = Way.NONE;

        private int index;

        Writer(boolean isGivenTexts) {
            super(Opcodes.ASM9);
            this.readsElements = isGivenTexts;
        }

        FunctionBody body() {
            return new FunctionBody(List.copyOf(instructions), readsElements ? Set.copyOf(read) : null);
        }

        private void add(String instruction) {
            if (instructions.size() < MOST) {
                instructions.add(instruction);
            }
            gone = next(instruction);
        }

        private Way next(String instruction) {
            return switch (gone) {
                case NONE -> instruction.equals(ARGUMENT) ? Way.ARRAY : Way.NONE;
                case ARRAY -> behindArray(instruction);
                case ARRAY_INDEX -> instruction.equals(ELEMENT) ? element() : off();
                case ARRAY_ARRAY -> instruction.equals(LENGTH) ? Way.ARRAY_LENGTH : off();
                case ARRAY_LENGTH -> instruction.equals(NUMBER + 1) ? Way.ARRAY_LENGTH_ONE : off();
                case ARRAY_LENGTH_ONE -> instruction.equals(SUBTRACT) ? index(Fields.LAST) : off();
            };
        }

        private Way behindArray(String instruction) {
            if (instruction.equals(LENGTH)) {
                return Way.NONE;
            }
            if (instruction.equals(ARGUMENT)) {
                return Way.ARRAY_ARRAY;
            }
            return instruction.startsWith(NUMBER) && number(instruction) >= 0 ? index(number(instruction)) : off();
        }

        private Way index(int next) {
            index = next;
            return Way.ARRAY_INDEX;
        }

        private Way element() {
            read.add(index);
            return Way.NONE;
        }

        private Way off() {
            readsElements = false;
            return Way.NONE;
        }

        @Override
        public void visitInsn(int opcode) {
            if (opcode >= Opcodes.ICONST_0 && opcode <= Opcodes.ICONST_5) {
                add(NUMBER + (opcode - Opcodes.ICONST_0));
            } else {
                add(
                        switch (opcode) {
                            case Opcodes.AALOAD -> ELEMENT;
                            case Opcodes.ARRAYLENGTH -> LENGTH;
                            case Opcodes.ISUB -> SUBTRACT;
                            case Opcodes.ARETURN -> RETURN;
                            default -> OTHER;
                        });
            }
        }

        @Override
        public void visitIntInsn(int opcode, int operand) {
            add(opcode == Opcodes.NEWARRAY ? OTHER : NUMBER + operand);
        }

        @Override
        public void visitVarInsn(int opcode, int index) {
            add(opcode == Opcodes.ALOAD && index == 0 ? ARGUMENT : OTHER);
        }

        @Override
        public void visitLdcInsn(Object value) {
            add(value instanceof String text ? TEXT + text : OTHER);
        }

        @Override
        public void visitMethodInsn(int opcode, String owner, String method, String type, boolean isInterface) {
            add("call " + owner + "." + method + type);
        }

        @Override
        public void visitTypeInsn(int opcode, String type) {
            add(OTHER);
        }

        @Override
        public void visitFieldInsn(int opcode, String owner, String field, String type) {
            add(OTHER);
        }

        @Override
        public void visitInvokeDynamicInsn(String method, String type, Handle handle, Object... arguments) {
            add(OTHER);
        }

        @Override
        public void visitJumpInsn(int opcode, Label label) {
            add(OTHER);
        }

        @Override
        public void visitIincInsn(int index, int increment) {
            add(OTHER);
        }

        @Override
        public void visitTableSwitchInsn(int least, int most, Label otherwise, Label... labels) {
            add(OTHER);
        }

        @Override
        public void visitLookupSwitchInsn(Label otherwise, int[] keys, Label[] labels) {
            add(OTHER);
        }

        @Override
        public void visitMultiANewArrayInsn(String type, int dimensions) {
            add(OTHER);
        }

        @Override
        public void visitTryCatchBlock(Label start, Label end, Label handler, @Nullable String type) {
            add(OTHER);
        }
    }
}
