package dev.mayfly.kernel.cell;

import dev.mayfly.kernel.cell.Workspace.Reply;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * {@code %%bash}: runs the cell as a shell script. A notebook from elsewhere could do anything by it that its reader can, and
 * unlike Java's code it needs no look at more than one line: so it is off until the environment allows it.
 */
final class ShellMagic {
    private static final String VARIABLE = "MAYFLY_ALLOW_SHELL";

    private ShellMagic() {}

    static boolean isAllowed(Map<String, String> environment) {
        return environment.getOrDefault(VARIABLE, "").equals("1");
    }

    static Magic of(boolean allowed) {
        return new Magic(
                "bash",
                true,
                "",
                "runs the cell as a shell script, where " + VARIABLE + "=1 allows it",
                (call, context) -> run(call, context, allowed));
    }

    private static Reply run(CellPart.Magic call, Magic.Context context, boolean allowed) throws MagicException {
        if (!allowed) {
            throw new MagicException("%%bash is off: a notebook could run any program by it. To allow it, set "
                    + VARIABLE + "=1 in the environment that starts Mayfly");
        }
        int[] code = new int[1];
        Reply reply = context.call(() -> script(call.body(), context.folder()), status -> code[0] = status);
        if (code[0] != 0) {
            String message = "the script ended with exit code " + code[0];
            return new Reply.Failed("ScriptError", message, java.util.List.of("ScriptError: " + message));
        }
        return reply instanceof Reply.Done ? new Reply.Done(Optional.empty()) : reply;
    }

    /** Runs a script to its end, or until the thread is interrupted: what it started then goes with it. */
    private static int script(String body, Path folder) throws IOException, InterruptedException {
        Process process = new ProcessBuilder("bash", "-c", body)
                .directory(folder.toAbsolutePath().toFile())
                .start();
        try {
            process.getOutputStream().close();
            Thread errors = copy(process.getErrorStream(), System.err);
            Thread output = copy(process.getInputStream(), System.out);
            int code = process.waitFor();
            output.join();
            errors.join();
            return code;
        } finally {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
    }

    /** Copies on a thread of this cell, so that what it prints is the cell's. */
    private static Thread copy(InputStream from, PrintStream to) {
        Thread thread = new Thread(
                () -> {
                    try (from) {
                        from.transferTo(to);
                    } catch (IOException e) {
                        // The process was ended: there is no more to copy.
                    }
                },
                "bash");
        thread.setDaemon(true);
        thread.start();
        return thread;
    }
}
