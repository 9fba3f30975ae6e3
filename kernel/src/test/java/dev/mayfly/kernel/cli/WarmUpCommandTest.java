package dev.mayfly.kernel.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.mayfly.kernel.cell.WorkspaceOptions;
import dev.mayfly.kernel.cell.Workspaces;
import java.io.IOException;
import org.junit.jupiter.api.Test;

final class WarmUpCommandTest {
    /** The launcher says nothing where it fails, and every start would be as long as the first. */
    @Test
    void allOfItRuns() throws IOException {
        assertEquals(
                ExitCode.OK,
                new WarmUpCommand(columns ->
                                Workspaces.open(WorkspaceOptions.standard().withWidth(columns)))
                        .call());
    }
}
