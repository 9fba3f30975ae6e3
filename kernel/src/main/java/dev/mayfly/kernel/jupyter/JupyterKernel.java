package dev.mayfly.kernel.jupyter;

import dev.mayfly.engine.JobProgress;
import dev.mayfly.kernel.cell.Workspace;
import dev.mayfly.kernel.display.MimeBundle;
import dev.mayfly.kernel.display.ProgressText;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.zeromq.ZContext;
import org.zeromq.ZMQ;

/**
 * A Jupyter kernel: one session, reached over five ZeroMQ sockets as "Messaging in Jupyter", protocol 5.5, has it.
 *
 * <p>Threads: the gate owns the sockets that clients speak to, the publisher owns iopub, and both block on them; one
 * thread for each subshell runs its requests, cells among them, in order; one runs the control channel's, so that an
 * interrupt never waits. Messages are signed, and sockets bound, as the connection file says.
 */
public final class JupyterKernel implements AutoCloseable {
    /** A client that has asked a kernel to end kills it after a few seconds: what is slower than this is left behind. */
    private static final Duration MOST_CLOSING = Duration.ofSeconds(2);

    private final PrintStream log;
    private final ZContext zeromq;
    private final ZMQ.Context context;
    private final Publisher publisher;
    private final Gate gate;
    private final Guard guard;
    private final Overflow overflow;
    private final Subshells subshells;
    private final Prompts prompts;
    private final Requests requests;
    private final CompletableFuture<Workspace> workspace;
    private final ExecutorService control = Subshell.executor("mayfly-jupyter-control");
    private final CountDownLatch ended = new CountDownLatch(1);

    private JupyterKernel(
            ConnectionFile connection,
            CompletableFuture<Workspace> workspace,
            Function<JobProgress, MimeBundle> progress,
            History history,
            long textLimit,
            PrintStream log)
            throws IOException {
        this.log = log;
        this.workspace = workspace;
        String session = UUID.randomUUID().toString();
        Signature signature = new Signature(connection.key());
        Wire wire = new Wire(signature);
        Author author = new Author(session, Clock.systemUTC());
        guard = new Guard(wire, signature, log);
        zeromq = zeromq();
        context = zeromq.getContext();
        gate = Gate.bind(context, connection, wire, guard);
        publisher = openPublisher(connection, wire, author);
        prompts = new Prompts(author, gate);
        overflow = new Overflow(textLimit);
        AtomicInteger counter = new AtomicInteger();
        subshells = new Subshells(
                workspace,
                lane -> new Execution(
                        lane,
                        publisher,
                        prompts,
                        history,
                        counter,
                        request -> new JobDisplays(session + "-", progress, System::nanoTime),
                        overflow::cap));
        requests = new Requests(connection, author, gate, publisher, subshells, history, control, ended::countDown);
    }

    /** Begins to answer; what clients have asked since the sockets are bound has waited in them. */
    private void open() {
        publisher.publish(Json.object(), "status", Contents.status("starting"));
        gate.open((channel, message) -> {
            if (channel == Channel.STDIN) {
                prompts.answer(message);
            } else {
                requests.accept(channel, message);
            }
        });
    }

    /**
     * Runs a kernel until a client shuts it down, SIGTERM comes, or the client that started it is gone.
     *
     * @param connectionFile as Jupyter wrote it
     * @param opener opens the session; called once, on a thread of its own, so that clients are answered meanwhile
     * @throws IOException if the connection file is wrong or a socket cannot be bound; the message says which
     */
    public static void run(Path connectionFile, Supplier<Workspace> opener) throws IOException, InterruptedException {
        run(
                connectionFile,
                opener,
                HistoryStore.ofThisUser(System.getenv(), Path.of(System.getProperty("user.home"))),
                System.err);
    }

    static void run(Path connectionFile, Supplier<Workspace> opener, HistoryStore store, PrintStream log)
            throws IOException, InterruptedException {
        // Begun before all else: the first cell waits for nothing longer than for its session.
        CompletableFuture<Workspace> workspace = opening(opener);
        CompletableFuture<JupyterKernel> begun = new CompletableFuture<>();
        Thread signals = Daemons.start("mayfly-jupyter-signals", () -> {
            onceBegun("TERM", begun, JupyterKernel::end);
            onceBegun("INT", begun, JupyterKernel::interrupt);
        });
        try (KeptHistory kept = new KeptHistory(store, log);
                JupyterKernel kernel = new JupyterKernel(
                        ConnectionFile.read(connectionFile),
                        workspace,
                        ProgressText::bundle,
                        new History(Optional.of(kept)),
                        TextCap.limit(System.getenv()),
                        log)) {
            begun.complete(kernel);
            ParentWatch.start(System.getenv(), kernel::end);
            // Whoever has an answer may rely on the signals.
            Daemons.join(signals, MOST_CLOSING);
            kernel.open();
            kernel.awaitEnd();
        } finally {
            if (!begun.isDone()) {
                close(workspace, log);
            }
        }
    }

    private static void onceBegun(
            String signal, CompletableFuture<JupyterKernel> begun, Consumer<JupyterKernel> action) {
        Signals.on(signal, () -> {
            // Nobody waits for it: a signal that comes too early is for the kernel that is to be.
            var unused = begun.thenAccept(action);
        });
    }

    private static CompletableFuture<Workspace> opening(Supplier<Workspace> opener) {
        return CompletableFuture.supplyAsync(opener, task -> Daemons.start("mayfly-jupyter-open", task));
    }

    /** Binds the sockets and begins to answer, with a history of its own. */
    static JupyterKernel start(
            ConnectionFile connection,
            Supplier<Workspace> opener,
            Function<JobProgress, MimeBundle> progress,
            PrintStream log)
            throws IOException {
        JupyterKernel kernel =
                new JupyterKernel(connection, opening(opener), progress, new History(), TextCap.STANDARD, log);
        kernel.open();
        return kernel;
    }

    /** Waits until somebody wants this kernel to end. */
    void awaitEnd() throws InterruptedException {
        ended.await();
    }

    /** Makes {@link #awaitEnd} return. */
    void end() {
        ended.countDown();
    }

    /** Stops the running cell; the session goes on. */
    void interrupt() {
        subshells.interrupt();
    }

    /** How many messages were dropped for a reason so far. */
    long refused(Refusal reason) {
        return guard.refused(reason);
    }

    /** Stops what runs, closes the session, delivers what was published, and frees the ports. Idempotent. */
    @Override
    public void close() {
        end();
        control.shutdown();
        subshells.close();
        close(workspace, log);
        publisher.close();
        gate.close();
        overflow.close();
        Daemons.join(Daemons.start("mayfly-jupyter-zeromq", zeromq::close), MOST_CLOSING);
    }

    /** Its own threads may trip over each other while they end, and then never do: that must not hold up ours. */
    private ZContext zeromq() {
        ZContext zeromq = new ZContext(1);
        Thread.UncaughtExceptionHandler tell = (thread, e) -> {
            if (ended.getCount() > 0) {
                log.println("mayfly: ZeroMQ failed: " + e);
            }
        };
        zeromq.setUncaughtExceptionHandler(tell);
        zeromq.setNotificationExceptionHandler(tell);
        return zeromq;
    }

    /** Closes a session that is open, or once it is; one that is closed already stays so. */
    private static void close(CompletableFuture<Workspace> workspace, PrintStream log) {
        Thread closing = Daemons.start("mayfly-jupyter-close", () -> {
            try {
                workspace.join().close();
            } catch (CompletionException e) {
                // It was never open: whoever asked for it has been told why.
            }
        });
        if (!Daemons.join(closing, MOST_CLOSING)) {
            log.println("mayfly: the session did not close within " + MOST_CLOSING.toSeconds() + " s; left behind");
        }
    }

    private Publisher openPublisher(ConnectionFile connection, Wire wire, Author author) throws IOException {
        try {
            return Publisher.open(context, connection, wire, author, Publisher.STALL, log);
        } catch (IOException e) {
            gate.close();
            zeromq.close();
            throw e;
        }
    }
}
