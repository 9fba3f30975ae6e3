package dev.mayfly.kernel.session;

import java.lang.reflect.Method;
import java.util.Optional;
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
    private final SnippetLoader loader;
    private final CellThread thread;
    private @Nullable CellCall lastCall;
    private Consumer<Runnable> within = Runnable::run;

    Execution(SnippetLoader loader, CellThread thread) {
        this.loader = loader;
        this.thread = thread;
    }

    /** Sets what surrounds the calls from now on, and forgets the last one. */
    void begin(Consumer<Runnable> surrounding) {
        within = surrounding;
        lastCall = null;
    }

    /** The last call since {@link #begin}, which has ended or was abandoned. */
    Optional<CellCall> takeLastCall() {
        Optional<CellCall> last = Optional.ofNullable(lastCall);
        lastCall = null;
        return last;
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
        Method method;
        try {
            method = loader.loadClass(className).getDeclaredMethod(methodName);
            method.setAccessible(true);
        } catch (ReflectiveOperationException | LinkageError e) {
            throw new InternalException("a snippet's class cannot be found: " + e);
        }
        CellCall call = new CellCall(method);
        lastCall = call;
        thread.run(call, within);
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
        thread.interrupt();
    }

    @Override
    public Object extensionCommand(String command, Object argument) throws NotImplementedException {
        throw new NotImplementedException(command);
    }

    @Override
    public void close() {
        thread.close();
    }
}
