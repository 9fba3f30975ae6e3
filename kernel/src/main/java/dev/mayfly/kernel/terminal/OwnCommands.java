package dev.mayfly.kernel.terminal;

import dev.mayfly.kernel.cell.NotebookCode;
import dev.mayfly.kernel.display.MimeBundle;
import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jline.reader.History;
import org.jline.utils.AttributedStyle;

/** What the terminal does itself: help, documentation, editor, pager, notebooks. */
final class OwnCommands {
    private final Repl repl;
    private final Pager pager;
    private final ExternalEditor editor;

    OwnCommands(Repl repl, Pager pager, ExternalEditor editor) {
        this.repl = repl;
        this.pager = pager;
        this.editor = editor;
    }

    void carryOut(ReplCommand command) {
        try {
            if (command instanceof ReplCommand.Help) {
                HelpText.help().lines().forEach(line -> repl.screen().line(line, AttributedStyle.DEFAULT));
            } else if (command instanceof ReplCommand.Inspect inspect) {
                inspect(inspect.code());
            } else if (command instanceof ReplCommand.Edit edit) {
                edit(edit.which());
            } else if (command instanceof ReplCommand.Save save) {
                save(save.file());
            } else if (command instanceof ReplCommand.LoadNotebook load) {
                load(load.file());
            } else if (command instanceof ReplCommand.More) {
                more();
            } else if (command instanceof ReplCommand.Keys keys) {
                keys(keys.mode());
            }
        } catch (IOException | InvalidPathException e) {
            repl.screen().line(String.valueOf(e.getMessage()), AttributedStyle.DEFAULT);
        }
    }

    private void inspect(String code) {
        String own = ReplCommand.MAGICS.get(code);
        if (own != null) {
            repl.values().text(own);
            return;
        }
        if (repl.editing().assistance().isBusy()) {
            repl.note("A cell runs: ask again when it has ended.");
            return;
        }
        Optional<MimeBundle> found = repl.workspace().inspect(code, code.length(), 0);
        repl.values().text(found.map(MimeBundle::plain).orElse("Nothing is known about " + code + "."));
    }

    private void edit(String which) throws IOException {
        Optional<String> text = which.isEmpty() ? lastCell() : repl.cell(which);
        if (text.isEmpty() && !which.isEmpty()) {
            repl.note("There is no In [" + which + "] in this session: %edit takes the number of a cell, or nothing.");
            return;
        }
        editor.edit(text.orElse("")).ifPresent(repl::type);
    }

    /** The last cell that is code, of this session or one before. */
    private Optional<String> lastCell() {
        History history = repl.editing().reader().getHistory();
        List<String> cells = new ArrayList<>();
        history.iterator().forEachRemaining(entry -> cells.add(entry.line()));
        return java.util.stream.IntStream.iterate(cells.size() - 1, i -> i >= 0, i -> i - 1)
                .mapToObj(cells::get)
                .filter(cell -> ReplCommand.of(cell) instanceof ReplCommand.Cell)
                .findFirst();
    }

    private void save(String file) throws IOException {
        if (!file.endsWith(".ipynb")) {
            repl.note("%save needs the name of a notebook, as in %save traffic.ipynb");
            return;
        }
        int cells = repl.transcript().save(Path.of(file));
        repl.note("Saved " + (cells == 1 ? "1 cell" : cells + " cells") + " in "
                + Path.of(file).toAbsolutePath());
    }

    private void load(String file) throws IOException {
        List<String> cells = NotebookCode.read(Path.of(file));
        cells.forEach(repl::enqueue);
        repl.note(file + " has " + (cells.size() == 1 ? "1 code cell" : cells.size() + " code cells")
                + "; Ctrl-C stops, and the first that fails.");
    }

    private void more() throws IOException {
        String text = repl.values().last();
        if (text.isEmpty()) {
            repl.note("Nothing has been shown yet.");
        } else {
            pager.show("output", text);
        }
    }

    private void keys(String mode) {
        if (repl.editing().keys(mode)) {
            repl.note("Keys are those of " + mode + "; `set editing-mode " + mode + "` in ~/.inputrc keeps them so.");
        } else {
            repl.note("%keys takes vi or emacs.");
        }
    }
}
