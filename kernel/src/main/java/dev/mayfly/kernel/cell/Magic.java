package dev.mayfly.kernel.cell;

import dev.mayfly.kernel.cell.Workspace.Reply;
import dev.mayfly.kernel.display.MimeBundle;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One thing that a cell can ask for by {@code %name}.
 *
 * @param name without its per cent signs
 * @param whole whether it takes the rest of the cell, as {@code %%name}
 * @param usage its arguments
 * @param does what it does, in a line
 */
record Magic(String name, boolean whole, String usage, String does, Action action) {
    /** What a magic does. */
    @FunctionalInterface
    interface Action {
        Reply run(CellPart.Magic call, Context context) throws MagicException;
    }

    /** What a magic can work with: the cell that it stands in. */
    interface Context {
        /** Runs code, magics too, that stands on the lines of the named cell or file on which it stands here. */
        Reply run(String cellName, String code);

        /** The name of this cell. */
        String cellName();

        /**
         * Does work where an interrupt of the cell reaches it, and then something with what it gives.
         *
         * @throws MagicException if the work does
         */
        <T> Reply call(Callable<T> work, Consumer<T> then) throws MagicException;

        /** Shows a value in the cell's output. */
        void show(MimeBundle bundle);

        /** Prints a line to the cell's output. */
        void print(String line);

        /** The jars that were added to the session. */
        SessionJars jars();

        /** What libraries bring along for a notebook. */
        Libraries libraries();

        /** What relative names of files start from. */
        Path folder();

        /** Shows how far something is, each time in place of the last. */
        void update(String displayId, MimeBundle bundle, boolean isFirst);

        /** The end of the cell with a value to show, if there is one. */
        Reply shown(@Nullable Object value);

        /** Variables of the session: name, type, value in a line. */
        List<List<String>> variables();

        /** A table of texts. */
        MimeBundle table(List<String> header, List<List<String>> rows);
    }

    String called() {
        return (whole ? "%%" : "%") + name;
    }
}
