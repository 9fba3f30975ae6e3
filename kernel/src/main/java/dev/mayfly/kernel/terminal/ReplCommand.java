package dev.mayfly.kernel.terminal;

import dev.mayfly.kernel.cell.Workspace.Candidate;
import dev.mayfly.kernel.cell.Workspace.Completions;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a person typed at the prompt: code for the session, or a word to the terminal itself. */
sealed interface ReplCommand {
    /** Code and magics, which the session runs. */
    record Cell(String code) implements ReplCommand {}

    /** {@code name?}: what is that? */
    record Inspect(String code) implements ReplCommand {}

    record Help() implements ReplCommand {}

    record Exit() implements ReplCommand {}

    record Nothing() implements ReplCommand {}

    /** {@code %edit}: the last cell, or the one of a number, in the person's editor. */
    record Edit(String which) implements ReplCommand {}

    /** {@code %save notebook.ipynb}. */
    record Save(String file) implements ReplCommand {}

    /** {@code %load notebook.ipynb}: its code cells, one after the other. */
    record LoadNotebook(String file) implements ReplCommand {}

    /** {@code %more}: the last output, whole, in the pager. */
    record More() implements ReplCommand {}

    /** {@code %keys vi}. */
    record Keys(String mode) implements ReplCommand {}

    /** {@code %tutorial}. */
    record Tutorial() implements ReplCommand {}

    /** The terminal's own magics, with what they take and do. */
    Map<String, String> MAGICS = new TreeMap<>(Map.of(
            "%edit", "%edit [n] opens the last cell, or cell n, in $EDITOR",
            "%save", "%save notebook.ipynb writes the session as a notebook",
            "%more", "%more shows the last output whole",
            "%keys", "%keys vi|emacs chooses how keys edit",
            "%tutorial", "%tutorial shows the way in five steps"));

    Pattern MAGIC = Pattern.compile("(%[a-z]+)(?:\\h+(.*))?");
    Pattern QUESTION = Pattern.compile("[%\\p{javaJavaIdentifierPart}.$()]+\\?{1,2}");

    /** What a line means. */
    static ReplCommand of(String typed) {
        String line = typed.strip();
        switch (line) {
            case "" -> {
                return new Nothing();
            }
            case "help", "/help", "?", "%help" -> {
                return new Help();
            }
            case "exit", "quit", "/exit", "%exit", "%quit" -> {
                return new Exit();
            }
            default -> {
                // Some magic, a question or a cell.
            }
        }
        Matcher magic = MAGIC.matcher(line);
        if (magic.matches()) {
            return magic(
                    magic.group(1), magic.group(2) == null ? "" : magic.group(2).strip(), typed);
        }
        return QUESTION.matcher(line).matches() ? new Inspect(line.replaceAll("\\?+$", "")) : new Cell(typed);
    }

    private static ReplCommand magic(String name, String argument, String typed) {
        return switch (name) {
            case "%edit" -> new Edit(argument);
            case "%save" -> new Save(argument);
            case "%load" -> argument.endsWith(".ipynb") ? new LoadNotebook(argument) : new Cell(typed);
            case "%more" -> new More();
            case "%keys" -> new Keys(argument);
            case "%tutorial" -> new Tutorial();
            default -> new Cell(typed);
        };
    }

    /** The terminal's own magics that could stand at the cursor. */
    static Optional<Completions> completions(String code, int cursor) {
        String typed = code.substring(0, cursor);
        if (!typed.matches("%[a-z]*")) {
            return Optional.empty();
        }
        List<Candidate> fitting = MAGICS.entrySet().stream()
                .filter(magic -> magic.getKey().startsWith(typed))
                .map(magic -> new Candidate(magic.getKey(), "magic", magic.getValue()))
                .toList();
        return Optional.of(new Completions(0, cursor, fitting));
    }
}
