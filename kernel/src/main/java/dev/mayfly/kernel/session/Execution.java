package dev.mayfly.kernel.session;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import jdk.jshell.spi.ExecutionControl;
import jdk.jshell.spi.SPIResolutionException;
import org.jspecify.annotations.Nullable;

/**
 * Runs snippets in this process, for the compiler that hands them over.
 *
 * <p>JShell's own local execution turns each result into text and each exception into a copy, which loses the object, the
 * cause and, for a lazy result, the point of being lazy; it gives each snippet a thread of its own; and on newer JVMs its
 * way to stop a snippet forgets one that has not stopped yet as soon as the next begins. Hence this one: values and
 * Throwables stay what they are, in the {@link CellCall} that runs them.
 */
final class Execution implements ExecutionControl {
    private static final MethodType RETURNS_OBJECT = MethodType.methodType(Object.class);

    private final SnippetLoader loader;
    private final ReentrantLock compiler;
    private @Nullable Turn turn;

    /** @param compiler held by whoever uses the compiler; given up while a snippet's code runs */
    Execution(SnippetLoader loader, ReentrantLock compiler) {
        this.loader = loader;
        this.compiler = compiler;
    }

    /** One snippet's way through the compiler, and the call that it ends in. */
    static final class Turn {
        private final CellThread thread;
        private final Consumer<Runnable> within;
        private @Nullable CellCall lastCall;

        private Turn(CellThread thread, Consumer<Runnable> within) {
            this.thread = thread;
            this.within = within;
        }

        /** The last call, which has ended or was abandoned. */
        Optional<CellCall> lastCall() {
            return Optional.ofNullable(lastCall);
        }
    }

    /**
     * What is evaluated from now on runs on this thread; called with the compiler's lock.
     *
     * @param within what surrounds the calls
     */
    Turn begin(CellThread thread, Consumer<Runnable> within) {
        Turn next = new Turn(thread, within);
        turn = next;
        return next;
    }

    @Override
    public void load(ClassBytecodes[] classes) throws ClassInstallException {
        loader.load(classes);
    }

    @Override
    public void redefine(ClassBytecodes[] classes) throws NotImplementedException {
        throw new NotImplementedException("snippets are replaced by new classes, never redefined");
    }

    @Override
    public String invoke(String className, String methodName) throws RunException, InternalException {
        MethodHandle method;
        try {
            Class<?> snippet = loader.loadClass(className);
            // A handle costs the first cell less than reflection does.
            method = MethodHandles.privateLookupIn(snippet, MethodHandles.lookup())
                    .findStatic(snippet, methodName, RETURNS_OBJECT);
        } catch (ReflectiveOperationException | LinkageError e) {
            throw new InternalException("a snippet's class cannot be found: " + e);
        }
        CellCall call = CellCall.of(method);
        run(Objects.requireNonNull(turn, "a snippet runs before its turn"), call);
        if (call.stopped()) {
            throw new StoppedException();
        }
        Optional<Throwable> error = call.error();
        if (error.isPresent()) {
            throw error.get() instanceof SPIResolutionException unresolved
                    ? new ResolutionException(unresolved.id(), new StackTraceElement[0])
                    : new UserException("", error.get().getClass().getName(), new StackTraceElement[0]);
        }
        return "";
    }

    /** Another cell may be compiled while this one runs; what the compiler keeps for this snippet is settled by now. */
    private void run(Turn mine, CellCall call) {
        mine.lastCall = call;
        compiler.unlock();
        try {
            mine.thread.run(call, mine.within);
        } finally {
            compiler.lock();
            turn = mine;
        }
    }

    @Override
    public String varValue(String className, String varName) {
        return "";
    }

    @Override
    public void addToClasspath(String path) {
        // The session adds to its loader and to the compiler's files by itself.
    }

    @Override
    public void stop() {
        // The session stops its cells by itself.
    }

    @Override
    public Object extensionCommand(String command, Object argument) throws NotImplementedException {
        throw new NotImplementedException(command);
    }

    @Override
    public void close() {
        // The session ends its threads by itself.
    }
}
