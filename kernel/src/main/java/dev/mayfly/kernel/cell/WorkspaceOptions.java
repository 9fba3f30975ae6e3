package dev.mayfly.kernel.cell;

import dev.mayfly.engine.local.LocalOptions;
import dev.mayfly.kernel.display.Renderer;
import java.util.function.IntSupplier;

/**
 * What a workspace is opened with.
 *
 * @param renderer shows the values of cells
 * @param engine what jobs in this process may use
 */
public record WorkspaceOptions(Renderer renderer, LocalOptions engine) {
    /** Every form of value, text of {@link Renderer#DEFAULT_WIDTH} columns, all processors. */
    public static WorkspaceOptions standard() {
        return new WorkspaceOptions(Renderer.standard(), LocalOptions.automatic());
    }

    /** The same with text of at most so many columns, asked anew for each value. */
    public WorkspaceOptions withWidth(IntSupplier columns) {
        return new WorkspaceOptions(renderer.width(columns), engine);
    }

    /** The same with another renderer. */
    public WorkspaceOptions withRenderer(Renderer other) {
        return new WorkspaceOptions(other, engine);
    }

    /** The same with other means for jobs. */
    public WorkspaceOptions withEngine(LocalOptions other) {
        return new WorkspaceOptions(renderer, other);
    }
}
