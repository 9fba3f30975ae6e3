package dev.mayfly.kernel.jupyter;

import dev.mayfly.kernel.cell.Workspace;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.Function;

/** The subshells of a kernel: the one that it starts with, and those that clients create. Safe for any thread. */
final class Subshells implements AutoCloseable {
    private final CompletableFuture<Workspace> workspace;
    private final Function<CompletableFuture<Workspace>, Execution> executions;
    private final Subshell parent;
    private final Map<String, Subshell> children = new ConcurrentSkipListMap<>();

    /** @param executions makes what runs the cells of a workspace */
    Subshells(CompletableFuture<Workspace> workspace, Function<CompletableFuture<Workspace>, Execution> executions) {
        this.workspace = workspace;
        this.executions = executions;
        this.parent = new Subshell("mayfly-cell", workspace, executions.apply(workspace));
    }

    Subshell parent() {
        return parent;
    }

    /** The one that a request is for; nothing where it names one that is not, or no more. */
    Optional<Subshell> of(Message request) {
        String id = request.header().json().path("subshell_id").asText("");
        return id.isEmpty() || id.equals("null") ? Optional.of(parent) : Optional.ofNullable(children.get(id));
    }

    /** Makes one and gives its name. */
    String create() {
        String id = UUID.randomUUID().toString();
        CompletableFuture<Workspace> lane = workspace.thenApply(Workspace::beside);
        children.put(id, new Subshell("mayfly-subshell", lane, executions.apply(lane)));
        return id;
    }

    /** Ends one, whatever it does; false where there is none of that name. */
    boolean delete(String id) {
        Subshell child = children.remove(id);
        if (child != null) {
            child.close();
            Daemons.start("mayfly-subshell-close", () -> child.workspace().close());
        }
        return child != null;
    }

    /** The names of all but the first. */
    List<String> names() {
        return List.copyOf(children.keySet());
    }

    /** Stops what runs in any of them. */
    void interrupt() {
        parent.execution().interrupt();
        children.values().forEach(child -> child.execution().interrupt());
    }

    @Override
    public void close() {
        names().forEach(this::delete);
        parent.close();
    }
}
