package dev.mayfly.kernel.terminal;

import dev.mayfly.kernel.display.MimeBundle;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jline.builtins.InputRC;
import org.jline.keymap.KeyMap;
import org.jline.reader.Binding;
import org.jline.reader.Buffer;
import org.jline.reader.LineReader;
import org.jline.reader.LineReader.Option;
import org.jline.reader.Reference;
import org.jline.reader.Widget;
import org.jline.terminal.Terminal;

/** How a cell is typed: what the keys do, and what is coloured and suggested on the way. */
final class Editing {
    private static final int INDENT = 4;
    private static final String SHIFT_TAB = "\u001B[Z";

    private final CellReader reader;
    private final Assistance assistance;
    private final ExternalEditor editor;
    private final JavaHighlighter highlighter = new JavaHighlighter();
    private final Imports imports;

    /**
     * @param history where cells are kept from one session to the next
     * @param reflows whether the terminal breaks lines anew when its width changes
     */
    Editing(
            Terminal terminal,
            boolean colours,
            boolean plain,
            Assistance assistance,
            Path history,
            ExternalEditor editor,
            boolean reflows) {
        this.assistance = assistance;
        this.editor = editor;
        Map<String, Object> variables = new HashMap<>();
        variables.put(LineReader.HISTORY_FILE, history);
        variables.put(LineReader.HISTORY_SIZE, 5_000);
        variables.put(LineReader.SECONDARY_PROMPT_PATTERN, "%P " + CellReader.FURTHER);
        variables.put(LineReader.INDENTATION, INDENT);
        variables.put(LineReader.LIST_MAX, 200);
        // Paused highlighting would show: even a cell of many lines is coloured whole.
        variables.put(LineReader.FEATURES_MAX_BUFFER_SIZE, 100_000);
        reader = new CellReader(terminal, variables, !plain, reflows);
        reader.setHistory(new CellHistory());
        reader.setParser(new ReplParser(assistance));
        reader.setCompleter(new CandidateMenu());
        reader.setHighlighter(highlighter);
        // An exclamation mark is Java's, not the history's.
        reader.option(Option.DISABLE_EVENT_EXPANSION, true);
        reader.option(Option.DISABLE_HIGHLIGHTER, !colours);
        reader.option(Option.CASE_INSENSITIVE, true);
        reader.option(Option.AUTO_FRESH_LINE, false);
        reader.option(Option.MOUSE, false);
        imports = new Imports(assistance);
        widgets();
    }

    CellReader reader() {
        return reader;
    }

    Assistance assistance() {
        return assistance;
    }

    /** A line is about to be read: its brackets are marked until it is sent. */
    void begin() {
        highlighter.typing(true);
    }

    private void widgets() {
        reader.getWidgets().put(LineReader.CALLBACK_INIT, reader::beginDrawing);
        reader.getWidgets().put(LineReader.CALLBACK_FINISH, () -> {
            highlighter.typing(false);
            return true;
        });
        List<String> maps = List.of(LineReader.EMACS, LineReader.VIINS);
        bind(maps, "mayfly-new-line", this::newLine, KeyMap.alt('\r'), KeyMap.alt('\n'));
        bind(maps, "mayfly-document", this::document, SHIFT_TAB);
        bind(maps, "mayfly-import", () -> imports.next(reader), KeyMap.alt('i'));
        bind(maps, "mayfly-edit", this::edit, KeyMap.ctrl('X') + KeyMap.ctrl('E'));
        bind(maps, "mayfly-close", this::close, ")", "]", "}");
        after(LineReader.FORWARD_CHAR, "mayfly-forward", false, maps, "\u001BOC", "\u001B[C", KeyMap.ctrl('F'));
        after(LineReader.END_OF_LINE, "mayfly-end", false, maps, "\u001BOF", "\u001B[F", KeyMap.ctrl('E'));
        after(LineReader.FORWARD_WORD, "mayfly-word", true, maps, KeyMap.alt('f'), "\u001B[1;5C", "\u001B[1;3C");
    }

    private void bind(List<String> maps, String name, Widget widget, CharSequence... keys) {
        reader.getWidgets().put(name, widget);
        for (String map : maps) {
            KeyMap<Binding> bindings =
                    Objects.requireNonNull(reader.getKeyMaps().get(map), map);
            bindings.bind(new Reference(name), keys);
        }
    }

    /** Keys that take the suggestion where there is one, and else do what they do. */
    private void after(String otherwise, String name, boolean word, List<String> maps, CharSequence... keys) {
        bind(
                maps,
                name,
                () -> {
                    if (reader.take(word)) {
                        return true;
                    }
                    reader.callWidget(otherwise);
                    return true;
                },
                keys);
    }

    /** Starts a line at the cursor, indented as deep as the brackets are open. */
    private boolean newLine() {
        Buffer buffer = reader.getBuffer();
        int depth = ReplParser.openBrackets(buffer.toString(), buffer.cursor()).size();
        buffer.write("\n" + " ".repeat(INDENT * depth));
        return true;
    }

    /** A bracket that closes a block goes to where the block began. */
    private boolean close() {
        Buffer buffer = reader.getBuffer();
        String before = buffer.upToCursor();
        String line = before.substring(before.lastIndexOf('\n') + 1);
        if (before.length() > line.length() && !line.isEmpty() && line.isBlank()) {
            buffer.backspace(Math.min(INDENT, line.length()));
        }
        buffer.write(reader.getLastBinding());
        return true;
    }

    /** Shows above the line what is known of the name at the cursor. */
    private boolean document() {
        Buffer buffer = reader.getBuffer();
        Optional<MimeBundle> found = assistance.inspect(buffer.toString(), buffer.cursor());
        if (found.isEmpty()) {
            return false;
        }
        List<String> lines = found.get().plain().lines().toList();
        int most = Math.max(5, reader.getTerminal().getHeight() / 2);
        List<String> shown = new ArrayList<>(lines.subList(0, Math.min(most, lines.size())));
        if (shown.size() < lines.size()) {
            shown.add("… " + (lines.size() - shown.size()) + " more lines: name? shows all");
        }
        reader.printAbove(String.join("\n", shown));
        return true;
    }

    /** Takes the whole line into the person's editor and back. */
    private boolean edit() {
        Buffer buffer = reader.getBuffer();
        reader.callWidget(LineReader.CLEAR);
        reader.getTerminal().flush();
        try {
            Optional<String> edited = editor.edit(buffer.toString());
            edited.ifPresent(text -> {
                buffer.clear();
                buffer.write(text);
            });
        } catch (IOException e) {
            reader.printAbove(String.valueOf(e.getMessage()));
        }
        reader.callWidget(LineReader.REDRAW_LINE);
        reader.callWidget(LineReader.REDISPLAY);
        return true;
    }

    /**
     * Reads what the person configured for all programs that use readline, and for this one alone.
     *
     * @return what is wrong with it, a line each
     */
    List<String> configure(Map<String, String> environment, String home) {
        List<Path> files = new ArrayList<>();
        String named = environment.getOrDefault("INPUTRC", "");
        files.add(named.isEmpty() ? Path.of(home, ".inputrc") : Path.of(named));
        String config = environment.getOrDefault("XDG_CONFIG_HOME", "");
        // The XDG Base Directory Specification: a relative path is to be ignored.
        files.add((Path.of(config).isAbsolute() ? Path.of(config) : Path.of(home, ".config"))
                .resolve("mayfly")
                .resolve("inputrc"));
        List<String> problems = new ArrayList<>();
        for (Path file : files) {
            if (!Files.isRegularFile(file)) {
                continue;
            }
            try {
                InputRC.configure(reader, file);
            } catch (IOException | RuntimeException e) {
                // A parser that was written for all of readline meets lines of any age.
                problems.add(file + " was read in part only: " + e.getMessage());
            }
        }
        return problems;
    }

    /** Chooses the keys of vi or emacs; false where it is neither. */
    boolean keys(String mode) {
        String map =
                switch (mode) {
                    case "vi", "vim" -> LineReader.VIINS;
                    case "emacs" -> LineReader.EMACS;
                    default -> "";
                };
        return !map.isEmpty() && use(map);
    }

    private boolean use(String map) {
        KeyMap<Binding> bindings = Objects.requireNonNull(reader.getKeyMaps().get(map), map);
        reader.getKeyMaps().put(LineReader.MAIN, bindings);
        return true;
    }
}
