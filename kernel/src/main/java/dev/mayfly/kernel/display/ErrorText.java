package dev.mayfly.kernel.display;

import dev.mayfly.kernel.session.Problem;
import dev.mayfly.kernel.session.UserTrace;
import dev.mayfly.kernel.session.UserTrace.Frame;
import java.util.ArrayList;
import java.util.List;

/**
 * Errors as their author should see them: the compiler's with the line and a caret, an exception with its frames in cells,
 * its causes and what was suppressed. Lines carry ANSI colours; {@link #plain} takes them off.
 */
public final class ErrorText {
    private static final int MOST_PROBLEMS = 10;
    private static final int MOST_FRAMES = 24;
    private static final int MOST_OF_MESSAGE = 200;
    private static final int MOST_OF_MESSAGE_LINE = 4_000;
    /** Of a line longer than this, only the part around the place is shown. */
    private static final int MOST_OF_LINE = 160;

    private ErrorText() {}

    /** What the compiler refused, and where in a cell. */
    public static List<String> of(String cell, List<Problem> problems) {
        List<String> lines = new ArrayList<>();
        for (Problem problem : problems.subList(0, Math.min(MOST_PROBLEMS, problems.size()))) {
            if (!lines.isEmpty()) {
                lines.add("");
            }
            add(cell, problem, lines);
        }
        if (problems.size() > MOST_PROBLEMS) {
            lines.add("");
            lines.add(Ansi.DIM.of("… " + Figures.count(problems.size() - MOST_PROBLEMS, "more problem")));
        }
        return lines;
    }

    /** An exception with its causes. */
    public static List<String> of(UserTrace trace) {
        List<String> lines = new ArrayList<>();
        add("", "", trace, lines);
        return lines;
    }

    /** The lines without colours. */
    public static List<String> plain(List<String> lines) {
        return lines.stream().map(Ansi::strip).toList();
    }

    /** The first line of what the compiler says, with how many problems there are besides. */
    public static String summary(List<Problem> problems) {
        if (problems.isEmpty()) {
            return "the compiler refused it";
        }
        String first = problems.get(0).message().lines().findFirst().orElse("");
        return problems.size() == 1 ? first : first + " (and " + Figures.count(problems.size() - 1) + " more)";
    }

    private static void add(String cell, Problem problem, List<String> lines) {
        List<String> message = problem.message().lines().toList();
        String where = cell + ", line " + problem.inCell().line();
        lines.add(Ansi.PLACE.of(where) + ": " + Ansi.ERROR.of(message.isEmpty() ? "" : message.get(0)));
        for (String more : message.subList(Math.min(1, message.size()), message.size())) {
            lines.add("  " + more);
        }
        String line = problem.line();
        int caret = problem.caret();
        int from = line.length() <= MOST_OF_LINE ? 0 : Math.max(0, caret - MOST_OF_LINE / 2);
        int to = Math.min(line.length(), from + MOST_OF_LINE);
        String before = (from > 0 ? "…" : "") + line.substring(from, caret);
        int length = Math.max(1, Math.min(problem.length(), to - caret));
        lines.add("    " + before + line.substring(caret, to) + (to < line.length() ? "…" : ""));
        String marked = line.substring(caret, Math.min(line.length(), caret + length));
        lines.add("    " + blank(before) + Ansi.MARK.of("^".repeat(Math.max(1, TextWidth.of(marked)))));
    }

    /** White space as wide as a text, its tabs kept. */
    private static String blank(String text) {
        StringBuilder blank = new StringBuilder();
        text.codePoints()
                .forEach(point ->
                        blank.append(point == '\t' ? "\t" : " ".repeat(TextWidth.of(Character.toString(point)))));
        return blank.toString();
    }

    private static void add(String indent, String label, UserTrace trace, List<String> lines) {
        List<String> message = trace.message()
                .map(text ->
                        text.lines().limit(MOST_OF_MESSAGE).map(ErrorText::safe).toList())
                .orElse(List.of());
        String head = trace.type() + (message.isEmpty() ? "" : ": " + message.get(0));
        lines.add(indent + label + Ansi.ERROR.of(head));
        for (int i = 1; i < message.size(); i++) {
            lines.add(indent + message.get(i));
        }
        frames(indent, trace.frames(), lines);
        for (UserTrace suppressed : trace.suppressed()) {
            add(indent + "  ", "suppressed: ", suppressed, lines);
        }
        trace.cause().ifPresent(cause -> add(indent, "caused by: ", cause, lines));
    }

    /** A line of a message, which may quote data: bounded, and with its control characters shown. */
    private static String safe(String line) {
        String some = line.length() <= MOST_OF_MESSAGE_LINE ? line : line.substring(0, MOST_OF_MESSAGE_LINE) + "…";
        return CellText.oneLine(some.replace("\t", "    "));
    }

    private static void frames(String indent, List<Frame> frames, List<String> lines) {
        int cut = frames.size() <= MOST_FRAMES ? 0 : frames.size() - MOST_FRAMES;
        for (int i = 0; i < frames.size(); i++) {
            if (cut > 0 && i == MOST_FRAMES / 2) {
                lines.add(indent + Ansi.DIM.of("  … " + Figures.count(cut, "more frame")));
                i += cut;
            }
            Frame frame = frames.get(i);
            lines.add(indent + "  at "
                    + (frame.inCell()
                            ? Ansi.PLACE.of(frame.toString()) + code(frame)
                            : Ansi.DIM.of(frame.place() + "." + frame.method() + line(frame))));
        }
    }

    private static String code(Frame frame) {
        return frame.code().isBlank()
                ? ""
                : ":  " + TextWidth.cut(CellText.oneLine(frame.code().strip()), MOST_OF_LINE);
    }

    private static String line(Frame frame) {
        return frame.line() > 0 ? ":" + frame.line() : "";
    }
}
