package dev.mayfly.kernel.cell;

import dev.mayfly.kernel.cell.Workspace.Reply;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/** The magics that say how long something takes: once, or on average. */
final class TimeMagics {
    private TimeMagics() {}

    static List<Magic> all() {
        return List.of(
                new Magic("time", false, "expression", "runs it and says how long it took", TimeMagics::timeLine),
                new Magic("time", true, "", "runs the cell and says how long it took", TimeMagics::timeCell),
                new Magic(
                        "timeit",
                        false,
                        "expression",
                        "runs it many times and says how long one takes",
                        TimeMagics::many),
                new Magic(
                        "timeit",
                        true,
                        "",
                        "runs the cell many times and says how long one takes",
                        TimeMagics::manyCell));
    }

    private static Reply timeLine(CellPart.Magic call, Magic.Context context) throws MagicException {
        StandardMagics.requireArguments(call, "an expression, as in %time mapreduce(logs).count()");
        return timed(context, call.placedArguments());
    }

    private static Reply timeCell(CellPart.Magic call, Magic.Context context) {
        return timed(context, "\n".repeat(call.firstLine() + 1) + call.body());
    }

    private static Reply timed(Magic.Context context, String code) {
        long start = System.nanoTime();
        Reply reply = context.run(context.cellName(), code);
        Duration time = Duration.ofNanos(System.nanoTime() - start);
        context.print(String.format(Locale.ROOT, "took %.3f s", time.toNanos() / 1e9));
        return reply;
    }

    private static Reply many(CellPart.Magic call, Magic.Context context) throws MagicException {
        StandardMagics.requireArguments(call, "an expression, as in %timeit Math.sqrt(2)");
        return many(context, "\n".repeat(call.firstLine()), call.arguments());
    }

    private static Reply manyCell(CellPart.Magic call, Magic.Context context) {
        return many(context, "\n".repeat(call.firstLine() + 1), call.body());
    }

    /** As an expression, whose value is used; where it is none, as statements. */
    private static Reply many(Magic.Context context, String before, String code) {
        String expression = code.strip().replaceFirst(";$", "");
        Reply reply = context.run(context.cellName(), before + StartUp.TIMEIT + "(() -> (" + expression + "\n));");
        boolean isNone = reply instanceof Reply.Failed failed && failed.name().equals("CompilationError");
        return isNone
                ? context.run(context.cellName(), before + StartUp.TIMEIT + "(() -> {" + expression + ";\n});")
                : reply;
    }
}
