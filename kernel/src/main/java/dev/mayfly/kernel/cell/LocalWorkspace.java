package dev.mayfly.kernel.cell;

import dev.mayfly.engine.Backend;
import dev.mayfly.engine.local.LocalBackend;
import dev.mayfly.engine.s3.S3;
import dev.mayfly.kernel.display.MimeBundle;
import dev.mayfly.kernel.display.Renderer;
import dev.mayfly.kernel.session.Session;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** A workspace whose session and embedded backend live in this process. */
final class LocalWorkspace implements Workspace {
    private final Session session;
    private final Renderer renderer;
    private final Backend backend;
    private final OutputRouter router;
    private final JobWatch jobs;
    private final OnHand onHand;
    private final Assistance assistance;
    private final SessionJars jars;
    private final PastValues past = new PastValues();
    private final S3 s3 = new S3();
    private final SessionCluster cluster;
    private final Magics magics;
    private final AtomicReference<@Nullable CellTarget> running = new AtomicReference<>();
    private boolean closed;

    private LocalWorkspace(
            Session session, WorkspaceOptions options, Backend backend, OutputRouter router, Outside outside) {
        this.session = session;
        this.magics = StandardMagics.all(outside.maven());
        this.cluster = new SessionCluster(outside.clouds(), options.folder());
        this.renderer = ClusterForms.addTo(options.renderer());
        this.backend = backend;
        this.router = router;
        this.jobs = new JobWatch(router);
        this.onHand = new OnHand(
                new SessionBackends(backend, jobs),
                renderer,
                options.folder(),
                () -> router.current().map(CellTarget::frontEnd),
                s3,
                cluster);
        this.assistance = new Assistance(session, magics, past);
        this.jars = new SessionJars(session);
    }

    static Workspace open(WorkspaceOptions options) {
        return open(options, Outside.standard());
    }

    static Workspace open(WorkspaceOptions options, Outside outside) {
        Session session = Session.open(StartUp.options());
        Backend backend = LocalBackend.create(options.engine());
        LocalWorkspace workspace = new LocalWorkspace(session, options, backend, OutputRouter.acquire(), outside);
        try {
            StartUp.prepare(session, workspace.onHand);
        } catch (RuntimeException | Error e) {
            workspace.close();
            throw e;
        }
        return workspace;
    }

    @Override
    public Reply run(String name, String code, FrontEnd frontEnd) {
        return within(frontEnd, cell -> cell.run(name, code));
    }

    @Override
    public Reply evaluate(String expression, FrontEnd frontEnd) {
        return within(frontEnd, cell -> {
            Reply looked = cell.java("expression", StartUp.LOOK + "(" + expression + "\n);");
            return looked instanceof Reply.Done ? cell.render("expression", onHand.takeLooked()) : looked;
        });
    }

    private interface Work {
        Reply with(CellExecution cell);
    }

    private synchronized Reply within(FrontEnd frontEnd, Work work) {
        if (closed) {
            return new Reply.Failed("Closed", "the session has ended", List.of("the session has ended"));
        }
        CellTarget target = new CellTarget(frontEnd, running);
        running.set(target);
        router.begin(target);
        try {
            return work.with(
                    new CellExecution(session, renderer, magics, assistance::isWhole, router, target, jars, past));
        } finally {
            router.end(target);
            running.set(null);
        }
    }

    @Override
    public void interrupt() {
        CellTarget cell = running.get();
        if (cell != null) {
            cell.interrupt();
            jobs.cancel(cell);
            session.interrupt();
        }
    }

    @Override
    public Completions complete(String code, int cursor) {
        return assistance.complete(code, cursor);
    }

    @Override
    public Optional<MimeBundle> inspect(String code, int cursor, int detail) {
        return assistance.inspect(code, cursor, detail);
    }

    @Override
    public Completeness completeness(String code) {
        return assistance.completeness(code);
    }

    @Override
    public List<String> importable(String code, int cursor) {
        return assistance.importable(code, cursor);
    }

    @Override
    public void close() {
        interrupt();
        jobs.cancelAll();
        synchronized (this) {
            if (closed) {
                return;
            }
            closed = true;
            try {
                session.close();
            } finally {
                s3.close();
                cluster.close();
                backend.close();
                router.release();
            }
        }
    }
}
