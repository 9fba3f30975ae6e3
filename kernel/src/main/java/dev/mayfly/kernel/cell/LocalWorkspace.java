package dev.mayfly.kernel.cell;

import dev.mayfly.engine.Backend;
import dev.mayfly.engine.local.LocalBackend;
import dev.mayfly.engine.s3.S3;
import dev.mayfly.kernel.display.MimeBundle;
import dev.mayfly.kernel.node.NodeRuntimes;
import dev.mayfly.kernel.session.Session;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A workspace whose session and embedded backend live in this process: its first lane, and what all of them stand on. */
final class LocalWorkspace implements Workspace {
    private final Lane first;
    private final Backend backend;
    private final OutputRouter router;
    private final JobWatch jobs;
    private final OnHand onHand;
    private final S3 s3 = new S3();
    private final SessionCluster cluster;
    private boolean closed;

    private LocalWorkspace(
            Session session, WorkspaceOptions options, Backend backend, OutputRouter router, Outside outside) {
        SessionJars jars = new SessionJars(session, outside.maven());
        this.cluster = new SessionCluster(
                outside.clouds(),
                NodeRuntimes.of(outside.maven(), this::say),
                () -> outside.engines().of(new CellClasses(session, jars::added), this::say),
                options.folder());
        CurrentRenderer renderer = new CurrentRenderer(
                ClusterForms.addTo(options.renderer(), () -> router.current().map(CellTarget::frontEnd)));
        this.backend = backend;
        this.router = router;
        this.jobs = new JobWatch(router);
        this.onHand = new OnHand(
                new SessionBackends(backend, cluster, jobs),
                renderer,
                options.folder(),
                () -> router.current().map(CellTarget::frontEnd),
                s3,
                cluster);
        Magics magics = StandardMagics.all(outside.maven(), outside.shell());
        Libraries libraries = new Libraries(session, jars, renderer, onHand);
        onHand.connect(libraries);
        Lane.Shared shared = new Lane.Shared(
                renderer, magics, router, jobs, onHand, jars, libraries, new PastValues(), options.folder());
        this.first = new Lane(shared, session);
    }

    /** Tells the person of the cell to which the calling thread belongs something in a line. */
    private void say(String line) {
        router.current().ifPresent(cell -> cell.frontEnd().stderr(line + "\n"));
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
        return first.run(name, code, frontEnd);
    }

    @Override
    public Reply evaluate(String expression, FrontEnd frontEnd) {
        return first.evaluate(expression, frontEnd);
    }

    @Override
    public void interrupt() {
        first.interrupt();
    }

    @Override
    public Completions complete(String code, int cursor) {
        return first.complete(code, cursor);
    }

    @Override
    public Optional<MimeBundle> inspect(String code, int cursor, int detail) {
        return first.inspect(code, cursor, detail);
    }

    @Override
    public Completeness completeness(String code) {
        return first.completeness(code);
    }

    /** The compiler is free while the code of a cell runs. */
    @Override
    public boolean helpsWhileRunning() {
        return true;
    }

    @Override
    public Optional<String> clusterLine() {
        return cluster.standing();
    }

    @Override
    public Optional<Reply> comm(CommMessage message, FrontEnd frontEnd) {
        return first.comm(message, frontEnd);
    }

    @Override
    public Map<String, String> comms() {
        return first.comms();
    }

    @Override
    public Workspace beside() {
        return first.beside();
    }

    @Override
    public List<String> importable(String code, int cursor) {
        return first.importable(code, cursor);
    }

    @Override
    public void close() {
        first.interrupt();
        jobs.cancelAll();
        synchronized (this) {
            if (closed) {
                return;
            }
            closed = true;
            try {
                first.close();
            } finally {
                s3.close();
                cluster.close();
                backend.close();
                router.release();
            }
        }
    }
}
