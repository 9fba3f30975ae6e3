package dev.mayfly.kernel.cli;

import java.io.OutputStreamWriter;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/** The tree of commands, with what is the same for all of them: help, version, exit codes, errors. */
final class Commands {
    private Commands() {}

    /**
     * The command line.
     *
     * @param terminal what runs without a command
     * @param commands those below it, in the order of the help
     */
    static CommandLine of(
            StandardStreams streams, Callable<ExitCode> terminal, List<? extends Callable<ExitCode>> commands) {
        CommandLine line = new CommandLine(new MayflyCommand(terminal));
        commands.forEach(line::addSubcommand);
        line.getCommandSpec().versionProvider(VersionText::lines);
        line.getCommandSpec()
                .addOption(OptionSpec.builder("-V", "--version")
                        .versionHelp(true)
                        .description("Print the versions of Mayfly and Java.")
                        .build());
        prepare(line.getCommandSpec());
        prepareBelow(line);
        line.setOut(writer(streams.out()));
        line.setErr(writer(streams.err()));
        line.setColorScheme(CommandLine.Help.defaultColorScheme(Ansi.OFF));
        line.setExecutionExceptionHandler(Commands::defect);
        return line;
    }

    private static void prepareBelow(CommandLine line) {
        for (CommandLine command : line.getSubcommands().values()) {
            prepare(command.getCommandSpec());
            prepareBelow(command);
        }
    }

    private static void prepare(CommandSpec spec) {
        spec.addOption(OptionSpec.builder("-h", "--help")
                .usageHelp(true)
                .description("Print this help.")
                .build());
        spec.usageMessage()
                .synopsisHeading("Usage: ")
                .descriptionHeading("%n")
                .parameterListHeading("%nArguments:%n")
                .optionListHeading("%nOptions:%n")
                .commandListHeading("%nCommands:%n")
                .exitCodeListHeading("%nExit codes:%n")
                .exitCodeList(ExitCode.meanings())
                .width(100)
                .sortOptions(false);
        spec.exitCodeOnInvalidInput(ExitCode.USAGE.code()).exitCodeOnExecutionException(ExitCode.INTERNAL.code());
        spec.parser().stopAtPositional(spec.name().equals("run"));
        spec.mixinStandardHelpOptions(false);
    }

    private static int defect(Exception thrown, CommandLine command, ParseResult parsed) {
        command.getErr().print(ErrorText.defect(thrown));
        command.getErr().flush();
        return ExitCode.INTERNAL.code();
    }

    private static PrintWriter writer(PrintStream stream) {
        return new PrintWriter(new OutputStreamWriter(stream, StandardCharsets.UTF_8), true);
    }

    /** What the process returns for what a command returned. */
    static int execute(CommandLine line, String... arguments) {
        int code = line.execute(arguments);
        CommandLine ran = last(line);
        return ran.getExecutionResult() instanceof ExitCode exit ? exit.code() : code;
    }

    private static CommandLine last(CommandLine line) {
        ParseResult parsed = line.getParseResult();
        while (parsed != null && parsed.hasSubcommand()) {
            parsed = parsed.subcommand();
        }
        return parsed == null ? line : parsed.commandSpec().commandLine();
    }
}
