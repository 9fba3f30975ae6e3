package dev.mayfly.kernel.terminal;

/** What a person typed at the prompt: code for the session, or a word to the terminal itself. */
sealed interface ReplCommand {
    /** Code and magics, which the session runs. */
    record Cell(String code) implements ReplCommand {}

    /** {@code name?}: what is that? */
    record Inspect(String code) implements ReplCommand {}

    record Help() implements ReplCommand {}

    record Exit() implements ReplCommand {}

    record Nothing() implements ReplCommand {}

    /** What a line means. */
    static ReplCommand of(String typed) {
        String line = typed.strip();
        return switch (line) {
            case "" -> new Nothing();
            case "help", "/help", "?" -> new Help();
            case "exit", "quit", "/exit" -> new Exit();
            default ->
                line.matches("[\\p{javaJavaIdentifierPart}.$()]+\\?{1,2}")
                        ? new Inspect(line.replaceAll("\\?+$", ""))
                        : new Cell(typed);
        };
    }
}
