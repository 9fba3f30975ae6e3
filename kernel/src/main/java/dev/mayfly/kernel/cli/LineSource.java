package dev.mayfly.kernel.cli;

import java.io.IOException;
import java.io.Reader;
import org.jspecify.annotations.Nullable;

/** The lines of a script, one at a time, none longer than a limit. A byte order mark and a shebang line are blanked. */
final class LineSource {
    private final Reader reader;
    private final int limit;
    private final char[] buffer = new char[8192];
    private int at;
    private int end;
    private int number;

    LineSource(Reader reader, int limit) {
        this.reader = reader;
        this.limit = limit;
    }

    /** The number of the line read last, from 1. */
    int number() {
        return number;
    }

    /** The next line, or null behind the last one. */
    @Nullable
    String next() throws IOException, ScriptException {
        StringBuilder line = new StringBuilder();
        boolean any = false;
        while (fill()) {
            any = true;
            int start = at;
            while (at < end && buffer[at] != '\n') {
                at++;
            }
            line.append(buffer, start, at - start);
            if (line.length() > limit) {
                throw new ScriptException(
                        number + 1, "the line is longer than " + limit + " characters: is this a script?");
            }
            if (at < end) {
                at++;
                return blanked(line);
            }
        }
        return any ? blanked(line) : null;
    }

    private boolean fill() throws IOException {
        if (at < end) {
            return true;
        }
        at = 0;
        end = Math.max(0, reader.read(buffer));
        return end > 0;
    }

    private String blanked(StringBuilder line) {
        number++;
        if (number == 1) {
            if (line.length() > 0 && line.charAt(0) == '\uFEFF') {
                line.deleteCharAt(0);
            }
            if (line.length() > 1 && line.charAt(0) == '#' && line.charAt(1) == '!') {
                return "";
            }
        }
        if (line.length() > 0 && line.charAt(line.length() - 1) == '\r') {
            line.setLength(line.length() - 1);
        }
        return line.toString();
    }
}
