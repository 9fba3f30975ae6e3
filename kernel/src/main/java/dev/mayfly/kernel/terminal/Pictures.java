package dev.mayfly.kernel.terminal;

import dev.mayfly.kernel.display.MimeBundle;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Pictures as terminals take them: the graphics protocol of Kitty, or the inline images of iTerm2. A terminal that is not
 * known for either gets none, since it would print kilobytes of Base64.
 */
enum Pictures {
    NONE,
    KITTY,
    ITERM2;

    /** Chooses between {@code kitty}, {@code iterm2} and {@code none}, whatever the terminal says. */
    static final String VARIABLE = "MAYFLY_IMAGES";

    /** Kitty's documentation: a chunk of at most 4096 bytes. */
    private static final int CHUNK = 4096;

    private static final Pattern BASE64 = Pattern.compile("[A-Za-z0-9+/=\\s]*");

    /** By the environment that terminals set; within tmux and screen none, for those do not let pictures through. */
    static Pictures of(Map<String, String> environment) {
        String chosen = environment.getOrDefault(VARIABLE, "").toLowerCase(Locale.ROOT);
        if (!chosen.isEmpty()) {
            return chosen.equals("kitty") ? KITTY : chosen.startsWith("iterm") ? ITERM2 : NONE;
        }
        String term = environment.getOrDefault("TERM", "");
        if (environment.containsKey("TMUX") || term.startsWith("screen") || term.startsWith("tmux")) {
            return NONE;
        }
        String program = environment.getOrDefault("TERM_PROGRAM", "");
        if (environment.containsKey("KITTY_WINDOW_ID") || term.contains("kitty") || program.equals("ghostty")) {
            return KITTY;
        }
        boolean iterm = program.equals("iTerm.app")
                || program.equals("WezTerm")
                || environment.getOrDefault("LC_TERMINAL", "").equals("iTerm2");
        return iterm ? ITERM2 : NONE;
    }

    /** The picture of a bundle that has one, as what to print. */
    Optional<String> of(MimeBundle bundle) {
        return this != NONE
                        && bundle.data().get(MimeBundle.PNG) instanceof String png
                        && BASE64.matcher(png).matches()
                ? Optional.of(this == KITTY ? kitty(png.replaceAll("\\s", "")) : iterm2(png.replaceAll("\\s", "")))
                : Optional.empty();
    }

    private static String kitty(String png) {
        StringBuilder text = new StringBuilder();
        for (int at = 0; at < png.length(); at += CHUNK) {
            int end = Math.min(png.length(), at + CHUNK);
            text.append("\u001B_G")
                    .append(at == 0 ? "a=T,f=100,q=2," : "")
                    .append(end < png.length() ? "m=1;" : "m=0;")
                    .append(png, at, end)
                    .append("\u001B\\");
        }
        return text.append('\n').toString();
    }

    private static String iterm2(String png) {
        int size = java.util.Base64.getDecoder().decode(png.getBytes(StandardCharsets.US_ASCII)).length;
        return "\u001B]1337;File=inline=1;preserveAspectRatio=1;size=" + size + ":" + png + "\u0007\n";
    }
}
