package dev.mayfly.provisioner.local;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How much memory this machine has left for one more process. */
@FunctionalInterface
interface MachineMemory {
    /** No less than anything needs. */
    MachineMemory UNLIMITED = () -> Long.MAX_VALUE;

    long megabytesLeft();

    /** As the kernel says, where it does. */
    static MachineMemory ofThisMachine() {
        return () -> {
            try {
                Matcher matcher = Pattern.compile("MemAvailable:\\s+(\\d+) kB")
                        .matcher(Files.readString(Path.of("/proc/meminfo")));
                return matcher.find() ? Long.parseLong(matcher.group(1)) / 1_024 : Long.MAX_VALUE;
            } catch (IOException e) {
                // Not a system that says: the processes themselves find out.
                return Long.MAX_VALUE;
            }
        };
    }
}
