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

    /** Opens it by JLine's own library, and in other ways, such as foreign functions, where that does not load. */
    static Terminal open() throws IOException {
        String type = System.getenv().getOrDefault("TERM", "");
        String described = DESCRIBED.get(type);
        if (described != null) {
            InfoCmp.setLoadedInfoCmp(type, InfoCmp.getDefaultInfoCmp(described));
        }
        try {
            return builder()
                    .provider(TerminalBuilder.PROP_PROVIDER_JNI)
                    .dumb(false)
                    .build();
        } catch (IOException | IllegalStateException e) {
            return builder().dumb(true).build();
        }
    }

    private static TerminalBuilder builder() {
        return TerminalBuilder.builder().name("mayfly").system(true).encoding(StandardCharsets.UTF_8);
    }
}
