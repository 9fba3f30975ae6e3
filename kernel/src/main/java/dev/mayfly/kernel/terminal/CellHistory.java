package dev.mayfly.kernel.terminal;

import java.util.Iterator;
import org.jline.reader.History;
import org.jline.reader.impl.history.DefaultHistory;

/**
 * The cells that were typed, whole, in this session and those before. What may hold a secret can be recalled while the
 * session lasts, and is not written.
 */
final class CellHistory extends DefaultHistory {
    /** A suggestion is looked for at every key: no further back than this. */
    private static final int MOST_LOOKED_AT = 2_000;

    @Override
    public boolean isPersistable(History.Entry entry) {
        return super.isPersistable(entry) && !Secrets.mayBeIn(entry.line());
    }

    /** What the last cell that began with a text goes on with; empty where none did. */
    String continuing(String start) {
        Iterator<History.Entry> entries = reverseIterator(last());
        for (int looked = 0; entries.hasNext() && looked < MOST_LOOKED_AT; looked++) {
            String line = entries.next().line();
            if (line.length() > start.length() && line.startsWith(start)) {
                return line.substring(start.length());
            }
        }
        return "";
    }
}
