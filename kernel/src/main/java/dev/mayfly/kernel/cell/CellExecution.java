package dev.mayfly.kernel.cell;

import dev.mayfly.engine.Chart;
import dev.mayfly.engine.Result;
import dev.mayfly.engine.TableView;
import dev.mayfly.engine.VegaSpec;
import dev.mayfly.kernel.cell.Workspace.Reply;
import dev.mayfly.kernel.display.ErrorText;
import dev.mayfly.kernel.display.MimeBundle;
import dev.mayfly.kernel.session.Outcome;
import dev.mayfly.kernel.session.Problem;
import dev.mayfly.kernel.session.Session;
import dev.mayfly.kernel.session.UserTrace;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** One run of one cell: its parts in order, up to the first that fails. */
final class CellExecution {
    private static final int MOST_NESTED = 16;

    private final Session session;
    private final CurrentRenderer renderer;
    private final Magics magics;
    private final Predicate<String> isWhole;
    private final OutputRouter router;
    private final CellTarget target;
    private final SessionJars jars;
    private final Lane.Shared shared;
    private final PastValues past;
    private int depth;

    CellExecution(Session session, Lane.Shared shared, Predicate<String> isWhole, CellTarget target) {
        this.session = session;
        this.renderer = shared.renderer();
        this.magics = shared.magics();
        this.isWhole = isWhole;
        this.router = shared.router();
        this.target = target;
        this.jars = shared.jars();
        this.shared = shared;
        this.past = shared.past();
    }

    Reply run(String name, String code) {
        if (depth == MOST_NESTED) {
            return failed("MagicError", "%load goes " + MOST_NESTED + " files deep: a file that loads itself?");
        }
        depth++;
        try {
            Reply last = new Reply.Done(Optional.empty());
            for (CellPart part : CellPart.split(code, isWhole)) {
                if (target.interrupted()) {
                    return interrupted(Optional.empty());
                }
                last = part instanceof CellPart.Magic magic
                        ? magic(name, magic)
                        : java(name, ((CellPart.Java) part).placed());
                if (!(last instanceof Reply.Done)) {
                    return last;
                }
            }
            return last;
        } finally {
            depth--;
        }
    }

    /** Evaluates Java and renders its value. */
    Reply java(String name, String placed) {
        if (placed.contains(SparkApi.CALL)) {
            jars.addForCompiler(SparkApi.jars());
        }
        return reply(name, session.evaluate(name, past.expand(placed).code(), this::within));
    }

    /** Does work of the cell that is none of its code. */
    Reply does(String name, Runnable work) {
        Outcome outcome = session.call(
                () -> {
                    work.run();
                    return null;
                },
                this::within);
        return outcome instanceof Outcome.Value ? new Reply.Done(Optional.empty()) : reply(name, outcome);
    }

    /** Renders a value where an interrupt reaches it. */
    Reply render(String name, @Nullable Object value) {
        if (target.interrupted()) {
            return interrupted(Optional.empty());
        }
        Outcome outcome = session.call(() -> renderer.render(value), this::within);
        return outcome instanceof Outcome.Value shown && shown.value() instanceof MimeBundle bundle
                ? new Reply.Done(Optional.of(bundle).filter(any -> !any.equals(ClusterWatch.SHOWN)))
                : reply(name, outcome);
    }

    private Reply magic(String name, CellPart.Magic call) {
        try {
            return magics.require(call, shared.libraries()).action().run(call, new Context(name));
        } catch (MagicException e) {
            String message = String.valueOf(e.getMessage());
            Problem.Position place = new Problem.Position(call.firstLine() + 1, call.column() + 1);
            int length = call.called().length();
            Problem problem = new Problem(message, place, place, call.line(), call.column(), length);
            return new Reply.Failed("MagicError", message, ErrorText.of(name, List.of(problem)));
        }
    }

    private Reply reply(String name, Outcome outcome) {
        for (String note : outcome.notes()) {
            target.frontEnd().stderr(note + "\n");
        }
        if (outcome instanceof Outcome.Value value) {
            past.remember(name, value.name());
            return (value.statement() && !isAnswer(value.value()))
                            || shared.onHand().isShown(value.value())
                    ? new Reply.Done(Optional.empty())
                    : render(name, value.value());
        }
        if (outcome instanceof Outcome.Rejected rejected) {
            return new Reply.Failed(
                    "CompilationError",
                    ErrorText.summary(rejected.problems()),
                    ErrorText.of(name, rejected.problems()));
        }
        if (outcome instanceof Outcome.Thrown thrown) {
            String message = thrown.trace().message().orElse("");
            UserTrace shown = ShownTrace.of(thrown.error(), thrown.trace());
            return new Reply.Failed(thrown.trace().type(), message, ErrorText.of(shown));
        }
        if (outcome instanceof Outcome.Refused refused) {
            return failed("ExitRefused", refused.message());
        }
        return outcome instanceof Outcome.Interrupted interrupted
                ? interrupted(interrupted.stillIn())
                : new Reply.Done(Optional.empty());
    }

    /** What is typed to be seen, also where a semicolon ends it: a job that nobody looks at would never run. */
    private static boolean isAnswer(@Nullable Object value) {
        return value instanceof Result<?>
                || value instanceof Chart
                || value instanceof VegaSpec
                || value instanceof TableView;
    }

    private static Reply failed(String name, String message) {
        return new Reply.Failed(name, message, List.of(name + ": " + message));
    }

    private static Reply interrupted(Optional<String> stillIn) {
        return new Reply.Interrupted(stillIn.map(place -> "Interrupted, but its code in " + place
                        + " does not stop; it goes on in a thread of its own, and the session without it.")
                .orElse("Interrupted."));
    }

    /** Surrounds code on the cell's thread: what it prints is this cell's, and an interrupt that came early is not lost. */
    private void within(Runnable code) {
        if (target.interrupted()) {
            session.interrupt();
        }
        router.within(target, code);
    }

    /** What a magic in this cell can do. */
    private final class Context implements Magic.Context {
        private final String name;

        Context(String name) {
            this.name = name;
        }

        @Override
        public Reply run(String cellName, String code) {
            return CellExecution.this.run(cellName, code);
        }

        @Override
        public String cellName() {
            return name;
        }

        @Override
        public <T> Reply call(Callable<T> work, Consumer<T> then) throws MagicException {
            Outcome outcome = session.call(() -> new Got<>(work.call()), CellExecution.this::within);
            if (outcome instanceof Outcome.Value value && value.value() instanceof Got<?> got) {
                @SuppressWarnings("unchecked") // It holds what this work gave.
                T given = (T) got.value();
                then.accept(given);
                return new Reply.Done(Optional.empty());
            }
            if (outcome instanceof Outcome.Thrown thrown && thrown.error() instanceof MagicException refused) {
                throw refused;
            }
            return reply(name, outcome);
        }

        @Override
        public void show(MimeBundle bundle) {
            target.frontEnd().display(bundle, Optional.empty());
        }

        @Override
        public void print(String line) {
            target.frontEnd().stdout(line + "\n");
        }

        @Override
        public SessionJars jars() {
            return jars;
        }

        @Override
        public Libraries libraries() {
            return shared.libraries();
        }

        @Override
        public Path folder() {
            return shared.folder();
        }

        @Override
        public void update(String displayId, MimeBundle bundle, boolean isFirst) {
            if (isFirst) {
                target.frontEnd().display(bundle, Optional.of(displayId));
            } else {
                target.frontEnd().update(displayId, bundle);
            }
        }

        @Override
        public Reply shown(@Nullable Object value) {
            return value == null ? new Reply.Done(Optional.empty()) : render(name, value);
        }

        @Override
        public List<List<String>> variables() {
            return session.variables().stream()
                    .filter(variable -> !variable.name().startsWith("$"))
                    .map(variable -> List.of(variable.name(), variable.type(), String.valueOf(variable.value())))
                    .toList();
        }

        @Override
        public MimeBundle table(List<String> header, List<List<String>> rows) {
            return renderer.now().table(header, rows);
        }
    }

    private record Got<T>(T value) {}
}
