package dev.mayfly.kernel.cell;

import dev.mayfly.engine.local.LocalOptions;
import dev.mayfly.kernel.display.Renderer;
import java.nio.file.Path;
import java.util.function.IntSupplier;

/**
 * What a workspace is opened with.
 *
 * @param renderer shows the values of cells
 * @param engine what jobs in this process may use
 * @param folder what relative names of files start from
 */
public record WorkspaceOptions(Renderer renderer, LocalOptions engine, Path folder) {
    /** Every form of value, text of {@link Renderer#DEFAULT_WIDTH} columns, all processors, the process's folder. */
    public static WorkspaceOptions standard() {
        return new WorkspaceOptions(Renderer.standard(), LocalOptions.automatic(), Path.of(""));
    }

    /** The same with text of at most so many columns, asked anew for each value. */
    public WorkspaceOptions withWidth(IntSupplier columns) {
        return new WorkspaceOptions(renderer.width(columns), engine, folder);
    }

    /** The same with another renderer. */
    public WorkspaceOptions withRenderer(Renderer other) {
        return new WorkspaceOptions(other, engine, folder);
    }

    /** The same with other means for jobs. */
    public WorkspaceOptions withEngine(LocalOptions other) {
        return new WorkspaceOptions(renderer, other, folder);
    }

    /** The same with relative names of files starting from another folder. */
    public WorkspaceOptions withFolder(Path other) {
        return new WorkspaceOptions(renderer, engine, other);
    }
}
