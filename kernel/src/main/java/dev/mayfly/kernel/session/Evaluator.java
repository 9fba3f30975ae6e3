package dev.mayfly.kernel.session;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import jdk.jshell.DeclarationSnippet;
import jdk.jshell.ExpressionSnippet;
import jdk.jshell.JShell;
import jdk.jshell.Snippet;
import jdk.jshell.Snippet.Status;
import jdk.jshell.SnippetEvent;
import jdk.jshell.UnresolvedReferenceException;
import jdk.jshell.VarSnippet;
import org.jspecify.annotations.Nullable;

/** Evaluates one cell: its snippets in order, up to the first that fails. */
final class Evaluator {
    private final JShell shell;
    private final Execution execution;
    private final CellThread thread;
    private final Origins origins;
    private final UnnamedValues unnamed;
    private final String cell;
    private final String code;

    private final List<String> notes = new ArrayList<>();
    private final Set<DeclarationSnippet> unresolved = new LinkedHashSet<>();
    private final Map<VarSnippet, Snippet> changed = new LinkedHashMap<>();

    Evaluator(
            JShell shell,
            Execution execution,
            CellThread thread,
            Origins origins,
            UnnamedValues unnamed,
            String cell,
            String code) {
        this.unnamed = unnamed;
        this.shell = shell;
        this.execution = execution;
        this.thread = thread;
        this.origins = origins;
        this.cell = cell;
        this.code = code;
    }

    Outcome run(Consumer<Runnable> within) {
        Optional<Outcome> last = Optional.empty();
        for (Cells.Part part : Cells.split(shell.sourceCodeAnalysis(), code)) {
            if (thread.stopping()) {
                return interrupted();
            }
            Step step = evaluate(part, within);
            if (step.failed()) {
                return step.outcome();
            }
            last = Optional.of(step.outcome());
        }
        if (thread.stopping()) {
            return interrupted();
        }
        noteChanged();
        noteUnresolved();
        return last.map(this::withNotes).orElseGet(() -> new Outcome.Nothing(notes));
    }

    private record Step(Outcome outcome, boolean failed) {}

    private Step evaluate(Cells.Part part, Consumer<Runnable> within) {
        Execution.Turn turn = execution.begin(thread, within);
        List<SnippetEvent> events = shell.eval(part.source());
        for (SnippetEvent event : events) {
            if (event.causeSnippet() == null) {
                origins.learn(event.snippet(), cell, code, part.offset());
            }
        }
        origins.relearn(events.stream().map(SnippetEvent::snippet));
        for (SnippetEvent event : events) {
            if (event.causeSnippet() == null && isRefused(event)) {
                Outcome.Rejected rejected = rejected(event.snippet(), part);
                renewCompiler(event.snippet());
                return new Step(rejected, true);
            }
            note(event);
        }
        Optional<CellCall> call = turn.lastCall();
        if (thread.stopping()) {
            return new Step(interrupted(), true);
        }
        Optional<Throwable> error = call.flatMap(CellCall::error);
        if (error.isPresent()) {
            return new Step(thrown(error.get(), events, part), true);
        }
        return new Step(value(part, events, call), false);
    }

    /**
     * Whether a snippet did not come to be. JShell says of code beyond a limit of class files, such as a string of more
     * than 65,535 bytes, that it only waits for something to be defined.
     */
    private boolean isRefused(SnippetEvent event) {
        return switch (event.status()) {
            case REJECTED -> true;
            case RECOVERABLE_DEFINED, RECOVERABLE_NOT_DEFINED ->
                !(event.snippet() instanceof DeclarationSnippet) || isBeyondLimit(event.snippet());
            case VALID, OVERWRITTEN, DROPPED, NONEXISTENT -> false;
        };
    }

    private boolean isBeyondLimit(Snippet snippet) {
        return shell.diagnostics(snippet)
                .anyMatch(diagnostic -> diagnostic.getCode().startsWith("compiler.err.limit."));
    }

    /**
     * A compiler that met a limit keeps what was too long for every class that it writes after that one: JShell takes a new
     * compiler when its class path changes.
     */
    private void renewCompiler(Snippet snippet) {
        if (isBeyondLimit(snippet)) {
            shell.addToClasspath("");
            CompilerContexts.share(shell);
        }
    }

    private Outcome.Rejected rejected(Snippet snippet, Cells.Part part) {
        List<Problem> problems = shell.diagnostics(snippet)
                .filter(diagnostic -> diagnostic.isError())
                .map(diagnostic -> Problems.of(diagnostic, code, part.offset()))
                .toList();
        return new Outcome.Rejected(problems, notes);
    }

    private Outcome thrown(Throwable error, List<SnippetEvent> events, Cells.Part part) {
        Throwable shown = events.stream()
                .map(SnippetEvent::exception)
                .filter(UnresolvedReferenceException.class::isInstance)
                .map(UnresolvedReferenceException.class::cast)
                .findFirst()
                .map(reference -> unresolved(reference, error))
                .orElse(error);
        UserTrace trace = new Traces(origins).of(shown, running(part));
        for (Throwable next : Traces.chain(error)) {
            if (next instanceof ExitRefusedError exit) {
                return new Outcome.Refused(exit.status(), String.valueOf(exit.getMessage()), trace, notes);
            }
        }
        return new Outcome.Thrown(shown, trace, notes);
    }

    private UserTrace.Frame running(Cells.Part part) {
        int start = part.offset() + Text.firstSignificant(part.source());
        int line = Text.line(code, Math.min(start, code.length()));
        return new UserTrace.Frame(
                cell, line, "", true, code.lines().skip(line - 1L).findFirst().orElse(""));
    }

    private Throwable unresolved(UnresolvedReferenceException reference, Throwable error) {
        DeclarationSnippet snippet = reference.getSnippet();
        String missing = missing(snippet);
        UnresolvedException shown = new UnresolvedException(Names.of(snippet) + " cannot run yet: "
                + (missing.isEmpty()
                        ? "its code does not compile"
                        : missing + " is not defined; define it and try again"));
        shown.setStackTrace(error.getStackTrace());
        return shown;
    }

    private Outcome value(Cells.Part part, List<SnippetEvent> events, Optional<CellCall> call) {
        String text = code.substring(part.offset(), part.offset() + part.length());
        boolean statement = Text.endsInSemicolon(text);
        if (call.isEmpty() || events.isEmpty()) {
            return new Outcome.Nothing(notes);
        }
        @Nullable Object result = call.get().result();
        Snippet snippet = events.get(0).snippet();
        return switch (snippet.subKind()) {
            case TEMP_VAR_EXPRESSION_SUBKIND -> {
                VarSnippet variable = (VarSnippet) snippet;
                unnamed.add(variable);
                yield new Outcome.Value(result, variable.typeName(), variable.name(), statement, notes);
            }
            case VAR_VALUE_SUBKIND, OTHER_EXPRESSION_SUBKIND -> {
                ExpressionSnippet expression = (ExpressionSnippet) snippet;
                yield new Outcome.Value(result, expression.typeName(), expression.name(), statement, notes);
            }
            default -> new Outcome.Nothing(notes);
        };
    }

    private void note(SnippetEvent event) {
        Snippet snippet = event.snippet();
        boolean waits =
                event.status() == Status.RECOVERABLE_DEFINED || event.status() == Status.RECOVERABLE_NOT_DEFINED;
        if (snippet instanceof DeclarationSnippet declaration) {
            if (waits) {
                unresolved.add(declaration);
            } else {
                unresolved.remove(declaration);
            }
        }
        if (event.causeSnippet() != null
                && event.isSignatureChange()
                && event.previousStatus().isDefined()
                && snippet instanceof VarSnippet variable) {
            changed.put(variable, event.causeSnippet());
        }
    }

    private void noteChanged() {
        changed.forEach((variable, cause) -> {
            Status status = shell.status(variable);
            if (status == Status.VALID) {
                notes.add(Names.of(variable) + " was reset, since " + Names.of(cause) + " was redefined");
            } else if (status == Status.RECOVERABLE_NOT_DEFINED) {
                notes.add(Names.of(variable) + " is gone, since " + Names.of(cause)
                        + " was redefined and its definition does not fit any more; define it again");
            }
        });
    }

    private void noteUnresolved() {
        for (DeclarationSnippet snippet : unresolved) {
            Status status = shell.status(snippet);
            boolean waits = status == Status.RECOVERABLE_DEFINED || status == Status.RECOVERABLE_NOT_DEFINED;
            if (waits && !(snippet instanceof VarSnippet variable && changed.containsKey(variable))) {
                String missing = missing(snippet);
                notes.add(Names.of(snippet) + " cannot be " + (snippet instanceof VarSnippet ? "used" : "run")
                        + " until " + (missing.isEmpty() ? "its code compiles" : missing + " is defined"));
            }
        }
    }

    private String missing(DeclarationSnippet snippet) {
        return shell.unresolvedDependencies(snippet).collect(Collectors.joining(", "));
    }

    private Outcome withNotes(Outcome outcome) {
        return outcome instanceof Outcome.Value value
                ? new Outcome.Value(value.value(), value.type(), value.name(), value.statement(), notes)
                : new Outcome.Nothing(notes);
    }

    private Outcome interrupted() {
        return new Outcome.Interrupted(thread.stillIn(), notes);
    }
}
