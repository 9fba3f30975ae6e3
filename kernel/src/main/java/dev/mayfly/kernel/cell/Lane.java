package dev.mayfly.kernel.cell;

import dev.mayfly.kernel.display.MimeBundle;
import dev.mayfly.kernel.session.Session;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** A lane of a workspace: cells run in it one at a time, beside those of other lanes, and see what those define. */
final class Lane implements Workspace {
    private final Shared shared;
    private final Session session;
    private final Assistance assistance;
    private final AtomicReference<@Nullable CellTarget> running = new AtomicReference<>();
    private boolean closed;

    Lane(Shared shared, Session session) {
        this.shared = shared;
        this.session = session;
        this.assistance = new Assistance(session, shared.magics(), shared.past(), shared.jars(), shared.folder());
    }

    @Override
    public Reply run(String name, String code, FrontEnd frontEnd) {
        return within(frontEnd, cell -> cell.run(name, code));
    }

    @Override
    public Reply evaluate(String expression, FrontEnd frontEnd) {
        return within(frontEnd, cell -> {
            Reply looked = cell.java("expression", StartUp.LOOK + "(" + expression + "\n);");
            return looked instanceof Reply.Done
                    ? cell.render("expression", shared.onHand().takeLooked(frontEnd))
                    : looked;
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
        shared.router().begin(target);
        try {
            return work.with(new CellExecution(session, shared, assistance::isWhole, target));
        } finally {
            shared.router().end(target);
            running.set(null);
        }
    }

    @Override
    public void interrupt() {
        CellTarget cell = running.get();
        if (cell != null) {
            cell.interrupt();
            shared.jobs().cancel(cell);
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
    public List<String> importable(String code, int cursor) {
        return assistance.importable(code, cursor);
    }

    @Override
    public Completeness completeness(String code) {
        return assistance.completeness(code);
    }

    @Override
    public Optional<Reply> comm(CommMessage message, FrontEnd frontEnd) {
        return shared.onHand()
                .comms()
                .received(message)
                .map(work -> within(frontEnd, cell -> cell.does("a message of the front end", work)));
    }

    @Override
    public Map<String, String> comms() {
        return shared.onHand().comms().targets();
    }

    @Override
    public Workspace beside() {
        return new Lane(shared, session.beside());
    }

    /** Stops what runs in this lane and ends it, and the session where it is the first. */
    @Override
    public void close() {
        interrupt();
        synchronized (this) {
            if (!closed) {
                closed = true;
                session.close();
            }
        }
    }

    /** What the lanes of a workspace have in common. */
    record Shared(
            CurrentRenderer renderer,
            Magics magics,
            OutputRouter router,
            JobWatch jobs,
            OnHand onHand,
            SessionJars jars,
            Libraries libraries,
            PastValues past,
            Path folder) {}
}
