package dev.mayfly.kernel.cli;

import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/**
 * The process's own streams, as they are before a session puts its own in the place of {@code System.out}.
 *
 * @param inIsTerminal whether a person types on standard input
 * @param errIsTerminal whether a person watches standard error: then it may show progress and colours
 */
record StandardStreams(InputStream in, PrintStream out, PrintStream err, boolean inIsTerminal, boolean errIsTerminal) {

    /** Those of this process, in UTF-8 whatever the locale, so that a pipe gets the same bytes everywhere. */
    static StandardStreams ofThisProcess() {
        return new StandardStreams(
                new FileInputStream(FileDescriptor.in),
                new PrintStream(new FileOutputStream(FileDescriptor.out), false, StandardCharsets.UTF_8),
                new PrintStream(new FileOutputStream(FileDescriptor.err), true, StandardCharsets.UTF_8),
                Boolean.getBoolean("mayfly.stdin.terminal"),
                Boolean.getBoolean("mayfly.stderr.terminal"));
    }
}
