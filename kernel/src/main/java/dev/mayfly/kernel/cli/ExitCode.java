package dev.mayfly.kernel.cli;

import java.util.LinkedHashMap;
import java.util.Map;

/** How a command ended, as the shell sees it. */
public enum ExitCode {
    OK(0, "done"),
    FAILED(1, "a cell failed, what it was is on standard error; or the doctor found a problem"),
    USAGE(2, "unknown option, missing or superfluous argument, or a request that cannot be meant"),
    INPUT(3, "a script, notebook or connection file cannot be read"),
    PARAMETERS(4, "a parameter of a report is unknown, or its value is none of its type; nothing ran"),
    NOT_WRITTEN(5, "an output of a report cannot be written"),
    BUSY(6, "another run is writing the same report; nothing ran"),
    CLUSTER(7, "the cluster of a report did not come up, and nothing ran; or it may still be up"),
    INTERNAL(70, "Mayfly itself failed: no JDK, no build, or a defect"),
    TIMED_OUT(124, "a report took longer than it was allowed"),
    INTERRUPTED(130, "interrupted by Ctrl-C or SIGTERM; jobs were stopped, temporary files deleted"),
    SESSION_DIED(138, "the session of a report broke in a cell");

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
