package dev.mayfly.kernel.terminal;

import dev.mayfly.kernel.cell.Workspace;
import dev.mayfly.kernel.cell.Workspace.Candidate;
import dev.mayfly.kernel.cell.Workspace.Completeness;
import dev.mayfly.kernel.cell.Workspace.Completions;
import dev.mayfly.kernel.display.MimeBundle;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/**
 * What the session knows of the line being typed. Some, such as those of other processes, answer only when their cell has
 * ended: while one runs they are not asked, and brackets alone say whether a line is whole.
 */
final class Assistance {
    private final Workspace workspace;
    private final BooleanSupplier busy;

    Assistance(Workspace workspace, BooleanSupplier busy) {
        this.workspace = workspace;
        this.busy = busy;
    }

    /** Whether an answer would come only when a cell has ended. */
    boolean isBusy() {
        return busy.getAsBoolean() && !workspace.helpsWhileRunning();
    }

    /** Whether more lines must follow. */
    boolean isIncomplete(String code) {
        return isBusy() ? isOpen(code) : workspace.completeness(code) == Completeness.INCOMPLETE;
    }

    Completions complete(String code, int cursor) {
        Optional<Completions> own = ReplCommand.completions(code, cursor);
        if (isBusy()) {
            return own.orElseGet(() -> nothing(cursor));
        }
        Completions found = workspace.complete(code, cursor);
        boolean fits = found.from() <= cursor && found.to() >= cursor && found.to() <= code.length();
        if (!fits) {
            found = nothing(cursor);
        }
        boolean elsewhere = own.isEmpty()
                || (own.get().from() != found.from() && !found.candidates().isEmpty());
        if (elsewhere) {
            return found;
        }
        List<Candidate> all = new ArrayList<>(found.candidates());
        all.addAll(own.orElseThrow().candidates());
        return new Completions(own.orElseThrow().from(), own.orElseThrow().to(), all);
    }

    Optional<MimeBundle> inspect(String code, int cursor) {
        return isBusy() ? Optional.empty() : workspace.inspect(code, cursor, 0);
    }

    /** What the simple name at the cursor could mean that is not imported. */
    List<String> importable(String code, int cursor) {
        return isBusy() ? List.of() : workspace.importable(code, cursor);
    }

    private static Completions nothing(int cursor) {
        return new Completions(cursor, cursor, List.of());
    }

    private static boolean isOpen(String code) {
        List<Token> tokens = JavaLexer.lex(code);
        boolean within = !tokens.isEmpty() && tokens.stream().anyMatch(token -> !token.closed() && spansLines(token));
        return within || !ReplParser.openBrackets(code, code.length()).isEmpty();
    }

    private static boolean spansLines(Token token) {
        return token.kind() == Token.Kind.TEXT_BLOCK || token.kind() == Token.Kind.COMMENT;
    }
}
