package dev.mayfly.kernel.terminal;

import java.util.Comparator;
import java.util.List;
import org.jline.reader.Buffer;
import org.jline.reader.LineReader;

/**
 * Imports the class whose simple name stands at the cursor: the import is put before the cell, so that it is seen, kept and
 * saved with it. Asked again at once, it takes the next class of that name.
 */
final class Imports {
    private final Assistance assistance;
    private List<String> names = List.of();
    private int chosen;
    private String made = "";

    Imports(Assistance assistance) {
        this.assistance = assistance;
    }

    boolean next(LineReader reader) {
        Buffer buffer = reader.getBuffer();
        String text = buffer.toString();
        int cursor = buffer.cursor();
        String before = "";
        if (!made.isEmpty() && text.equals(made) && names.size() > 1) {
            before = statement();
            chosen = (chosen + 1) % names.size();
        } else {
            int end = cursor;
            while (end < text.length() && Character.isJavaIdentifierPart(text.charAt(end))) {
                end++;
            }
            names = assistance.importable(text, end).stream().sorted(order()).toList();
            chosen = 0;
            if (names.isEmpty()) {
                return false;
            }
            if (names.size() > 1) {
                reader.printAbove("Alt-i again for the next of " + String.join(", ", names));
            }
        }
        made = statement() + text.substring(before.length());
        buffer.clear();
        buffer.write(made);
        buffer.cursor(Math.max(0, cursor - before.length()) + statement().length());
        return true;
    }

    private String statement() {
        return "import " + names.get(chosen) + ";\n";
    }

    /** What is meant most often first: the JDK's own, and of those the containers. */
    private static Comparator<String> order() {
        return Comparator.comparing((String name) -> !name.startsWith("java.util."))
                .thenComparing(name -> !name.startsWith("java."))
                .thenComparing(name -> !name.startsWith("javax."))
                .thenComparing(
                        name -> name.startsWith("com.sun.") || name.startsWith("sun.") || name.startsWith("jdk."))
                .thenComparing(Comparator.naturalOrder());
    }
}
