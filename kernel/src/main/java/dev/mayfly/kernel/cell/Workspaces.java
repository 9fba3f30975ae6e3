package dev.mayfly.kernel.cell;

/** Opens workspaces. */
public final class Workspaces {
    private Workspaces() {}

    /** A session in this process with everything on hand, ready for its first cell. */
    public static Workspace open() {
        return open(WorkspaceOptions.standard());
    }

    /** A session in this process with everything on hand, ready for its first cell. */
    public static Workspace open(WorkspaceOptions options) {
        return LocalWorkspace.open(options);
    }
}
