package dev.mayfly.kernel.session;

import java.io.IOException;
import java.lang.ref.WeakReference;
import java.lang.reflect.Field;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import jdk.jshell.JShell;
import jdk.jshell.Snippet;
import jdk.jshell.SnippetEvent;
import jdk.jshell.VarSnippet;
import org.jspecify.annotations.Nullable;

/**
 * One JShell session in this process, with live objects: what a cell returns or throws is the very object. Cells run one at
 * a time, on a thread of their own, and beside them those of {@link #beside other lanes}. The compiler serves one caller at
 * a time, and no cell holds it while its code runs: whoever completes or inspects does not wait for a cell's end.
 */
public final class Session implements AutoCloseable {
    private static final long SECONDS_TO_OPEN = 30;

    private final SnippetLoader loader;
    private final Lanes lanes;
    private final CellThread thread;
    private final Execution execution;
    private final JShell shell;
    private final CompilerFiles files;
    private final Origins origins;
    private final UnnamedValues unnamed;
    private final CompilerMemory memory;
    private final Assistant assistant;
    /** Held while the compiler works. */
    private final ReentrantLock lock;
    /** Held while a cell of this lane runs. */
    private final ReentrantLock turn = new ReentrantLock();

    private final boolean isFirst;
    /** Guarded by the compiler's lock. */
    private boolean isClosed;

    private Session(SessionOptions options) {
        isFirst = true;
        lock = new ReentrantLock();
        // The first cell needs it, and loading it takes as long as half of the compiler's start.
        Weaver.beginLoading();
        loader = new SnippetLoader(options.parent());
        lanes = new Lanes(loader);
        thread = new CellThread(loader, lanes);
        execution = new Execution(loader, lock);
        CompilerFiles[] made = new CompilerFiles[1];
        shell = JShell.builder()
                .executionEngine(new ExecutionProvider(execution), Map.of())
                .fileManager(standard -> made[0] = new CompilerFiles(standard, options.classPath()))
                .build();
        files = made[0];
        CompilerContexts.share(shell);
        origins = new Origins(shell);
        unnamed = new UnnamedValues(shell, UnnamedValues.MOST, this::clear);
        memory = new CompilerMemory(shell);
        assistant = new Assistant(shell);
        openJarsLater(new WeakReference<>(this));
    }

    private Session(Session other) {
        isFirst = false;
        lock = other.lock;
        loader = other.loader;
        lanes = other.lanes;
        thread = new CellThread(loader, lanes);
        execution = other.execution;
        shell = other.shell;
        files = other.files;
        origins = other.origins;
        unnamed = other.unnamed;
        memory = other.memory;
        assistant = other.assistant;
    }

    /**
     * Another lane of the same session: the same variables and definitions, but cells of its own, which run beside those
     * of this one and are interrupted apart from them. To close it ends the lane and leaves the session as it is.
     */
    public Session beside() {
        return new Session(this);
    }

    /** A start opens only the jars that it needs; a session that lasts is not to lose the others when they are built anew. */
    private static void openJarsLater(WeakReference<Session> started) {
        CompletableFuture.delayedExecutor(SECONDS_TO_OPEN, TimeUnit.SECONDS).execute(() -> {
            Session session = started.get();
            if (session != null) {
                session.openJars();
            }
        });
    }

    /** Opens all jars that the session may need: from then on they are as they are now, whatever becomes of the files. */
    void openJars() {
        lock.lock();
        try {
            if (!isClosed) {
                // Who looks for what is in no jar looks into all.
                loader.getParent().getResource("dev/mayfly/in-no-jar");
                files.open();
            }
        } catch (IOException e) {
            // The compiler says so when it needs it.
        } finally {
            lock.unlock();
        }
    }

    /** Opens a session without variables or imports. */
    public static Session open(SessionOptions options) {
        return new Session(options);
    }

    /** Evaluates a cell; see {@link #evaluate(String, String, Consumer)}. */
    public Outcome evaluate(String cellName, String code) {
        return evaluate(cellName, code, Runnable::run);
    }

    /**
     * Evaluates the snippets of a cell in order, up to the first that fails.
     *
     * @param cellName how traces call the cell
     * @param within called on the cell's thread with each snippet's code, which it must run once: the place to set an
     *     {@link InheritableThreadLocal} that threads which the cell starts inherit
     */
    public Outcome evaluate(String cellName, String code, Consumer<Runnable> within) {
        beginCell();
        try {
            lock.lock();
            try {
                assistant.analysis();
                return new Evaluator(shell, execution, thread, origins, unnamed, cellName, code).run(within);
            } finally {
                memory.cellEnded();
                lock.unlock();
            }
        } finally {
            endCell();
        }
    }

    /**
     * Does work for a cell that is not its code, such as showing its value: on the cells' thread, where
     * {@link #interrupt} reaches it.
     *
     * @param within as for {@link #evaluate(String, String, Consumer)}
     * @return the value that the work gave, what it threw, or that it was interrupted
     */
    public Outcome call(Callable<? extends @Nullable Object> work, Consumer<Runnable> within) {
        beginCell();
        try {
            CellCall call = CellCall.of(work);
            thread.run(call, within);
            if (thread.stopping()) {
                return new Outcome.Interrupted(thread.stillIn(), List.of());
            }
            Optional<Throwable> error = call.error();
            return error.isPresent()
                    ? new Outcome.Thrown(error.get(), traceOf(error.get()), List.of())
                    : new Outcome.Value(call.result(), "", "", false, List.of());
        } finally {
            endCell();
        }
    }

    private UserTrace traceOf(Throwable error) {
        lock.lock();
        try {
            return new Traces(origins).of(error);
        } finally {
            lock.unlock();
        }
    }

    /**
     * Evaluates code for whoever asks: where code of a running cell does, as a part of that cell, on its thread, where its
     * interrupt and its output are; else as a cell of its own.
     */
    public Outcome evaluateAnywhere(String cellName, String code) {
        if (!lanes.isCellThread()) {
            return evaluate(cellName, code);
        }
        lock.lock();
        try {
            return new Evaluator(shell, execution, thread, origins, unnamed, cellName, code).run(Runnable::run);
        } finally {
            lock.unlock();
        }
    }

    private void beginCell() {
        if (lanes.isCellThread()) {
            throw new IllegalStateException(
                    "a cell is running: code in it cannot evaluate another in the same session");
        }
        turn.lock();
        thread.beginCell();
    }

    private void endCell() {
        thread.endCell();
        turn.unlock();
    }

    /** Stops the running cell: its {@link #evaluate} returns within a second. Returns at once; does nothing when idle. */
    public void interrupt() {
        thread.interrupt();
    }

    /**
     * Evaluates code that the session starts with: imports, methods, variables.
     *
     * @throws IllegalArgumentException if it fails; the message says where
     */
    public void define(String code) {
        Outcome outcome = evaluate("start-up", code);
        if (outcome instanceof Outcome.Rejected rejected) {
            throw new IllegalArgumentException("start-up code is not Java: " + rejected.problems() + " in: " + code);
        }
        if (outcome instanceof Outcome.Thrown thrown) {
            throw new IllegalArgumentException("start-up code failed: " + code, thrown.error());
        }
        if (outcome instanceof Outcome.Refused refused) {
            throw new IllegalArgumentException(refused.message());
        }
        if (outcome instanceof Outcome.Interrupted) {
            throw new IllegalStateException("start-up code was interrupted: " + code);
        }
    }

    /**
     * Makes a live object a variable of the session.
     *
     * @param type its declared type, as Java source: fully qualified, or imported by the session
     * @throws IllegalArgumentException if the name or type is not one, or the object is not of it
     */
    public void bind(String name, String type, @Nullable Object value) {
        define(type + " " + name + ";");
        lock.lock();
        try {
            VarSnippet variable = shell.variables()
                    .filter(candidate -> candidate.name().equals(name)
                            && shell.status(candidate).isActive())
                    .findFirst()
                    .orElseThrow(() -> new IllegalArgumentException("not a variable: " + type + " " + name));
            field(variable).set(null, value);
        } catch (IllegalAccessException e) {
            throw new IllegalStateException("variable " + name + " cannot be set", e);
        } finally {
            lock.unlock();
        }
    }

    /**
     * Puts the public static members of a class on hand in every cell, as if each imported them, and what other imports
     * name. The session loads the class anew, so that its static fields are the session's own; their initialisers find the
     * session's context by {@link #contextOf}.
     *
     * <p>All this is one snippet, where a declaration of each member and import would cost a run of the compiler each. The
     * class comes first, since JShell takes a snippet of imports for that of its first name: a cell that imports that name
     * again replaces them all.
     *
     * @param type a top-level class on the session's class path, without nested classes
     * @param imports as in {@code java.util.*}
     */
    public void putOnHand(Class<?> type, Object context, List<String> imports) {
        loader.adopt(type, context);
        StringBuilder snippet = new StringBuilder("import static " + type.getName() + ".*;");
        imports.forEach(name -> snippet.append(" import ").append(name).append(';'));
        lock.lock();
        try {
            SnippetEvent event = shell.eval(snippet.toString()).get(0);
            if (event.status() != Snippet.Status.VALID) {
                throw new IllegalArgumentException("cannot be imported: " + snippet);
            }
        } finally {
            lock.unlock();
        }
    }

    /**
     * What {@link #putOnHand} was given with a class.
     *
     * @param type as it sees itself: that of the session
     */
    public static Object contextOf(Class<?> type) {
        if (type.getClassLoader() instanceof SnippetLoader owner) {
            return owner.context(type.getName());
        }
        throw new IllegalStateException(type.getName() + " is for cells: outside of a session it has no context");
    }

    /** The variables that a cell can name now, also those that expressions made. */
    public List<Variable> variables() {
        lock.lock();
        try {
            return shell.variables()
                    .filter(variable -> shell.status(variable).isDefined())
                    .map(variable -> new Variable(variable.name(), variable.typeName(), valueOf(variable)))
                    .toList();
        } finally {
            lock.unlock();
        }
    }

    /**
     * Makes jars or class folders available, to the compiler and at run time.
     *
     * @throws java.io.UncheckedIOException if a file is no jar; none is added then
     */
    public void addJars(List<Path> paths) {
        lock.lock();
        try {
            List<Path> whole = paths.stream().map(Path::toAbsolutePath).toList();
            files.add(whole);
            whole.forEach(loader::add);
            // The file manager has the paths already: this makes the compiler drop what it knew without them.
            shell.addToClasspath("");
            CompilerContexts.share(shell);
        } finally {
            lock.unlock();
        }
    }

    /** Has {@link #inspect} know what jars of sources say of the classes that they belong to. */
    public void addSources(List<Path> jars) {
        lock.lock();
        try {
            assistant.addSources(jars);
        } finally {
            lock.unlock();
        }
    }

    /** What could stand at the cursor, a position in UTF-16 units; the cell need not compile. */
    public Completions complete(String code, int cursor) {
        lock.lock();
        try {
            return assistant.complete(code, cursor);
        } finally {
            lock.unlock();
        }
    }

    /** What is known of the name at the cursor, or of the call around it: one entry for each overload. */
    public List<Documentation> inspect(String code, int cursor) {
        lock.lock();
        try {
            return assistant.inspect(code, cursor);
        } finally {
            lock.unlock();
        }
    }

    /** The qualified names that the simple name before the cursor could mean; none where it has a meaning already. */
    public List<String> importable(String code, int cursor) {
        lock.lock();
        try {
            return assistant.importable(code, cursor);
        } finally {
            lock.unlock();
        }
    }

    /** Whether a cell of one or more snippets could run as it is. */
    public Completeness completeness(String code) {
        lock.lock();
        try {
            return assistant.completeness(code);
        } finally {
            lock.unlock();
        }
    }

    /** The bytes of a class that a cell defined, as the compiler made them. */
    public Optional<byte[]> classBytes(String binaryName) {
        return loader.bytes(binaryName);
    }

    /** The binary names of all classes that cells made, also those that were replaced since. */
    public Set<String> classes() {
        return loader.names();
    }

    /** The class loader of the session's classes and jars. */
    public ClassLoader classLoader() {
        return loader;
    }

    /** Stops what runs and ends the session, or this lane of it. */
    @Override
    public void close() {
        thread.interrupt();
        turn.lock();
        try {
            if (isFirst) {
                lock.lock();
                try {
                    isClosed = true;
                    shell.close();
                    files.close();
                } catch (IOException e) {
                    // Nobody reads from it any more.
                } finally {
                    lock.unlock();
                }
            }
            thread.close();
        } finally {
            turn.unlock();
        }
    }

    private @Nullable Object valueOf(VarSnippet variable) {
        try {
            return field(variable).get(null);
        } catch (IllegalAccessException e) {
            throw new IllegalStateException("variable " + variable.name() + " cannot be read", e);
        }
    }

    private void clear(VarSnippet variable) {
        Field field = field(variable);
        if (!field.getType().isPrimitive()) {
            try {
                field.set(null, null);
            } catch (IllegalAccessException e) {
                throw new IllegalStateException("variable " + variable.name() + " cannot be cleared", e);
            }
        }
    }

    private Field field(Snippet variable) {
        try {
            Field field = loader.loadClass(
                            shell.sourceCodeAnalysis().wrapper(variable).fullClassName())
                    .getDeclaredField(((VarSnippet) variable).name());
            field.setAccessible(true);
            return field;
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("the field of " + Names.of(variable) + " cannot be found", e);
        }
    }
}
