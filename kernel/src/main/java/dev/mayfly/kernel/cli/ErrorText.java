package dev.mayfly.kernel.cli;

import dev.mayfly.kernel.cell.Workspace.Reply;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How a failed piece of a script is told on standard error. */
final class ErrorText {
    private static final Pattern COLOUR = Pattern.compile("\u001B\\[[0-9;]*m");

    private final boolean colours;

    ErrorText(boolean colours) {
        this.colours = colours;
    }

    /** Colours where a person watches and has not asked for none ({@code NO_COLOR}). */
    static ErrorText forStreams(StandardStreams streams) {
        String noColour = System.getenv("NO_COLOR");
        return new ErrorText(streams.errIsTerminal() && (noColour == null || noColour.isEmpty()));
    }

    /** What no command foresaw: told whole, since it is ours to mend. */
    static String defect(Exception thrown) {
        StringWriter trace = new StringWriter();
        thrown.printStackTrace(new PrintWriter(trace, true));
        return "mayfly: a defect in Mayfly, please report it:\n" + trace;
    }

    /** {@code file:line: message}, as compilers write and editors read it. */
    String at(String name, int line, String message) {
        return name + ":" + line + ": " + message + "\n";
    }

    /** Where, what, and the traceback, but for its first line where that only says what again. */
    String of(Reply.Failed failed, String name, int firstLine) {
        List<String> traceback = failed.traceback();
        String what = failed.name() + ": " + firstLine(failed.message());
        StringBuilder text = new StringBuilder(at(name, line(traceback, name, firstLine), what));
        String first =
                traceback.isEmpty() ? "" : withoutColours(traceback.get(0)).strip();
        // It may name the exception without its package.
        boolean repeats = !first.isEmpty() && (what.equals(first) || what.endsWith("." + first));
        traceback.stream().skip(repeats ? 1 : 0).forEach(line -> text.append(shown(line))
                .append('\n'));
        return text.toString();
    }

    /** Text with its colours only where somebody wants them. */
    String shown(String text) {
        return colours ? text : withoutColours(text);
    }

    private static String withoutColours(String text) {
        return COLOUR.matcher(text).replaceAll("");
    }

    /** The first line of the script that the traceback names; else where the piece starts. */
    private static int line(List<String> traceback, String name, int firstLine) {
        Pattern place = Pattern.compile(Pattern.quote(name) + ",? line (\\d{1,9})");
        return traceback.stream()
                .map(line -> place.matcher(withoutColours(line)))
                .filter(Matcher::find)
                .findFirst()
                .map(found -> Integer.parseInt(found.group(1)))
                .orElse(firstLine);
    }

    private static String firstLine(String message) {
        return message.lines().findFirst().orElse("");
    }
}
