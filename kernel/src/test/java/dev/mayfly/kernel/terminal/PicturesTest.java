package dev.mayfly.kernel.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mayfly.kernel.display.MimeBundle;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PicturesTest {
    private static final MimeBundle CHART = MimeBundle.text("chart").with(MimeBundle.PNG, "QUJD".repeat(2000));

    @Test
    void onlyTerminalsThatShowPicturesGetThem() {
        assertThat(Pictures.of(Map.of("TERM", "xterm-kitty"))).isEqualTo(Pictures.KITTY);
        assertThat(Pictures.of(Map.of("TERM", "xterm-256color", "TERM_PROGRAM", "ghostty")))
                .isEqualTo(Pictures.KITTY);
        assertThat(Pictures.of(Map.of("TERM", "xterm-256color", "TERM_PROGRAM", "iTerm.app")))
                .isEqualTo(Pictures.ITERM2);
        assertThat(Pictures.of(Map.of("TERM", "xterm-256color"))).isEqualTo(Pictures.NONE);
        assertThat(Pictures.of(Map.of("TERM", "xterm-kitty", "TMUX", "/tmp/x"))).isEqualTo(Pictures.NONE);
        assertThat(Pictures.of(Map.of("TERM", "xterm-kitty", Pictures.VARIABLE, "none")))
                .isEqualTo(Pictures.NONE);
    }

    @Test
    void kittyGetsChunksOfAtMostFourKilobytesOfWhichTheLastSaysSo() {
        String drawn = Pictures.KITTY.of(CHART).orElseThrow();
        String[] chunks = drawn.strip().split("\u001B\\\\");
        assertThat(chunks).hasSize(2);
        assertThat(chunks[0]).startsWith("\u001B_Ga=T,f=100,q=2,m=1;");
        assertThat(chunks[0].substring(chunks[0].indexOf(';') + 1)).hasSize(4096);
        assertThat(chunks[1]).startsWith("\u001B_Gm=0;");
    }

    @Test
    void itermGetsOneSequenceWithTheSizeInBytes() {
        assertThat(Pictures.ITERM2.of(CHART).orElseThrow())
                .startsWith("\u001B]1337;File=inline=1;preserveAspectRatio=1;size=6000:QUJD")
                .endsWith("\u0007\n");
    }

    @Test
    void whatIsNoBase64IsNotPrinted() {
        assertThat(Pictures.KITTY.of(MimeBundle.text("x").with(MimeBundle.PNG, "\u001B]0;evil\u0007")))
                .isEmpty();
        assertThat(Pictures.KITTY.of(MimeBundle.text("x"))).isEmpty();
    }
}
