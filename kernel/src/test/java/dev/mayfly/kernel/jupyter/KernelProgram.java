package dev.mayfly.kernel.jupyter;

import java.nio.file.Path;

/** A kernel process with a fake workspace: what Jupyter would start. */
final class KernelProgram {
    private KernelProgram() {}

    public static void main(String[] arguments) throws Exception {
        JupyterKernel.run(Path.of(arguments[0]), FakeWorkspace::new);
        System.exit(0);
    }
}
