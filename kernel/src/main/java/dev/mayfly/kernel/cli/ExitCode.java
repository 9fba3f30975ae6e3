package dev.mayfly.kernel.cli;

import java.util.LinkedHashMap;
import java.util.Map;

/** How a command ended, as the shell sees it. */
public enum ExitCode {
    OK(0, "done"),
    FAILED(1, "a cell failed, what it was is on standard error; or the doctor found a problem"),
    USAGE(2, "unknown option, missing or superfluous argument"),
    INPUT(3, "a script, notebook or connection file cannot be read, or an output cannot be written"),
    INTERNAL(70, "Mayfly itself failed: no JDK, no build, or a defect"),
    TIMED_OUT(124, "a report took longer than it was allowed"),
    INTERRUPTED(130, "interrupted by Ctrl-C; jobs were stopped, temporary files deleted");

    private final int code;
    private final String meaning;

    ExitCode(int code, String meaning) {
        this.code = code;
        this.meaning = meaning;
    }

    /** What the process returns. */
    public int code() {
        return code;
    }

    /** Every code with its meaning, for the help. */
    static Map<String, String> meanings() {
        Map<String, String> meanings = new LinkedHashMap<>();
        for (ExitCode exit : values()) {
            meanings.put(Integer.toString(exit.code), exit.meaning);
        }
        return meanings;
    }
}
