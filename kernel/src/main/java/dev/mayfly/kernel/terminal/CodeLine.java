package dev.mayfly.kernel.terminal;

import dev.mayfly.kernel.cell.Workspace.Completions;
import java.util.List;
import org.jline.reader.CompletingParsedLine;

/** Typed code as JLine's completion sees it: one word, the part that the candidates replace. */
record CodeLine(String line, int cursor, Completions completions) implements CompletingParsedLine {

    /** A line with nothing to complete. */
    static CodeLine whole(String line, int cursor) {
        return new CodeLine(line, cursor, new Completions(0, line.length(), List.of()));
    }

    @Override
    public String word() {
        return line.substring(completions.from(), completions.to());
    }

    @Override
    public int wordCursor() {
        return cursor - completions.from();
    }

    @Override
    public int wordIndex() {
        return 0;
    }

    @Override
    public List<String> words() {
        return List.of(word());
    }

    @Override
    public CharSequence escape(CharSequence candidate, boolean complete) {
        return candidate;
    }

    @Override
    public int rawWordCursor() {
        return wordCursor();
    }

    @Override
    public int rawWordLength() {
        return word().length();
    }
}
