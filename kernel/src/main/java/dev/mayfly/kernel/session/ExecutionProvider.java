package dev.mayfly.kernel.session;

import java.util.Map;
import jdk.jshell.spi.ExecutionControl;
import jdk.jshell.spi.ExecutionControlProvider;
import jdk.jshell.spi.ExecutionEnv;

/** Hands JShell the execution that its session made. */
final class ExecutionProvider implements ExecutionControlProvider {
    private final Execution execution;

    ExecutionProvider(Execution execution) {
        this.execution = execution;
    }

    @Override
    public String name() {
        return "mayfly";
    }

    @Override
    public ExecutionControl generate(ExecutionEnv env, Map<String, String> parameters) {
        return execution;
    }
}
