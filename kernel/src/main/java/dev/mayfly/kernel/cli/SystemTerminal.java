package dev.mayfly.kernel.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;
import org.jline.utils.InfoCmp;

/**
 * The terminal that this process was started on. What JLine would look for at every start is told it beforehand: each
 * costs a person a tenth of a second before the prompt.
 */
final class SystemTerminal {
    /** Types of terminals to those of which JLine has a description of its own: no process is started for it. */
    private static final Map<String, String> DESCRIBED = Map.of(
            "dumb", "dumb",
            "xterm", "xterm",
            "xterm-256color", "xterm-256color",
            "screen", "screen",
            "screen-256color", "screen-256color",
            "tmux-256color", "screen-256color");

    private SystemTerminal() {}

    /**
     * Opens it by JLine's own library, and in other ways, such as foreign functions, where that does not load. One of which
     * nobody here knows what it understands is used as plainly as can be, and told so.
     */
    static Terminal open() throws IOException {
        String type = System.getenv().getOrDefault("TERM", "");
        String described = DESCRIBED.get(type);
        if (described != null) {
            InfoCmp.setLoadedInfoCmp(type, InfoCmp.getDefaultInfoCmp(described));
            return open(type);
        }
        if (isKnown(type)) {
            return open(type);
        }
        Terminal plain = open(Terminal.TYPE_DUMB);
        String problem = type.isEmpty() ? "TERM is not set" : "TERM=" + type + " is not known on this machine";
        plain.writer().println(problem + ": no colours and no line editing. TERM=xterm-256color fits most terminals.");
        plain.flush();
        return plain;
    }

    private static Terminal open(String type) throws IOException {
        try {
            return builder(type)
                    .provider(TerminalBuilder.PROP_PROVIDER_JNI)
                    .dumb(false)
                    .build();
        } catch (IOException | IllegalStateException e) {
            return builder(type).dumb(true).build();
        }
    }

    /** Whether the system's descriptions of terminals have this one; JLine remembers it. */
    private static boolean isKnown(String type) {
        try {
            return !type.isEmpty() && InfoCmp.getInfoCmp(type) != null;
        } catch (IOException | RuntimeException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private static TerminalBuilder builder(String type) {
        return TerminalBuilder.builder().name("mayfly").type(type).system(true).encoding(StandardCharsets.UTF_8);
    }
}
