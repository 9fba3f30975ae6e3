package dev.mayfly.kernel.session;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Consumer;
import jdk.jshell.JShell;
import jdk.jshell.VarSnippet;

/**
 * The variables that JShell makes for expressions: {@code $5}. Each is imported into all code that follows, which a long
 * session feels, and holds its value for ever. So the last {@link #MOST} are kept, and those that other code names.
 *
 * <p>Guarded by the compiler's lock.
 */
final class UnnamedValues {
    static final int MOST = 100;

    private final JShell shell;
    private final int most;
    private final Consumer<VarSnippet> clear;
    private final Deque<VarSnippet> kept = new ArrayDeque<>();

    /**
     * @param most so many are kept
     * @param clear makes a variable forget its value
     */
    UnnamedValues(JShell shell, int most, Consumer<VarSnippet> clear) {
        this.shell = shell;
        this.most = most;
        this.clear = clear;
    }

    void add(VarSnippet variable) {
        kept.add(variable);
        if (kept.size() > most) {
            VarSnippet oldest = kept.remove();
            boolean isNamed = shell.sourceCodeAnalysis().dependents(oldest).stream()
                    .anyMatch(user -> shell.status(user).isActive());
            if (!isNamed && shell.status(oldest).isActive()) {
                clear.accept(oldest);
                shell.drop(oldest);
            }
        }
    }
}
